"""Every command that the README and the command page show is run, and every answer has its JSON."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_HERE = ("./check",)  # it would run this very test


def commands_of(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line.strip() for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(NOT_HERE)]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "./stanchion", f"{command} is not a command of ours"
    return subprocess.run(
        [sys.executable, "-m", "stanchion", *words[1:]],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md", "docs/report.md"])
def test_the_commands_of_a_page_work_in_their_order(page: str, tmp_path: Path) -> None:
    commands = commands_of(page)
    assert len(commands) > 2
    for command in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout or done.stderr, f"{command} says nothing"


ANSWERS = {
    "tour": {"pay", "breakpoints", "readings", "decisions", "checked", "prevails"},
    "pay openai-2023 -a '200 bn'": {"pays", "readings", "as_of", "distributions"},
    "breakpoints openai-2023": {"intervals", "method", "exact", "digest", "assumptions"},
    "curve openai-2023": {"entity", "currency", "payees"},
    "readings openai-2023": {"rows", "spread", "reverts_between", "never_reverts"},
    "simulate openai-2023 -n 100 -a 'uniform 0 to 300 bn'": {
        "payees",
        "reached",
        "by_year",
        "seed",
    },
    "who openai-2023 remove_ceo": {"minimal_winning", "minimal_blocking", "because", "digest"},
    "owners novo-nordisk-2025": {"entities", "controls", "rings", "power_index", "digest"},
    "owners novo-nordisk-2025 novo_nordisk": {"owners", "controllers", "methods", "owned"},
    "reach openai-2023 'remove_ceo is taken'": {"outcome", "plans", "least_coalitions", "digest"},
    "who power openai-2023 remove_ceo": {"players", "collectivity_to_act", "not_given", "exact"},
    "clash wework-2019 -n 100": {"endings", "ways", "moves", "standing", "forecasts", "power"},
    "clash levers wework-2019 -n 100": {"before", "levers", "smallest_sets", "judgements"},
    "clash why wework-2019 -n 100 --rows 32": {"inputs", "indices", "specifications", "exact"},
    "clash replay wework-2019 -n 100 --days 2": {"forecasts", "naive", "labels_shuffled", "digest"},
    "clash compare openai-2023 -n 50": {"axes", "election", "judgements", "digest"},
    "ship northlight aurora-2 general": {"outcome", "requirements", "approvals", "would", "digest"},
    "evidence digest cases/northlight/models/aurora-2": {"sha256"},
    "show openai-2023": {"as_of", "bodies", "offices", "stakes"},
    "pay fund-european --entity fund -a '200 m' --through": {"pays", "readings", "through"},
    "schedule fund-european": {"readings", "payouts", "totals", "method", "digest"},
    "goal openai-2023 -p microsoft --multiple 3x": {"wanted", "before", "amount", "exact"},
    "statement openai-2023 -p microsoft -a '200 bn'": {"receipts", "invested", "multiple"},
    "schema": {"$schema", "$defs", "$ref"},
    "fmt --check openai-2023": {"changed", "refused"},
}
LISTS = (
    "clash moved openai-2023 --axis trust",
    "who openai-2023",
    "tender steward-owned",
    "lint openai-2023",
    "check openai-2023",
    "timeline openai-2023",
    "evidence cases/northlight/evidence/uplift_guarded.eval",
    "presets --frameworks",
    "cases",
    "new",
    "explain",
    "clawback fund-american",
)


@pytest.mark.parametrize("question", [*ANSWERS, *LISTS])
def test_every_answer_has_its_documented_json(question: str) -> None:
    done = run(f"./stanchion {question} --json", ROOT)
    found = json.loads(done.stdout)
    if question in ANSWERS:
        assert ANSWERS[question] <= set(found)
    else:
        assert isinstance(found, list)
        assert found
    page = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    first = found if isinstance(found, dict) else found[0]
    if question != "schema" and isinstance(first, dict):
        for key in first:
            assert f"`{key}" in page or key in page, f"docs/json.md does not speak of `{key}`"


@pytest.mark.parametrize(
    ("question", "code", "words"),
    [
        ("pay openai-2023 -a '200 bnn'", 2, "cannot read `bnn`"),
        ("pay openai-2023 -a '49%'", 2, "an amount of money"),
        ("pay openai-2023 -a '10 EUR'", 2, "counts in USD"),
        ("pay openai-2024 -a '10 bn'", 2, "did you mean `openai-2023`"),
        ("pay openai-2023 -a '1 bn' -r freed_share.charity", 2, "unknown reading"),
        (
            "pay openai-2023 -a '1 bn' -r ninety_two.mark -r freed_share.to_charity",
            2,
            "do not go together",
        ),
        ("pay openai-2023 -a '1 bn' -s principal=3", 2, "unknown term"),
        ("pay openai-2023 -a '1 bn' -s nothing", 2, "TERM=AMOUNT"),
        ("pay openai-2023 -a '0.001'", 2, "not a whole number of minor units"),
        ("pay openai-2023 -a '0 to 10 bn by 0'", 2, "no end"),
        ("tender openai-2023", 2, "has no `tenders:`"),
        ("tender steward-owned buyback", 2, "did you mean `buy_back`"),
        ("workbook openai-2023", 2, "say where to write"),
        ("workbook openai-2023 -o book.pdf", 2, "does not end in .xlsx"),
        ("simulate openai-2023 -a 'lognormal 5 bn'", 2, "a share is written as"),
        ("simulate openai-2023 -a '5 bn' -n 0", 2, "ask for one at least"),
        ("who openai-2023 remove_cfo", 2, "did you mean `remove_ceo`"),
        ("who openai-2023 --at 2019-01-01", 2, "says nothing of"),
        ("owners openai-2023 openai_incc", 2, "did you mean `openai_inc`"),
        ("owners openai-2023 -t 'half'", 2, "cannot read"),
        ("who power openai-2023 remove_cfo", 2, "did you mean `remove_ceo`"),
        ("who power openai-2023 remove_ceo --limit-nodes 1", 2, "a sampled answer"),
        ("who openai-2023 remove_ceo --limit-nodes 1", 2, "a sampled answer"),
        ("who power openai-2023 remove_ceo --sample 1", 2, "--sample"),
        ("who power openai-2023 remove_ceo --sample 99999999999", 2, "memory would not hold"),
        ("show openai-2023 --at 'next week'", 2, "a date such as"),
        ("reach openai-2023 'can remove_cfo'", 2, "did you mean `remove_ceo`"),
        ("reach openai-2023 'altman on board'", 2, "cannot read `on` here"),
        ("reach openai-2023 'can remove_ceo' --by 'any 2 of board'", 2, "one coalition"),
        ("reach openai-2023 'can remove_ceo' --by bord", 2, "did you mean `board`"),
        ("reach openai-2023 'can remove_ceo' --within '2 moons'", 2, "cannot read `moons`"),
        ("reach openai-2023 'remove_ceo is taken' --never", 1, ""),
        ("explain ST999", 2, "unknown code"),
        ("curve openai-2023 -o no_such_folder/x.svg", 2, "no such file or directory"),
        ("new venture -o no_such_folder/x.yaml", 2, "no such file or directory"),
        ("workbook openai-2023 -o no_such_folder/x.xlsx", 2, "no such file or directory"),
        ("lint openai-2024", 2, "did you mean `openai-2023`"),
        ("lint meta-2025 --strict", 1, ""),
        ("new castle", 2, "no template `castle`"),
        ("timeline openai-2023 --about gossip", 2, "unknown topic"),
        ("schedule openai-2023", 2, "plans no distributions"),
        ("schedule fund-european --amounts '5 m at 2023-01-01'", 2, "which entity is meant"),
        ("schedule fund-european --amounts '5 m by fund in 2023'", 2, "expected `at`"),
        ("schedule fund-european --amounts '5 m by fund at 2019-01-01'", 2, "says nothing of"),
        ("clawback openai-2023", 2, "has no clawback at all"),
        ("clawback fund-american end", 2, "there is: `end_of_fund`"),
        ("goal openai-2023 -p microsoft --receives '106 bn'", 2, "at most 105 bn"),
        ("goal openai-2023 -p microsoft --irr 10%", 2, "--day-count"),
        ("statement openai-2023 -p sam -a '1 bn'", 2, "never pays `sam`"),
        ("clash steward-owned", 2, "tells of no dispute"),
        ("clash openai-2023 --at 2023-11-01", 2, "begins at 2023-11-17 12:00"),
        ("clash openai-2023 --runs 0", 2, "x>=1"),
        ("nonsense", 2, "nonsense"),
        ("--colour loud cases", 2, "none of auto, always, never"),
    ],
)
def test_a_question_without_an_answer_is_told_why(question: str, code: int, words: str) -> None:
    done = run(f"./stanchion {question}", ROOT)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_faulty_charter_is_shown_whole_and_exits_with_one(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("stanchion: 1\nname: X\nparties: {ann: {persn: Ann}}\n")
    for command in ("check", "who", "show"):
        done = run(f"./stanchion {command} bad.yaml", tmp_path)
        assert done.returncode == 1
        said = done.stdout + done.stderr
        assert "did you mean `person`" in said
        assert "`currency` is missing" in said
        assert "Traceback" not in said


def test_an_expectation_that_fails_exits_with_one_and_says_the_counterexample(
    tmp_path: Path,
) -> None:
    text = (ROOT / "cases/openai-2023/charter.yaml").read_text(encoding="utf-8")
    claim = "- microsoft never receives more than"
    bad = text.replace(f"{claim} 105 bn", f"{claim} 90 bn", 1)
    assert bad != text
    (tmp_path / "charter.yaml").write_text(bad, encoding="utf-8")
    done = run("./stanchion check charter.yaml", tmp_path)
    assert done.returncode == 1
    assert "`microsoft` has received" in done.stdout
    sarif = json.loads(run("./stanchion check charter.yaml --format sarif", tmp_path).stdout)
    assert sarif["version"] == "2.1.0"


def test_colour_and_plain_output() -> None:
    plain = run("./stanchion check openai-2023", ROOT).stdout
    coloured = run("./stanchion --colour always check openai-2023", ROOT).stdout
    assert "\x1b[" not in plain
    assert "\x02" not in plain
    assert "\x1b[32mproved" in coloured


def test_help_names_every_command_and_starts_without_heavy_libraries() -> None:
    code = (
        "import sys; from stanchion.cli import main; "
        "heavy = {'numpy', 'ruamel.yaml', 'vl_convert', 'yaml', 'stanchion.charter.model'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
    help_text = run("./stanchion --help", ROOT).stdout
    documented = re.findall(r"^## `stanchion (\w+)`", (ROOT / "docs/commands.md").read_text(), re.M)
    assert documented
    for command in documented:
        assert command in help_text
    assert run("./stanchion --version", ROOT).stdout.startswith("stanchion 0.")
