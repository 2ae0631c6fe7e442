"""The grammar of the charter's phrases: one notation for every section and every engine.

Each production is a function over a `Cursor`; the docstring of a production is its rule in EBNF,
and `docs/charter.md` prints the same rules (a test holds the two together). `parse` reads a whole
phrase by one production, or raises `PhraseFault` with the words at fault and what was expected.

To add a term: write its data in `phrases`, its production here, its rule in `docs/charter.md`.
May import: `phrases`, `stanchion.source`, `stanchion.exact`.
"""

from stanchion.charter.grammar.assertions import assertion, within
from stanchion.charter.grammar.changes import destination, effect, patch
from stanchion.charter.grammar.distributions import distribution
from stanchion.charter.grammar.goals import goal
from stanchion.charter.grammar.instants import Clock, instant_from, zone_named
from stanchion.charter.grammar.quantities import (
    amounts,
    duration,
    figure,
    instant,
    number,
    quantity,
    range_of,
    rate,
    schedule,
)
from stanchion.charter.grammar.rules import (
    condition,
    counts,
    rule,
    selector,
    threshold,
    votes_per_unit,
)
from stanchion.charter.grammar.triggers import trigger
from stanchion.charter.grammar.words import RESERVED, Cursor, PhraseFault, Production, parse

__all__ = [
    "RESERVED",
    "Clock",
    "Cursor",
    "PhraseFault",
    "Production",
    "amounts",
    "assertion",
    "condition",
    "counts",
    "destination",
    "distribution",
    "duration",
    "effect",
    "figure",
    "goal",
    "instant",
    "instant_from",
    "number",
    "parse",
    "patch",
    "quantity",
    "range_of",
    "rate",
    "rule",
    "schedule",
    "selector",
    "threshold",
    "trigger",
    "votes_per_unit",
    "within",
    "zone_named",
]
