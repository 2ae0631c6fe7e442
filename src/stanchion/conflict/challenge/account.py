"""A single run told round by round: who was offered what by whom, what each took, and why."""

from enum import StrEnum

import numpy as np

from stanchion.conflict.challenge.offers import Kind
from stanchion.conflict.challenge.options import Options
from stanchion.conflict.challenge.rounds import Course, Round, courses
from stanchion.conflict.contest import Contest
from stanchion.exact.record import record

QUARTERS = 4
"""Utilities are worked out in quarters; the record gives them as papers do, from -2 to 2."""


class OfferKind(StrEnum):
    """What an offer is to the party that gets it."""

    CONFRONTATION = "confrontation"
    COMPROMISE = "compromise"
    CAPITULATION = "capitulation"


@record(frozen=True, slots=True)
class Offer:
    """What `of` offers `to`: where `to` would stand, what each would expect, whether it is taken.

    `expects` is what `to` would expect from challenging `of`, `fears` what it thinks that `of`
    expects from challenging it.
    """

    to: str
    of: str
    kind: OfferKind
    position: float
    expects: float
    fears: float
    taken: bool


@record(frozen=True, slots=True)
class RoundAccount:
    """One round: risk exponents, offers, and where everybody and the middle stand after it."""

    number: int
    risk: tuple[tuple[str, float], ...]
    offers: tuple[Offer, ...]
    positions: tuple[tuple[str, float], ...]
    median: float
    mean: float


@record(frozen=True, slots=True)
class Account:
    """A run: where it began, its rounds, and how it ended.

    `period` is 1 at rest, the length of the cycle where positions came back, 0 still on the move.
    """

    positions: tuple[tuple[str, float], ...]
    median: float
    mean: float
    rounds: tuple[RoundAccount, ...]
    period: int
    bystanders: tuple[str, ...]


def account(contest: Contest, options: Options, *, rounds: int) -> Account:
    """The record of a contest of one run."""
    assert contest.runs == 1  # INVARIANT: a record is of one run
    course, kept = courses(contest, options, rounds=rounds, keep=True)
    acting = tuple(contest.parties[place] for place in course.acting)
    return Account(
        _stand(contest, course, 0),
        float(course.median(0)[0]),
        float(course.mean(0)[0]),
        tuple(
            _round(contest, course, acting, number, each)
            for number, each in enumerate(kept, start=1)
        ),
        int(course.period[0]),
        tuple(name for name in contest.parties if name not in acting),
    )


def _stand(contest: Contest, course: Course, after: int) -> tuple[tuple[str, float], ...]:
    return tuple(zip(contest.parties, map(float, course.positions[after, :, 0]), strict=True))


def _round(
    contest: Contest, course: Course, acting: tuple[str, ...], number: int, found: Round
) -> RoundAccount:
    before = course.positions[number - 1, course.acting, 0]
    kinds, moves = found.offers.kinds[..., 0], found.offers.moves[..., 0]
    given = tuple(
        Offer(
            acting[i],
            acting[j],
            OfferKind(Kind(kinds[i, j]).name.lower()),
            float(before[i] + moves[i, j]),
            float(found.expected.own[i, j, 0]) * QUARTERS,
            float(found.expected.other[i, j, 0]) * QUARTERS,
            bool(found.taken.any[i, 0] and found.taken.of[i, 0] == j),
        )
        for i, j in np.argwhere(kinds != Kind.NONE)
    )
    return RoundAccount(
        number,
        tuple(zip(acting, map(float, found.risk[:, 0]), strict=True)),
        given,
        _stand(contest, course, number),
        float(course.median(number)[0]),
        float(course.mean(number)[0]),
    )
