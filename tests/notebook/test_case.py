"""`stanchion.load` in Python: every answer shows itself, without Jupyter and without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import stanchion
from stanchion.api.errors import UnknownName
from stanchion.notebook.case import CannotLoad, Case
from tests.reports.test_board_paper import looked_at

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = (
    "structure()", "standing()", "timeline()", "timeline('crisis')", "owners()",
    "owners('openai_inc')", "pay('10 bn, 200 bn')", "curves()", "breakpoints()",
    "readings('200 bn')", "statement('microsoft', '200 bn')", "goal('microsoft', '50 bn')",
    "simulate('uniform 0 to 300 bn', draws=100)", "decisions()", "who('remove_ceo')",
    "power('remove_ceo')", "reach('remove_ceo is taken')", "clash(runs=64)",
    "ship('gpt-4', 'general')", "check()",
)  # fmt: skip
OTHERS = (
    ("steward-owned", "tenders()"),
    ("fund-european", "schedule()"),
    ("fund-european", "pay_through('200 m', entity='fund')"),
    ("collective-conversion", "outcomes()"),
)


@pytest.fixture(scope="module")
def case() -> Case:
    return stanchion.load("openai-2023")


def asked(case: Case, question: str) -> object:
    return eval(f"case.{question}", {"case": case})  # of the lists above


def shown(item: object) -> str:
    html: str = item._repr_html_()  # type: ignore[attr-defined]
    found = looked_at(html)
    assert not found.loads
    assert not found.events
    assert "script" not in found.tags
    assert found.tags.count("div") >= 1
    return html


def test_a_case_shows_its_structure(case: Case) -> None:
    html = shown(case)
    assert "<svg" in html
    assert "Board of the charity" in html
    assert "as of 2023-11-17" in repr(case)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_shows_itself(case: Case, question: str) -> None:
    found = asked(case, question)
    assert len(shown(found)) > 200
    assert "\x02" not in repr(found)
    assert "object at 0x" not in repr(found)


@pytest.mark.parametrize(("name", "question"), OTHERS)
def test_answers_of_other_cases_show_themselves(name: str, question: str) -> None:
    assert shown(asked(stanchion.load(name), question))


def test_answers_keep_their_exact_numbers(case: Case) -> None:
    lines = {line.payee: line.paid for line in case.pay("200 bn").result.distributions[0].lines}
    assert sum(paid.minor for paid in lines.values()) == 200 * 10**9 * 100
    assert case.pay("200 bn").result == case.pay("200 bn").result


def test_the_drawings_are_those_of_the_report(case: Case) -> None:
    picture = re.search(r"<svg.*?</svg>", case.structure()._repr_html_(), re.DOTALL)
    assert picture is not None
    from stanchion.reports.paper.html import page
    from tests.reports.papers import paper_of

    assert picture.group() in page(paper_of("openai-2023"))


def test_another_instant_reading_change_or_language_gives_another_case(case: Case) -> None:
    assert "Emmett Shear" not in repr(case.standing())
    later = case.asked_at("2023-11-20 12:00")
    assert len(later.standing().result.bodies[0].in_office) == 4
    assert case.under("freed_share.to_charity").breakpoints().result != case.breakpoints().result
    supposed = case.supposing("decision remove_ceo also needs consent of microsoft")
    assert "microsoft" in supposed.who("remove_ceo").result.veto_players
    assert "慈善機構董事會" in case.speaking("zh-Hant").structure()._repr_html_()
    assert "慈善機構董事會" not in case._repr_html_()


def test_a_case_writes_its_report(case: Case, tmp_path: Path) -> None:
    case.report(str(tmp_path / "paper.html"))
    assert "<h1>" in (tmp_path / "paper.html").read_text(encoding="utf-8")


def test_what_cannot_be_loaded_is_told(tmp_path: Path, case: Case) -> None:
    with pytest.raises(UnknownName, match="did you mean `openai-2023`"):
        stanchion.load("openai-2024")
    bad = tmp_path / "bad.yaml"
    bad.write_text("stanchion: 1\nname: X\nparties: {ann: {persn: Ann}}\n", encoding="utf-8")
    with pytest.raises(CannotLoad, match="did you mean `person`"):
        stanchion.load(str(bad))
    with pytest.raises(UnknownName, match="unknown language"):
        case.speaking("fr")


def test_importing_stanchion_loads_no_engine() -> None:
    code = "import stanchion, sys; print([m for m in sys.modules if m.startswith('stanchion.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs/report.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "docs/report.md", "exec"), {})  # of our own page
    assert (tmp_path / "report.html").exists()
