"""Disputes that make sense: sides, scales, moves, dates."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.checks.ownership import plain
from stanchion.charter.dispute import (
    Dispute,
    MoveKind,
    Position,
    Stakeholder,
    out_of_hundred,
)
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path

HUNDRED = (Fraction(0), Fraction(100))
Scaled = tuple[str, Path, p.Range, tuple[Fraction, Fraction]]
"""What a number is in words, where it stands, the number, and the ends of its scale."""


@explains("ST501", "off the scale")
def numbers_on_their_scales(context: Context) -> Iterator[Diagnostic]:
    """A number of a dispute lies outside of its scale.

    Positions are counted on the scale of their axis, which runs from 0 to 100 unless it names
    another; salience, influence, thresholds, costs, loyalty and worth are counted from 0 to 100.
    `45%` is 45.
    """
    dispute = context.charter.dispute
    if dispute is None:
        return
    for what, path, value, (low, high) in _scaled(dispute):
        read = out_of_hundred(value) if (low, high) == HUNDRED else value
        if read.high > high or read.low < low or read.unit is p.Unit.MULTIPLE or read.currency:
            yield error(
                "ST501",
                f"{what} is counted from {plain(low)} to {plain(high)}",
                value.at or context.at(*path),
                label="off the scale",
            )


def _scaled(dispute: Dispute) -> Iterator[Scaled]:
    for name, party in dispute.parties.items():
        base: Path = ("dispute", "parties", name)
        yield "influence", (*base, "influence"), party.influence, HUNDRED
        yield from _stances(dispute, party.positions, (*base, "positions"))
        for place, shift in enumerate(party.shifts):
            if shift.influence is not None:
                yield "influence", (*base, "shifts", place, "influence"), shift.influence, HUNDRED
            yield from _stances(dispute, shift.positions, (*base, "shifts", place, "positions"))
            for ending, value in shift.worth.items():
                yield "worth", (*base, "shifts", place, "worth", ending), value, HUNDRED
    for name, crowd in dispute.crowds.items():
        base = ("dispute", "crowds", name)
        for key in ("exit_threshold", "spread", "exit_cost", "loyalty"):
            value = getattr(crowd, key)
            if value is not None:
                yield key.replace("_", " "), (*base, key), value, HUNDRED
    for place, offer in enumerate(dispute.offers):
        path = ("dispute", "offers", place, "lowers_cost_to")
        yield "the cost of leaving", path, offer.lowers_cost_to, HUNDRED
    for name, outcome in dispute.outcomes.items():
        for party_id, value in outcome.worth.items():
            yield "worth", ("dispute", "outcomes", name, "worth", party_id), value, HUNDRED
    if dispute.noise is not None:
        yield "noise", ("dispute", "noise"), dispute.noise, HUNDRED


def _stances(dispute: Dispute, positions: dict[p.Name, Position], base: Path) -> Iterator[Scaled]:
    for axis, stance in positions.items():
        terms = dispute.axes.get(axis)
        scale = None if terms is None else terms.scale
        ends = HUNDRED if scale is None else (scale.low, scale.high)
        yield f"a position on `{axis}`", (*base, axis, "position"), stance.position, ends
        yield "salience", (*base, axis, "salience"), stance.salience, HUNDRED


@explains("ST502", "dispute that is none")
def disputes_have_sides(context: Context) -> Iterator[Diagnostic]:
    """A dispute needs at least two parties, and somebody with influence."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    if len(dispute.parties) < 2:
        yield error(
            "ST502",
            "a dispute has at least two parties",
            context.key_at("dispute", "parties"),
            label="one side only",
        )
    if not any(_ever_moves(party) for party in dispute.parties.values()):
        yield error(
            "ST502",
            "nobody in this dispute has any influence",
            context.key_at("dispute", "parties"),
            label="all zero",
        )
    for name in dispute.crowds:
        party = context.charter.parties.get(p.Name(name))
        if party is not None and party.size is None:
            yield error(
                "ST502",
                f"a crowd that may leave has a size, and `{name}` has none",
                context.key_at("dispute", "crowds", name),
                label="how many are they?",
                help=f"add `size:` to `{name}` under `parties:`",
            )


def _ever_moves(party: Stakeholder) -> bool:
    later = (shift.influence for shift in party.shifts)
    return any(value is not None and value.high for value in (party.influence, *later))


@explains("ST510", "outcomes that nothing tells apart")
def outcomes_can_be_told_apart(context: Context) -> Iterator[Diagnostic]:
    """Two outcomes of a dispute have come about by the same: nothing says which of them it is.

    An outcome has come about when what its `effect:` says stands, or when the crowd of its
    `left_by:` has left; at most one needs neither, for it is what stands when nobody changes
    anything.
    """
    dispute = context.charter.dispute
    if dispute is None or not context.complete:
        return
    seen: dict[object, str] = {}
    for name, outcome in dispute.outcomes.items():
        at = context.key_at("dispute", "outcomes", name)
        if outcome.effect and outcome.left_by is not None:
            yield error(
                "ST510",
                f"outcome `{name}` has come about both by an effect and by a crowd that has left",
                at,
                label="which of the two is it?",
                help="keep `effect:` or `left_by:`",
            )
        mark = (frozenset(outcome.effect), outcome.left_by)
        if mark in seen:
            yield error(
                "ST510",
                f"nothing tells outcome `{name}` from `{seen[mark]}`",
                at,
                label="comes about by the same",
                help="give it the `effect:` that stands once it has come about, or `left_by:`",
            )
        seen.setdefault(mark, str(name))


@explains("ST503", "axis without sides")
def axes_have_sides(context: Context) -> Iterator[Diagnostic]:
    """Nobody disagrees on an axis, or nobody cares about it, so there is nothing to work out.

    On an axis at least two parties take positions, at least one of them with some salience, and
    they do not all stand at one and the same point. Answers leave such an axis out and say so.
    """
    dispute = context.charter.dispute
    if dispute is None or not context.complete or len(dispute.parties) < 2:
        return
    for axis, terms in dispute.axes.items():
        if terms.scale is not None and terms.scale.low == terms.scale.high:
            continue  # ST504 says so
        stances = [
            held[axis]
            for party in dispute.parties.values()
            for held in (party.positions, *(shift.positions for shift in party.shifts))
            if axis in held
        ]
        why = _without_sides(stances)
        if why is not None:
            at = context.key_at("dispute", "axes", axis)
            yield warning("ST503", f"{why} `{axis}`", at, label="nothing to work out here")


def _without_sides(stances: list[Position]) -> str | None:
    if len(stances) < 2:
        return "fewer than two positions are taken on"
    points = {point for each in stances for point in (each.position.low, each.position.high)}
    if len(points) == 1:
        return "nobody disagrees on"
    if not any(each.salience.high for each in stances):
        return "nobody cares about"
    return None


@explains("ST504", "scale without a length")
def scales_have_a_length(context: Context) -> Iterator[Diagnostic]:
    """The scale of an axis begins and ends at the same number."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    for name, axis in dispute.axes.items():
        if axis.scale is not None and axis.scale.low == axis.scale.high:
            yield error(
                "ST504",
                f"the scale of `{name}` has one end only",
                axis.scale.at or context.at("dispute", "axes", name, "scale"),
                label="no length",
                help="write for example `0 to 100`",
            )


@explains("ST505", "move that says too little")
def moves_are_moves(context: Context) -> Iterator[Diagnostic]:
    """A move to `decide` names its decision; no other kind of move has one."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    for place, move in enumerate(dispute.moves):
        path = ("dispute", "moves", place)
        if move.kind is MoveKind.DECIDE and move.decision is None:
            yield error(
                "ST505",
                "a move to decide does not say what is decided",
                context.at(*path, "kind"),
                label="no `decision:`",
            )
        elif move.decision is not None and move.kind not in DECIDING:
            yield error(
                "ST505",
                f"to {move.kind.value} is no decision",
                context.at(*path, "decision"),
                label="only `decide` and `call a meeting` have one",
            )


DECIDING = frozenset({MoveKind.DECIDE, MoveKind.CALL_MEETING})


@explains("ST506", "deadline out of range")
def deadlines_count_days(context: Context) -> Iterator[Diagnostic]:
    """The deadline of a dispute counts no whole day, or more than ten years."""
    dispute = context.charter.dispute
    if dispute is None or dispute.deadline_days is None:
        return
    days = dispute.deadline_days
    if days.value.denominator != 1 or not 1 <= days.value <= MOST_DAYS:
        yield error(
            "ST506",
            f"a deadline counts whole days, from 1 to {MOST_DAYS:,}",
            context.at("dispute", "deadline_days"),
            label="not so many",
        )


MOST_DAYS = 3660
"""Ten years; a struggle that lasts longer is no crisis day by day."""


CHECKS = (
    numbers_on_their_scales,
    outcomes_can_be_told_apart,
    disputes_have_sides,
    axes_have_sides,
    scales_have_a_length,
    moves_are_moves,
    deadlines_count_days,
)
