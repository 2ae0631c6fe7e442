"""Real charters with a slip in them: whatever the slip, an answer or diagnostics, and soon."""

import random
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.money_questions import ask_money

from stanchion.api.lints import lints
from stanchion.api.owners import all_owners
from stanchion.api.power import decisions, power
from stanchion.api.proof import check
from stanchion.api.reach import Ahead, reach
from stanchion.api.timeline import duties, timeline
from stanchion.api.view import View, view
from stanchion.charter.format import formatted
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.exact.diagram import Budget
from stanchion.exact.errors import StanchionError
from stanchion.source.diagnostic import Severity
from stanchion.source.render import to_text

ROOT = Path(__file__).resolve().parents[2]
CHARTERS = {
    path.stem if path.stem != "charter" else path.parent.name: path.read_text(encoding="utf-8")
    for folder in ("src/stanchion/charter/templates/*.yaml", "cases/*/charter.yaml")
    for path in sorted(ROOT.glob(folder))
}
CHARACTERS = 60_000
"""Of each charter so many are tried in all: a long one, which takes longer, less often."""
SECONDS = 20
"""For one charter with one slip, on a machine that is busy; an idle one takes a tenth of one."""

EVENTS, DECISIONS, NODES, POSITIONS = 20, 2, 2_000, 40
"""Of a charter with one slip: how much of it is asked about."""

WORD = re.compile(r"[A-Za-z_][\w-]*|\d[\d.,]*%?|[{}\[\]:,]")
ODD = ("0", "-1", "1/0", "nan", "inf", "1e999", "99999 bn", "101%", "no", "''", "~", "🜁", "x")


def slip(text: str, chance: random.Random) -> str:
    """The text with one thing done to it that a tired person does."""
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    words = list(WORD.finditer(text))
    one, other = chance.choice(words), chance.choice(words)
    match chance.randrange(8):
        case 0:
            return "\n".join(lines[:place] + lines[place + 1 :])
        case 1:
            return "\n".join([*lines[: place + 1], lines[place], *lines[place + 1 :]])
        case 2:
            far = chance.randrange(len(lines))
            lines[place], lines[far] = lines[far], lines[place]
            return "\n".join(lines)
        case 3:
            return text[: one.start()] + other[0] + text[one.end() :]
        case 4:
            return text[: one.start()] + chance.choice(ODD) + text[one.end() :]
        case 5:
            return text[: one.start()] + text[one.end() :]
        case 6:
            lines[place] = "  " + lines[place]
            return "\n".join(lines)
        case _:
            return text[: chance.randrange(len(text))]


def ask_everything(charter: Charter) -> None:
    """Every question of the engines; one that has no answer says so as an error of ours."""
    with suppress(StanchionError):
        asked = view(charter)
        decisions(asked)
        ask_money(asked)
        ask_about_power(asked)
    with suppress(StanchionError):
        timeline(charter, changes=len(charter.events) <= EVENTS)
        duties(charter)
    check(charter)


def ask_about_power(asked: View) -> None:
    """Every question of control; searches and counts as small as shows that they end well."""
    lints(asked)
    all_owners(asked)
    for decision in list(map(str, asked.state.charter.decisions))[:DECISIONS]:
        with suppress(StanchionError):
            power(asked, decision, budget=Budget(nodes=NODES))
        with suppress(StanchionError):
            reach(asked, f"can {decision}", ahead=Ahead(positions=POSITIONS))


@pytest.mark.parametrize("name", CHARTERS)
def test_a_charter_with_a_slip_is_answered_or_diagnosed(name: str) -> None:
    chance = random.Random(name)
    for _ in range(max(2, CHARACTERS // len(CHARTERS[name]))):
        text = slip(CHARTERS[name], chance)
        began = time.process_time()
        loaded = load(text, file="c.yaml")
        assert to_text(loaded.diagnostics, {"c.yaml": text}, colour=False) or loaded.charter
        formatted(text, file="c.yaml")
        if loaded.charter is None:
            assert any(d.severity is Severity.ERROR for d in loaded.diagnostics), text
        else:
            ask_everything(loaded.charter)
        assert time.process_time() - began < SECONDS, f"too slow:\n{text}"
