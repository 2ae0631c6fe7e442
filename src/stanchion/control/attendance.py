"""A decision of one body whose count depends on who comes: its quorum, and what staying away does.

Such a decision is not one game but one for every attendance. The game of `from_charter` is what a
coalition can force when all others come and vote no; here are the other ends: who can prevent a
quorum, and how few carry the decision when no more come than the quorum needs.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.charter.law import under_law
from stanchion.charter.state import State
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import Compiled
from stanchion.control.game import Ballot, Count, Every, Formula, Game, Heads, Never, Some
from stanchion.control.results import Attendance, Step
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record

OF_THOSE_WHO_COME = frozenset({p.Base.MEMBERS_PRESENT, p.Base.VOTES_PRESENT, p.Base.VOTES_CAST})
"""Bases of a threshold that are smaller when fewer come."""

Voter = Ballot | Heads | Never
"""Who has votes in a meeting: one, a crowd, or nobody (a member who steps aside)."""


@record(frozen=True, slots=True)
class Meeting:
    """A vote of one body among those who come, if they are enough.

    It passes when the quorum is there and the votes for it are more than (or at least) `share` of
    those of all who came, or reach the number `votes`.
    """

    voters: tuple[tuple[Voter, Fraction], ...]
    quorum: Fraction
    quorum_strict: bool
    share: Fraction | None
    votes: Fraction | None
    strict: bool
    at: Step


def meeting_of(
    state: State, decision: str, made: Compiled, *, route: str | None = None
) -> Meeting | None:
    """The meeting in which a decision is taken; None if its count does not depend on who comes."""
    terms = under_law(state.charter.decisions[p.Name(decision)])
    rule = _rule(state, terms, route)
    if rule is None or rule.base not in OF_THOSE_WHO_COME:
        return None
    found = next(_quorate(made.game.formula), None)
    if found is None:
        return None
    counted, quorum = found
    voters = tuple((part, weight) for part, weight in counted.parts if isinstance(part, Voter))
    if len(voters) != len(counted.parts):
        return None
    return Meeting(
        voters=voters,
        quorum=quorum.quota,
        quorum_strict=quorum.strict,
        share=rule.share,
        votes=None if rule.count is None else Fraction(rule.count),
        strict=rule.strict,
        at=Step(f"`{decision}` is counted among those who come", terms.clause, rule.at),
    )


def _rule(state: State, terms: Decision, route: str | None) -> p.Threshold | None:
    """The one threshold by which the decision is counted, if it is one."""
    by = (terms.routes or {}).get(p.Name(route or ""))
    needs = (by.needs if by else None) or terms.needs
    if needs is None and isinstance(terms.by, p.Named):
        body = state.charter.bodies.get(terms.by.name)
        needs = None if body is None else under_law(body).acts
    return needs if isinstance(needs, p.Threshold) else None


def _quorate(formula: Formula) -> Iterator[tuple[Count, Count]]:
    """Counts of the same votes for the decision and for its quorum, both of which must hold."""
    match formula:
        case Every((Count() as counted, Count() as quorum)) if counted.parts == quorum.parts:
            yield counted, quorum
        case Every(parts):
            for part in parts:
                yield from _quorate(part)
        case Ballot() | Heads() | Never() | Count() | Some():
            return
        case _:
            assert_never(formula)


def attendance(meeting: Meeting, game: Game, budget: Budget) -> Attendance:
    """Who can prevent the quorum, and who carries the decision when no more come than it needs."""
    quorum = Count(meeting.voters, meeting.quorum, meeting.quorum_strict)
    stops = Coalitions(Game(game.decision, game.players, quorum), budget).least_blocking
    enough = None
    weights = {weight for _, weight in meeting.voters if weight}
    if len(weights) == 1:
        present = _least_present(meeting, weights.pop())
        quota = meeting.votes if meeting.share is None else meeting.share * present
        assert quota is not None  # INVARIANT: a threshold is a share or a number
        carried = Count(meeting.voters, quota, meeting.strict)
        enough = Coalitions(Game(game.decision, game.players, carried), budget).least_winning
    return Attendance(stops=stops, enough=enough, because=meeting.at)


def _least_present(meeting: Meeting, weight: Fraction) -> Fraction:
    """The votes present at the smallest meeting with a quorum, all voters having this weight."""
    voters = meeting.quorum / weight
    exactly = voters.denominator == 1
    return weight * (ceil(voters) + (exactly and meeting.quorum_strict))
