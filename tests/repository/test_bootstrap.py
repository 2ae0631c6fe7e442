"""The launcher, with stand-ins for Python: nothing is installed, no network is needed."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_TOOLS = (
    "cat", "dirname", "find", "head", "ln", "mkdir", "readlink", "rm", "sed", "sh", "sleep", "tail",
)  # fmt: skip

OLD_PYTHON = """#!/bin/sh
[ "$1" = -V ] && echo "Python 3.8.1"
exit 1
"""

# Says what it is asked to say, makes a `.venv` of itself, and notes each environment it makes.
PYTHON = """#!/bin/sh
case $1:$2 in
-m:venv)
    echo made >>"$NOTES"
    mkdir -p "$3/bin" "$3/lib/site"
    ln -s "$PYTHON_OF_TEST" "$3/bin/python"
    sleep "${MAKING_SECONDS:-0}" ;;
-m:pip)
    [ -z "${PIP_WRITES:-}" ] || { sleep 0.1; echo half >"$VENV/lib/site/half.py"; }
    [ -z "${PIP_FAILS:-}" ] || { echo "no such host" >&2; exit 1; } ;;
-c:*sysconfig*) echo "$VENV/lib/site" ;;
-c:*relpath*) echo "$3|$4" ;;
-c:*ensurepip*) [ -z "${NO_VENV:-}" ] ;;
-P:*)
    shift 3
    printf 'ran'
    for word in "$@"; do printf '<%s>' "$word"; done ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Tree:
    """A copy of what starts Stanchion, in a folder with a space, and a PATH of stand-ins."""

    root: Path
    tools: Path
    notes: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def left(self) -> list[str]:
        """What setting up left beside the sources."""
        return sorted(path.name for path in self.root.glob(".venv*"))

    def environment(self, **more: str) -> dict[str, str]:
        named = {"NOTES": self.notes, "VENV": self.venv, "PYTHON_OF_TEST": self.tools / "python3"}
        return {"PATH": str(self.tools)} | {key: str(path) for key, path in named.items()} | more

    def python(self, text: str, *, name: str = "python3") -> Path:
        return executable(self.tools / name, text)

    def start(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run(self.root / "stanchion", *words, env=self.environment(**more))

    def set_up(self, kind: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run(self.root / "tools/setup.sh", kind, env=self.environment(**more))


def executable(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def run(
    program: Path, *words: str, env: dict[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *words], env=env, cwd=cwd, capture_output=True, text=True, timeout=20, check=False
    )


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root, tools = tmp_path / "a tree", tmp_path / "tools"
    for folder in (root / "tools", root / "src", root / "requirements", tools):
        folder.mkdir(parents=True)
    for name in ("stanchion", "tools/setup.sh"):
        shutil.copy(ROOT / name, root / name)
    for kind in ("runtime", "dev"):
        lock = root / f"requirements/{kind}.lock"
        lock.touch()
        os.utime(lock, (1_000_000_000, 1_000_000_000))
    for name in SYSTEM_TOOLS:
        found = shutil.which(name)
        assert found is not None, name
        (tools / name).symlink_to(found)
    return Tree(root, tools, tmp_path / "notes")


def test_no_python(tree: Tree) -> None:
    done = tree.start()
    assert done.returncode == 2
    assert "there is no python3 on the PATH" in done.stderr
    assert "apt install python3" in done.stderr
    assert done.stderr.count("\n") == 1
    assert tree.left == []


def test_old_python(tree: Tree) -> None:
    tree.python(OLD_PYTHON)
    done = tree.start()
    assert done.returncode == 2
    assert "needs Python 3.11 or newer, and python3 here is Python 3.8.1" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_newer_python_is_found_by_name(tree: Tree) -> None:
    tree.python(OLD_PYTHON)
    newer = tree.python(PYTHON, name="python3.12")
    assert tree.start("x", PYTHON_OF_TEST=str(newer)).stdout == "ran<x>"


def test_python_without_venv(tree: Tree) -> None:
    tree.python(PYTHON)
    done = tree.start(NO_VENV="1")
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr


def test_the_named_python_may_have_a_space_in_its_path(tree: Tree) -> None:
    tree.python(OLD_PYTHON)
    named = executable(tree.root / "the python", PYTHON)
    done = tree.start(STANCHION_PYTHON=str(named), PYTHON_OF_TEST=str(named))
    assert (done.returncode, done.stdout) == (0, "ran")


def test_a_wrong_name_is_refused_and_not_passed_over(tree: Tree) -> None:
    tree.python(PYTHON)
    done = tree.start(STANCHION_PYTHON="/no/such/python")
    assert done.returncode == 2
    assert "STANCHION_PYTHON is /no/such/python" in done.stderr


def test_first_start_then_later_starts(tree: Tree) -> None:
    tree.python(PYTHON)
    first = tree.start("pay", "two words", "")
    assert first.stdout == "ran<pay><two words><>"
    assert first.stderr.splitlines()[-1] == "stanchion: ready"
    assert tree.left == [".venv"]
    assert (tree.venv / "lib/site/stanchion.pth").read_text(encoding="utf-8") == (
        f"{tree.root}/src|{tree.venv}/lib/site\n"
    )
    assert tree.start().stderr == ""
    assert tree.notes.read_text(encoding="utf-8") == "made\n"


def test_later_starts_need_no_other_program(tree: Tree, tmp_path: Path) -> None:
    tree.python(PYTHON)
    tree.start()
    executable(tree.tools / "python3", "#!/bin/sh\necho only python\n")
    (empty := tmp_path / "empty").mkdir()
    assert tree.start(PATH=str(empty)).stdout == "only python\n"


def test_through_links_from_elsewhere(tree: Tree, tmp_path: Path) -> None:
    tree.python(PYTHON)
    links = tmp_path / "some links"
    links.mkdir()
    (links / "near").symlink_to("far")
    (links / "far").symlink_to(tree.root / "stanchion")
    done = run(links / "near", "x", env=tree.environment(), cwd=links)
    assert done.stdout == "ran<x>"


def test_a_folder_list_for_cd_does_not_lead_astray(tree: Tree, tmp_path: Path) -> None:
    tree.python(PYTHON)
    (tmp_path / "other/tools").mkdir(parents=True)
    environment = tree.environment(CDPATH=str(tmp_path / "other"))
    done = run(Path("tools/setup.sh"), "runtime", env=environment, cwd=tree.root)
    assert done.returncode == 0
    assert tree.left == [".venv"]


def test_a_failed_first_install_leaves_nothing(tree: Tree) -> None:
    tree.python(PYTHON)
    done = tree.start(PIP_FAILS="1", PIP_WRITES="1")
    assert done.returncode == 2
    assert "is there a network?" in done.stderr
    assert "    no such host" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree.left == []


def test_a_failed_dev_install_keeps_the_runtime_it_did_not_touch(tree: Tree) -> None:
    tree.python(PYTHON)
    tree.start()
    assert tree.set_up("dev", PIP_FAILS="1").returncode == 2
    assert tree.left == [".venv"]
    assert tree.start("x").stdout == "ran<x>"
    assert tree.notes.read_text(encoding="utf-8") == "made\n"


def test_a_dev_install_that_failed_half_way_takes_all_with_it(tree: Tree) -> None:
    tree.python(PYTHON)
    tree.start()
    assert tree.set_up("dev", PIP_FAILS="1", PIP_WRITES="1").returncode == 2
    assert tree.left == []


@pytest.mark.parametrize("trace", ["no stamp", "unfinished", "python gone"])
def test_what_was_interrupted_or_broken_is_made_anew(tree: Tree, trace: str) -> None:
    tree.python(PYTHON)
    tree.start()
    match trace:
        case "no stamp":
            (tree.venv / ".runtime").unlink()
        case "unfinished":
            (tree.venv / ".unfinished").touch()
            os.utime(tree.root / "requirements/runtime.lock")
            os.utime(tree.venv / ".runtime", (1, 1))
        case "python gone":
            (tree.venv / "bin/python").unlink()
            (tree.venv / "bin/python").symlink_to("/no/such/python")
    assert tree.start("x").stdout == "ran<x>"
    assert tree.notes.read_text(encoding="utf-8") == "made\nmade\n"


def test_two_first_starts_make_one_environment(tree: Tree) -> None:
    tree.python(PYTHON)
    command = [tree.root / "stanchion", "x"]
    environment = tree.environment(MAKING_SECONDS="0.5")
    both = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [start.communicate(timeout=20) for start in both]
    assert [out for out, _ in said] == ["ran<x>", "ran<x>"]
    assert tree.notes.read_text(encoding="utf-8") == "made\n"


def test_a_lock_whose_owner_is_gone_is_taken_over(tree: Tree) -> None:
    tree.python(PYTHON)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    guard = tree.root / ".venv.lock"
    guard.mkdir()
    (guard / "pid").write_text(str(ended.pid), encoding="utf-8")
    assert tree.start("x").stdout == "ran<x>"
    assert tree.left == [".venv"]


@pytest.mark.slow
def test_a_lock_that_never_had_an_owner_is_taken_over(tree: Tree) -> None:
    tree.python(PYTHON)
    (tree.root / ".venv.lock").mkdir()
    assert tree.start("x").stdout == "ran<x>"


@pytest.mark.slow
def test_a_fresh_clone_works() -> None:
    committed = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", "HEAD:stanchion"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if committed.returncode != 0:
        pytest.skip("no commit to clone here")
    done = subprocess.run(
        # not every test there, for this very one is among them
        [ROOT / "tools/fresh_clone.sh", "test", "tests/exact", "tests/docs/test_charter_page.py"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fresh clone works" in done.stdout
