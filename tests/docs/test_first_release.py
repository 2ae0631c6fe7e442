"""`docs/first-release.md` followed from an empty folder, by somebody who has only the program."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.test_commands import ROOT

from stanchion.cli import main

PAGE = ROOT / "docs/first-release.md"
BLOCK = re.compile(r"^```(sh|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HERE = "  # Here come the public keys"


def test_the_page_leads_from_an_empty_folder_to_a_release_that_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "cases/northlight/evidence/house_rules.json", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def ran(command: str) -> str:
        monkeypatch.setattr(sys, "argv", ["stanchion", *shlex.split(command)[1:]])
        main.app.registered_groups.clear()  # a program that starts has none
        code: object = None
        try:
            main.main()
        except SystemExit as ended:
            code = ended.code
        heard = capsys.readouterr()
        assert not code, f"{command}\n{heard.out}{heard.err}"
        return heard.out

    keys: dict[str, str] = {}
    said: dict[str, str] = {}
    for kind, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "yaml":
            charter = tmp_path / "lab.yaml"
            charter.write_text(with_keys(charter.read_text("utf-8"), block, keys), "utf-8")
            continue
        for command in block.splitlines():
            said[command] = ran(command)
            if "keygen" in command:
                keys[command.split()[-1].removesuffix(".pem")] = said[command].split()[-1]
    (decided,) = (text for command, text in said.items() if " decide " in command)
    assert "PASSED" in decided
    assert "halted" in said["./stanchion release status"]
    alone = subprocess.run(
        [sys.executable, "-I", "public/verify_register.py", "--checkpoint", "kept.txt"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert alone.returncode == 0, alone.stdout + alone.stderr


def with_keys(template: str, block: str, keys: dict[str, str]) -> str:
    assert template.count(HERE) == 1
    written = re.sub(r"<(\w+)>", lambda name: keys[name[1]], block)
    return template.replace(HERE, f"{written}{HERE}")
