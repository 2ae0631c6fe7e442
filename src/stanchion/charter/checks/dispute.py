"""Disputes that make sense."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error
from stanchion.charter.dispute import Dispute
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


@explains("ST501", "off the scale")
def positions_on_the_scale(context: Context) -> Iterator[Diagnostic]:
    """A position, salience or influence lies outside of its scale from 0 to 100."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    for path, value in _scaled(dispute):
        if value.high > 100 or value.low < 0:
            yield error(
                "ST501",
                "positions, salience and influence are counted from 0 to 100",
                value.at or context.at(*path),
                label="off the scale",
            )


def _scaled(dispute: Dispute) -> Iterator[tuple[Path, p.Range]]:
    for name, party in dispute.parties.items():
        base: Path = ("dispute", "parties", name)
        yield (*base, "influence"), party.influence
        for axis, position in party.positions.items():
            yield (*base, "positions", axis, "position"), position.position
            yield (*base, "positions", axis, "salience"), position.salience
        for place, shift in enumerate(party.shifts):
            if shift.influence is not None:
                yield (*base, "shifts", place, "influence"), shift.influence
            for axis, position in shift.positions.items():
                yield (*base, "shifts", place, "positions", axis), position.position
                yield (*base, "shifts", place, "positions", axis), position.salience


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
    if not any(party.influence.high for party in dispute.parties.values()):
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


CHECKS = (
    positions_on_the_scale,
    disputes_have_sides,
)
