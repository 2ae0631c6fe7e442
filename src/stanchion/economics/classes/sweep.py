"""Following the next dollar of a table of classes: add the payoffs up, and turn the sum round.

Every class's payoff is a function of the level (see `instruments.ladder`). Their sum T never falls,
so the level that any amount reaches is T's inverse, and between two levels at which something
happens to a class every class takes a constant part of each dollar. No profile of conversions is
searched; `docs/election.md` says why the outcome is an equilibrium, and when it is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import overload

from stanchion.economics.classes.payoffs import Compiled, Due, compiled
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.flows import ONE, ZERO, Cell, Event, Flow, NobodyReceives, Rate, Sweep


class ClaimRates(Sequence[Rate]):
    """Who takes how much of a dollar: claims' parts, opened into their holders when looked at."""

    def __init__(self, parts: tuple[tuple[Due, Fraction], ...]) -> None:
        self.parts = parts

    @cached_property
    def _rates(self) -> tuple[Rate, ...]:
        cells: dict[Cell, Fraction] = {}
        for due, rate in self.parts:
            for holder, part in due.holders:
                cell: Cell = (due.claim.share_class, holder)
                mine = rate * part
                cells[cell] = cells[cell] + mine if cell in cells else mine
        return tuple((share_class, holder, rate) for (share_class, holder), rate in cells.items())

    @overload
    def __getitem__(self, index: int) -> Rate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rate]: ...
    def __getitem__(self, index: int | slice) -> Rate | Sequence[Rate]:
        return self._rates[index]

    def __len__(self) -> int:
        return len(self._rates)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._rates)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of levels on which every claim rises evenly."""

    start: Fraction
    amount: Fraction
    events: tuple[Event, ...]  # at its start, and in stretches before it that cost nothing
    rates: tuple[tuple[int, Fraction], ...]


def class_sweep(table: ClassTable) -> Sweep:
    """Every flow of one distribution from the table's state; raises NobodyReceives."""
    made = compiled(table)
    pieces = list(_pieces(made))
    flows = []
    for piece, following in pairwise([*pieces, None]):
        assert piece is not None  # INVARIANT: only the last is none
        end = None if following is None else following.amount
        events = () if following is None else following.events
        stage = made.ladder.name_at(piece.start)
        if not piece.rates:
            if table.residual is None:
                raise NobodyReceives(table.entity, piece.amount)
            rest: Sequence[Rate] = ((None, table.residual, ONE),)
            flows.append(Flow(piece.amount, None, None, rest, ()))
        else:
            rates = ClaimRates(tuple((made.due[place], rate) for place, rate in piece.rates))
            flows.append(Flow(piece.amount, end, stage, rates, events))
    paid = {place for piece in pieces for place, _ in piece.rates}
    reached = {made.due[place].claim.share_class for place in paid}
    classes = dict.fromkeys(claim.share_class for claim in table.claims)
    return Sweep(tuple(flows), tuple(c for c in classes if c is not None and c not in reached))


def _pieces(made: Compiled) -> Iterator[_Piece]:
    """The stretches that cost something, and a last one without rates where T stands still."""
    changes: dict[Fraction, list[tuple[int, Fraction]]] = {ZERO: []}
    events: dict[Fraction, list[Event]] = {}
    for place, due in enumerate(made.due):
        for segment in due.payoff.curve.segments():
            changes.setdefault(segment.start, []).append((place, segment.slope))
        for turn in due.payoff.turns:
            changes.setdefault(turn.level, [])
            events.setdefault(turn.level, []).append(turn.event)
    levels = sorted(changes)
    slopes: dict[int, Fraction] = {}
    total, amount = ZERO, ZERO
    pending: list[Event] = []
    for level, following in pairwise([*levels, None]):
        assert level is not None  # INVARIANT: only the last is none
        pending += events.get(level, [])
        for place, slope in changes[level]:
            total += slope - slopes.get(place, ZERO)
            slopes[place] = slope
        if total or following is None:
            rates = tuple((place, slope / total) for place, slope in slopes.items() if slope)
            yield _Piece(level, amount, tuple(dict.fromkeys(pending)), rates)
            pending = []
        if following is not None:
            amount += total * (following - level)


# ---------------------------------------------------------------------------- amounts


def class_amounts(table: ClassTable, amount: Fraction) -> dict[Cell, Fraction]:
    """What each cell receives of this amount; raises NobodyReceives.

    The level that the amount reaches is looked up; no curve of a holder is made.
    """
    made = compiled(table)
    level = made.total.first_reaching(amount)
    cells: dict[Cell, Fraction] = {}
    if level is None:
        level = made.total.knots[-1][0]
        if table.residual is None:
            raise NobodyReceives(table.entity, made.total(level))
        cells[None, table.residual] = amount - made.total(level)
    for due in made.due:
        received = due.payoff.curve(level)
        for holder, part in due.holders:
            cell: Cell = (due.claim.share_class, holder)
            mine = received * part
            cells[cell] = cells[cell] + mine if cell in cells else mine
    return cells
