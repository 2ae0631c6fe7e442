"""What the charter says: the company at an instant, its timeline, its sources, its files."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from stanchion.api.view import View, known_or_raise
from stanchion.charter import checks as charter_checks
from stanchion.charter import faults as charter_faults
from stanchion.charter.format import Formatted, formatted
from stanchion.charter.phrases import Named, Range
from stanchion.charter.schema import schema as charter_schema
from stanchion.charter.state import VACANT
from stanchion.control.from_charter import selected_names
from stanchion.control.lints import LINTS
from stanchion.exact.record import record
from stanchion.source import REPORTERS as SOURCE_REPORTERS
from stanchion.source.diagnostic import Code, explanations

__all__ = [
    "Formatted",
    "codes",
    "explain",
    "formatted",
    "schema",
    "standing",
]


def codes() -> dict[str, Code]:
    """Every code that a diagnostic of a charter can have, with its explanation."""
    reporters: list[Callable[..., object]] = [
        *SOURCE_REPORTERS,
        *charter_faults.REPORTERS,
        *charter_checks.CHECKS,
        *LINTS,
    ]
    return explanations(reporters)


def explain(code: str) -> Code:
    """What a code means; raises UnknownName."""
    known = codes()
    return known[str(known_or_raise("code", code.upper(), known))]


def schema() -> dict[str, Any]:
    """The JSON Schema of a charter, for editors."""
    return charter_schema()


@record(frozen=True, slots=True)
class SeatsOf:
    """Who sits in a body."""

    body: str
    name: str
    of: str | None
    in_office: tuple[str, ...]
    vacant: int
    size: int | None
    observers: tuple[str, ...]


@record(frozen=True, slots=True)
class Standing:
    """The company at an instant: who sits where, who holds which office, who holds what."""

    as_of: str
    bodies: tuple[SeatsOf, ...]
    offices: tuple[tuple[str, str | None], ...]
    stakes: tuple[tuple[str, str, str, str], ...]  # entity, class, holder, how much
    decisions: tuple[tuple[str, str], ...]
    waterfalls: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


def standing(asked: View) -> Standing:
    """The company as it stood."""
    state, charter = asked.state, asked.charter
    bodies = []
    for name, body in charter.bodies.items():
        seats = state.seats.get(name, ())
        in_office = selected_names(state, Named(name))
        bodies.append(
            SeatsOf(
                str(name),
                str(body.name or name),
                body.of,
                tuple(map(str, in_office)),
                sum(1 for seat in seats if seat == VACANT),
                state.size_of(name),
                tuple(map(str, state.observers.get(name, ()))),
            )
        )
    return Standing(
        as_of=state.instant.isoformat(sep=" ", timespec="minutes"),
        bodies=tuple(bodies),
        offices=tuple((str(k), None if v is None else str(v)) for k, v in state.offices.items()),
        stakes=tuple(
            (str(s.entity), str(s.share_class), str(s.holder), _how_much(s.units, s.share))
            for s in state.stakes
        ),
        decisions=tuple((str(k), str(d.name or k)) for k, d in charter.decisions.items()),
        waterfalls=tuple(map(str, charter.pay)),
        counts=(
            ("parties", len(charter.parties)),
            ("sources", len(charter.sources)),
            ("events", len(charter.events)),
            ("expectations", len(charter.expect)),
        ),
    )


def _how_much(units: Fraction | None, share: Range | None) -> str:
    if units is not None:
        return f"{units} units"
    if share is None:
        return "not stated"
    low, high = share.low * 100, share.high * 100
    return f"{float(low):g}%" if low == high else f"{float(low):g}% to {float(high):g}%"
