"""The commands on a register: what they refuse, with which exit code and words."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stanchion.cli import main
from stanchion.cli.northlight import write_teaching_keys
from stanchion.store.verify_register import main as verify_alone
from tests.store.northlight import EVIDENCE, ROOT, Lab

Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everybody's keys and a register just begun."""
    folder = tmp_path_factory.mktemp("begun")
    write_teaching_keys(folder / "keys")
    Lab(folder / "register", now=datetime.now(UTC).replace(microsecond=0)).seal_of_log()
    return folder


@pytest.fixture
def run(
    begun: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def command(words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["stanchion", *words.split()])
        main.app.registered_groups.clear()  # a program that starts has none
        try:
            main.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_register_is_begun(run: Run) -> None:
    code, out, _ = run("register init northlight --key keys/register.pem --register mine")
    assert code == 0
    assert "`northlight` is adopted: 9 keys, 2 witnesses" in out
    assert run("register verify --register mine")[0] == 0


def test_a_release_on_record_from_the_command_line(run: Run, tmp_path: Path) -> None:
    assert run("release open aurora-2 limited --key keys/wren.pem")[0] == 0
    code, _, err = run("release vote aurora-2 limited yes --on committee --key keys/hale.pem")
    assert code == 1
    assert "`hale` had no vote in it" in err
    uplift = EVIDENCE / "uplift.json"
    assert run(f"release evidence {uplift} --key keys/eval_team.pem")[0] == 0
    code, out, _ = run(f"release attest aurora-2 {uplift} --key keys/eval_team.pem --elicited")
    assert code == 0
    assert "attests that `uplift.json` is of aurora-2" in out
    code, out, _ = run("release decide aurora-2 limited --key keys/register.pem --json")
    assert code == 1
    assert json.loads(out)["statement"]["predicate"]["verificationResult"] == "FAILED"
    code, out, _ = run("release status aurora-2 limited --json")
    assert code == 0
    assert json.loads(out)["standing"]["why"] == "refused"
    assert run("release status")[1].count("aurora-2") == 1
    for name in ("field_college", "ledger_house"):
        assert run(f"register witness --key keys/{name}.pem --seen {name}.txt")[0] == 0
    code, out, _ = run("register verify --checkpoint field_college.txt --json")
    assert code == 0
    assert json.loads(out)["sealed"]["by"] == ["field_college", "ledger_house"]
    assert run("register export out")[0] == 0
    assert run("register verify out")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("release open aurora-2 limited --key keys/nobody.pem", 2, "no such file"),
        ("release open aurora-2 limited --key keys/ledger_house.pem", 1, "nobody has that key"),
        ("release open aurora-3 limited --key keys/wren.pem", 2, "unknown model version"),
        ("release status --register nowhere", 2, "register init"),
        ("register init northlight --key keys/wren.pem --register x", 1, "not the key of the log"),
        ("register init northlight --key keys/register.pem", 2, "a register at `register` already"),
        ("register init openai-2023 --key keys/wren.pem --register x", 1, "has no `release:` with"),
        ("register checkpoint --key keys/wren.pem", 1, "not the key of the log"),
        ("register witness --key keys/wren.pem", 1, "no key of a witness"),
        ("register proof 7", 2, "nothing at"),
        ("register keygen keys/wren.pem", 2, "there already"),
        ("register add keys/wren.pem", 2, "cannot be read"),
        ("register verify --checkpoint keys/wren.pem", 2, "cannot be read"),
        ("release attest aurora-2 --level misuse --key keys/wren.pem", 2, "CATEGORY=LEVEL"),
        ("release attest aurora-2 --level misuse=hgih --key keys/wren.pem", 2, "`high`"),
        ("release attest aurora-2 --key keys/wren.pem", 2, "name the evidence"),
    ],
)
def test_what_cannot_be_done_is_told(run: Run, words: str, code: int, said: str) -> None:
    found, _, err = run(words)
    assert said in err
    assert found == code


@pytest.mark.parametrize(
    "words",
    [
        "release status aurora-2 limited",
        "release open aurora-1 limited --key keys/wren.pem",
        "register verify",
        "register log",
        "register proof 0",
        "register checkpoint --key keys/register.pem",
        "register keygen new.pem",
        "register export out",
    ],
)
def test_every_answer_has_its_documented_json(run: Run, words: str) -> None:
    found = json.loads(run(f"{words} --json")[1])
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    for key in found if isinstance(found, dict) else found[0]:
        assert f"`{key}" in page, f"docs/json.md does not speak of `{key}`"


def test_a_checkpoint_by_another_key_is_refused_before_anything_is_written(run: Run) -> None:
    code, _, err = run(
        "release open aurora-2 limited --key keys/wren.pem --log-key keys/okafor.pem"
    )
    assert code == 1
    assert "not the key of the log" in err
    assert run("register log")[1].count("opens") == 0


def test_a_key_that_others_can_read_is_refused(run: Run) -> None:
    os.chmod("keys/wren.pem", 0o644)
    code, _, err = run("release open aurora-2 limited --key keys/wren.pem")
    assert code == 2
    assert "chmod 600 keys/wren.pem" in err


def test_a_key_with_a_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from stanchion.store.keys import new_key_file

    made = new_key_file(Path("sealed.pem"), password=b"word")
    assert oct(Path("sealed.pem").stat().st_mode & 0o777) == "0o600"
    monkeypatch.setenv("STANCHION_KEY_PASSWORD", "word")
    assert run("register rekey --key keys/wren.pem --new sealed.pem")[0] == 0
    assert run("release open aurora-2 limited --key sealed.pem")[0] == 0
    monkeypatch.setenv("STANCHION_KEY_PASSWORD", "another")
    code, _, err = run("release open aurora-1 limited --key sealed.pem")
    assert code == 2
    assert "cannot be used" in err
    assert made.public.hex() in str(run("register log --json")[1])


def test_a_record_signed_elsewhere_is_added_once(run: Run) -> None:
    assert run("release open aurora-2 limited --key keys/wren.pem --to open.json")[0] == 0
    assert run("register log")[1].count("opens") == 0
    assert run("register add open.json")[0] == 0
    code, _, err = run("register add open.json")
    assert code == 1
    assert "entry 1 already" in err


def alone(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["verify_register.py", *words])
    return verify_alone()


def test_the_program_of_one_file_verifies_an_export(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("release open aurora-2 limited --key keys/wren.pem")
    run("register checkpoint --key keys/register.pem")
    run("register witness --key keys/field_college.pem")
    run("register export half")
    assert alone(monkeypatch, "half") == 0
    assert "no quorum has cosigned it" in capsys.readouterr().out
    run("register witness --key keys/ledger_house.pem --seen seen.txt")
    run("register export out")
    assert alone(monkeypatch, "out", "--policy", "out/witness-policy") == 0
    assert "field_college and ledger_house cosigned" in capsys.readouterr().out
    bundle = next(Path("out/tile/entries").glob("000.p/*"))
    whole = bundle.read_bytes()
    at = whole.rindex(b'"sig":"') + 20
    other = b"A" if whole[at : at + 1] != b"A" else b"B"
    bundle.write_bytes(whole[:at] + other + whole[at + 1 :])
    assert alone(monkeypatch, "out") == 1
    said = capsys.readouterr().out
    assert "entry 1: its hash differs" in said
    assert "entry 1: the signature by" in said
    bundle.write_bytes(whole[: len(whole) // 2])
    assert alone(monkeypatch, "out", "--checkpoint", "seen.txt") == 2
    capsys.readouterr()


def test_the_program_of_one_file_misses_a_tail_that_was_cut_off(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("register export short")
    run("release open aurora-2 limited --key keys/wren.pem")
    run("register checkpoint --key keys/register.pem")
    run("register witness --key keys/ledger_house.pem --seen seen.txt")
    capsys.readouterr()
    assert alone(monkeypatch, "short", "--checkpoint", "seen.txt") == 1
    assert "entries 1 to 1 are missing: seen.txt has them" in capsys.readouterr().out


def test_a_model_or_an_entry_that_is_not_there_is_named_as_it_was_asked(run: Run) -> None:
    code, _, said = run("release status aurora-9")
    assert code == 2
    assert "unknown model version `aurora-9`" in said
    code, _, said = run("register proof 99")
    assert code == 2
    assert "nothing at 99" in said
