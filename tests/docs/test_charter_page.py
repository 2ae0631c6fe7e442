"""The language page: every example is loaded, and its grammar is the program's own."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.api.proof import check
from stanchion.source.render import to_text

PAGE = (Path(__file__).resolve().parents[2] / "docs/charter.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml (charter|section|bad)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SKELETON = next(text for kind, text in BLOCKS if kind == "charter")
TOP_LEVEL = re.compile(r"^([a-z_]+):", re.MULTILINE)


def sections(text: str) -> dict[str, str]:
    """The top-level entries of a charter, as text, by key."""
    starts = [match.start() for match in TOP_LEVEL.finditer(text)]
    ends = [*starts[1:], len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return {part.partition(":")[0]: part for part in parts}


def of(kind: str) -> list[str]:
    return [text for found, text in BLOCKS if found == kind]


@pytest.mark.parametrize("text", of("section"), ids=lambda text: text.partition(":")[0])
def test_a_section_stands_in_the_whole_charter(text: str) -> None:
    whole = "".join({**sections(SKELETON), **sections(text)}.values())
    loaded = load(whole, file="charter.yaml")
    assert [d.message for d in loaded.errors] == []
    assert loaded.charter is not None
    if "expect" in sections(text):
        missed = [f"{o.text}: {o.words}" for o in check(loaded.charter).outcomes if not o.met]
        assert missed == []


@pytest.mark.parametrize("text", of("charter"))
def test_a_whole_charter_loads_and_holds(text: str) -> None:
    loaded = load(text, file="charter.yaml")
    assert loaded.diagnostics == ()
    assert loaded.charter is not None
    assert check(loaded.charter).met


def test_a_slip_is_answered_as_the_page_says() -> None:
    pairs = re.findall(r"```yaml bad\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    assert pairs
    for text, answer in pairs:
        loaded = load(text, file="charter.yaml")
        shown = to_text(loaded.diagnostics, {"charter.yaml": text}, colour=False)
        assert shown.strip() == answer.strip()


def test_the_grammar_is_that_of_the_program() -> None:
    grammar = PAGE.partition("```ebnf\n")[2].partition("```")[0]
    printed = {" ".join(rule.split()) for rule in re.split(r"(?<= ;)\s", grammar) if rule.strip()}
    programmed = set()
    modules = (
        "quantities",
        "instants",
        "rules",
        "changes",
        "goals",
        "assertions",
        "distributions",
        "triggers",
    )
    for name in modules:
        module = import_module(f"stanchion.charter.grammar.{name}")
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                text = inspect.cleandoc(function.__doc__ or "")
                if re.match(r"[A-Z]\w+ = ", text):
                    programmed |= {" ".join(r.split()) for r in re.split(r"(?<= ;)\s", text)}
    assert len(programmed) > 30
    assert printed == programmed


def test_every_kind_of_instrument_and_every_section_is_spoken_of() -> None:
    from stanchion.charter.instruments import BY_KIND
    from stanchion.charter.model import Charter

    for word in [*BY_KIND, *(field.key for field in Charter.fields().values())]:
        assert f"`{word}`" in PAGE or f"{word}:" in PAGE, f"the page does not speak of `{word}`"
