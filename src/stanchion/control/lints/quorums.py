"""Quorums that are out of reach, or that a minority can keep from being met."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.law import under_law
from stanchion.control.from_charter.counting import plain
from stanchion.control.lints.ability import (
    OF_THOSE_THERE,
    Ability,
    Electorate,
    asked_for,
    sums,
)
from stanchion.control.lints.linted import Linted, lint, place
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.span import Span

Quorum = tuple[p.Name, p.Threshold, Span | None]


def _quorums(linted: Linted) -> Iterator[Quorum]:
    """Every quorum: the body in which it is counted, the threshold, where it stands."""
    charter = linted.state.charter
    for name, written in charter.bodies.items():
        body = under_law(written)
        if body.quorum is not None:
            yield body.quorum.of or p.Name(name), body.quorum, body.at
    for decision in charter.decisions.values():
        by = decision.by.name if isinstance(decision.by, p.Named) else None
        own = [route.quorum for route in (decision.routes or {}).values()]
        for quorum in (decision.quorum, *own):
            of = quorum.of or by if quorum is not None else None
            if quorum is not None and of is not None and of in charter.bodies:
                yield of, quorum, decision.at


@explains("ST902", "quorum out of reach")
def quorums_can_be_met(linted: Linted) -> Iterator[Diagnostic]:
    """A quorum asks for more members than are left, so that no meeting can do anything.

    A quorum of all seats counts the vacant ones: three of five seats are a quorum that two
    remaining members cannot make, not even to fill the vacancies. Count `seats in office`, or let
    somebody else fill the seats (`vacancies_filled_by`).
    """
    for of, quorum, at in _quorums(linted):
        electorate = Ability(linted.state).electorate(of)
        if electorate is not None and not electorate.meets(quorum):
            yield lint(
                "ST902",
                f"`{of}` can make no quorum: it asks for {asked_for(electorate, quorum)}, "
                f"and {plain(electorate.able)} can be there",
                place(quorum.at, at),
                label="more than are left",
                help="count `seats in office`, or say who else fills the seats",
            )


@explains("ST903", "quorum that a minority can starve")
def quorums_are_not_above_the_vote(linted: Linted) -> Iterator[Diagnostic]:
    """A quorum asks for more than the vote itself does, so that staying away beats voting no.

    Where two thirds must be there and half of the votes decide, a bit more than a third stops
    everything by not coming, which voting no would not do. Lower the quorum to what the vote
    asks for, or adjourn to a meeting with a smaller one.
    """
    for name, written in linted.state.charter.bodies.items():
        body = under_law(written)
        rule, quorum, look = body.acts, body.quorum, Ability(linted.state)
        if quorum is None or not isinstance(rule, p.Threshold) or rule.base not in OF_THOSE_THERE:
            continue
        electorate, voters = look.electorate(p.Name(name)), look.voters(p.Name(name))
        totals = None if voters is None else sums(weight for _, weight in voters)
        if electorate is None or totals is None or not electorate.meets(quorum):
            continue
        away, against = _stops(electorate, quorum, totals), _stops(electorate, rule, totals)
        if away is not None and against is not None and away < against:
            yield lint(
                "ST903",
                f"{plain(away)} of {plain(electorate.whole)} votes in `{name}` stop everything "
                f"by staying away; voting no takes {plain(against)}",
                place(quorum.at, body.at),
                label="asks for more than the vote does",
                help="lower the quorum to what the vote asks for",
            )


def _stops(
    electorate: Electorate, threshold: p.Threshold, totals: frozenset[Fraction]
) -> Fraction | None:
    """The least that any group has without which the others fall short."""
    left = electorate.able - electorate.quota(threshold)
    enough = (total for total in totals if (total >= left if threshold.strict else total > left))
    return min(enough, default=None)


LINTS = (quorums_can_be_met, quorums_are_not_above_the_vote)
