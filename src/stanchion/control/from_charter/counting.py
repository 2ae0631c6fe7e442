"""What a threshold means in an electorate: base, strictness, quorum, casting vote, ranges.

A threshold of those present or of votes cast is read as what a coalition can force: all others
attend and vote no, and the quorum must be met without them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import RecusalEffect
from stanchion.control.from_charter.compilation import Compilation
from stanchion.control.from_charter.electorate import NONE, Electorate, Voter
from stanchion.control.game import Count, Every, Formula, Heads, Never, Some
from stanchion.exact.record import record

NEEDS_QUORUM = frozenset({p.Base.MEMBERS_PRESENT, p.Base.VOTES_CAST, p.Base.VOTES_PRESENT})
MOST_RANGES = 12
"""Holdings known only within a range that are tried at both ends, each with each."""
MOST_SUMS = 50_000
"""Different sums of exact holdings that are tried with them."""


@record(frozen=True, slots=True)
class Ballots:
    """The voters of an electorate, each with the formula that says when it votes yes."""

    electorate: Electorate
    votes: tuple[tuple[Formula, Voter], ...]
    attending: tuple[tuple[Formula, Voter], ...] = ()
    """Those who step aside and still count for the quorum: true when they attend."""


def counted(c: Compilation, threshold: p.Threshold, ballots: Ballots) -> Formula:
    """True when those who say yes meet the threshold, whatever the others do."""
    whole = _whole(c, threshold.base, ballots)
    return _count(c, threshold, ballots, whole, ballots.votes)


def quorate(c: Compilation, quorum: p.Threshold, ballots: Ballots) -> Formula:
    """True when those who say yes are a quorum by themselves."""
    e = ballots.electorate
    whole = _whole(c, quorum.base, ballots)
    if e.recusal is RecusalEffect.LEAVES_BASE_ONLY and quorum.base is not p.Base.VOTES_CAST:
        whole += sum((voter.low for voter in e.aside), NONE)
    return _count(c, quorum, ballots, whole, (*ballots.votes, *ballots.attending))


def with_casting_vote(
    c: Compilation, threshold: p.Threshold, ballots: Ballots, main: Formula, chair: Formula
) -> Formula:
    """The threshold, or a tie that the chair decides.

    Votes can be tied only where more than half is asked for; all others vote no, so a tie is
    exactly half of what is counted.
    """
    if not threshold.strict or threshold.share != Fraction(1, 2):
        return main
    whole = _whole(c, threshold.base, ballots)
    half = _parts(c, ballots.votes, whole / 2, strict=False, whole=whole)
    return Some(1, (main, Every((half, chair))))


def _whole(c: Compilation, base: p.Base, ballots: Ballots) -> Fraction:
    """What a threshold of this base is a part of."""
    e = ballots.electorate
    aside = sum((voter.low for voter in e.aside), NONE)
    leaves = NONE if e.recusal is RecusalEffect.STAYS_IN_BASE else aside
    match base:
        case p.Base.ALL_SEATS:
            if e.seats is None:
                raise c.cannot(f"`{e.where}` does not say how many seats it has")
            return Fraction(e.seats) - leaves
        case p.Base.SEATS_IN_OFFICE | p.Base.MEMBERS_PRESENT | p.Base.OUTSTANDING_VOTES:
            return e.all_votes - leaves
        case p.Base.VOTES_PRESENT:
            return e.all_votes - e.above_cap - leaves
        case p.Base.VOTES_CAST:
            mute = [voter for formula, voter in ballots.votes if isinstance(formula, Never)]
            if any(voter.low != voter.high for voter in mute):
                raise c.cannot(f"votes in `{e.where}` that nobody casts are known only as a range")
            silent = sum((voter.low for voter in mute), NONE)
            return e.all_votes - e.above_cap - leaves - silent
        case _:
            assert_never(base)


def _count(
    c: Compilation,
    threshold: p.Threshold,
    ballots: Ballots,
    whole: Fraction,
    votes: Sequence[tuple[Formula, Voter]],
) -> Formula:
    quota = Fraction(threshold.count) if threshold.count is not None else NONE
    if threshold.share is not None:
        quota = threshold.share * whole
    how = "more than" if threshold.strict else "at least"
    share = threshold.share
    more = f", so more than {plain(quota)}" if threshold.strict and share is not None else ""
    part = f"{how} {threshold.count if share is None else share}"
    if share == 1 and not threshold.strict:
        part = "all"
    said = f"{part} of the {plain(whole)} {in_number(threshold.base, whole)}"
    c.say(f"`{ballots.electorate.where}`: {said}{more}", None, threshold.at)
    cap = ballots.electorate.cap
    if cap is not None:
        most = cap * ballots.electorate.all_votes
        votes = [(f, Voter(v.holder, min(v.low, most), min(v.high, most))) for f, v in votes]
    return _parts(c, votes, quota, strict=threshold.strict, whole=whole)


def _parts(
    c: Compilation,
    votes: Sequence[tuple[Formula, Voter]],
    quota: Fraction,
    *,
    strict: bool,
    whole: Fraction,
) -> Formula:
    _both_ends_agree(c, votes, quota, strict=strict, whole=whole)
    parts = tuple((formula, _each(formula, voter.low)) for formula, voter in votes)
    return Count(parts, quota, strict)


def _each(formula: Formula, votes: Fraction) -> Fraction:
    """The weight of a part: of each head where a crowd votes one by one."""
    return votes / formula.size if isinstance(formula, Heads) else votes


def _both_ends_agree(
    c: Compilation,
    votes: Sequence[tuple[Formula, Voter]],
    quota: Fraction,
    *,
    strict: bool,
    whole: Fraction,
) -> None:
    """Raise CannotDecide unless every coalition fares alike at both ends of every range.

    A coalition has at least the sum of its low ends, and at most what the low ends of all others
    leave of the whole.
    """
    open_ = [voter for _, voter in votes if voter.low != voter.high]
    if not open_:
        return
    if len(open_) > MOST_RANGES or any(isinstance(f, Heads) for f, v in votes if v.low != v.high):
        raise c.cannot(f"{len(open_)} holdings are known only within a range, too many to try")
    exact = [voter.low for _, voter in votes if voter.low == voter.high]
    sums, rest = _sums(exact), sum(exact, NONE)
    for chosen in product((False, True), repeat=len(open_)):
        yes = [voter for voter, says in zip(open_, chosen, strict=True) if says]
        low = sum((voter.low for voter in yes), NONE)
        high = sum((voter.high for voter in yes), NONE)
        others = sum((voter.low for voter in open_), NONE) - low
        most = min(high, max(low, whole - others - rest))
        total = _between(sums, rest, quota - most, quota - low, strict=strict)
        if total is not None:
            within = " and ".join(f"`{voter.holder}`" for voter in yes)
            raise c.cannot(
                f"the holding of {within} is not known exactly, and within its range it decides: "
                f"between {plain(low + total)} and {plain(most + total)} votes where "
                f"{plain(quota)} are asked for"
            )


def _sums(votes: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """What any of these votes come to together, in order; None where that is too many."""
    found = {NONE}
    for each in votes:
        found |= {total + each for total in found}
        if len(found) > MOST_SUMS:
            return None
    return tuple(sorted(found))


def _between(
    sums: tuple[Fraction, ...] | None,
    rest: Fraction,
    start: Fraction,
    end: Fraction,
    *,
    strict: bool,
) -> Fraction | None:
    """A sum of exact votes with which the high ends pass and the low ends fail, if there may be
    one: at least `start` and less than `end`, or above and up to where more is asked for."""
    if sums is None:  # too many to try: any number up to all of them is taken to be one
        near = max(start, NONE)
        return near if near <= rest and near <= end else None
    if strict:
        place = bisect_right(sums, start)
        return sums[place] if place < len(sums) and sums[place] <= end else None
    place = bisect_left(sums, start)
    return sums[place] if place < len(sums) and sums[place] < end else None


# ---------------------------------------------------------------------- cumulative voting


def seats_assured(votes: Fraction, whole: Fraction, seats: int) -> int:
    """How many of `seats` a block can be sure of under cumulative voting, all others voting.

    A block with v of V votes is sure of k seats where v (S + 1) > k V: spread evenly over k
    people, its ballots then outdo those of all others on k + 1 of S + 1 candidates.
    Source: Cole (1950), Legal aspects of cumulative voting; in whole shares V k / (S + 1) + 1.
    """
    if not whole:
        return 0
    return max(0, min(seats, -(-votes * (seats + 1) // whole) - 1))


def in_number(base: p.Base, whole: Fraction) -> str:
    """What is counted, after the number of them: `seats`, `vote cast`."""
    words = "seats" if base is p.Base.ALL_SEATS else str(base.value)
    if whole != 1:
        return words
    for many, one in (("seats", "seat"), ("members", "member"), ("votes", "vote")):
        words = words.replace(many, one)
    return words


def plain(value: Fraction) -> str:
    """A number as people write it: thousands marked, `7 1/2` where it is not whole."""
    whole, part = divmod(value.numerator, value.denominator)
    if not part:
        return f"{whole:,}"
    rest = f"{part}/{value.denominator}"
    return f"{whole:,} {rest}" if whole else rest
