"""Voting with three choices: yes, no, or stay away, where only those who come are counted.

A decision passes when the quorum has come and yes is more than (or at least) its share of them.
It is not monotone: coming to say no may make the quorum. So a voter is measured against each of
the other choices apart. The counts are exact: how many ways lead to so much yes and so much
present.

Source: Felsenthal and Machover, International Journal of Game Theory 26 (1997) 335-351; their
ternary Banzhaf measure is `decides`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm

from stanchion.control.attendance import Meeting
from stanchion.control.game import Ballot, Heads, Never, Player
from stanchion.control.power.results import Attended, Turnout
from stanchion.exact.diagram import Budget, TooLarge

MOST_STATES = 300_000
"""Pairs of yes and present that are counted: some seconds."""

Ways = dict[tuple[int, int], int]
"""By weight that says yes, and weight present: how many ways."""


@dataclass(frozen=True, slots=True)
class TernaryVote:
    """`sizes[i]` voters of `weights[i]` each; passes if `present` reaches the quorum, and so on.

    Yes must be more than (`strict`) or at least `share` of the weight present, or `votes`.
    """

    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    quorum: int
    share: Fraction | None
    votes: int | None
    strict: bool

    def passes(self, yes: int, present: int) -> bool:
        """Whether so much yes carries it when so much is present."""
        if present < self.quorum:
            return False
        if self.share is not None:
            needed = self.share * present
            return yes > needed if self.strict else yes >= needed
        assert self.votes is not None  # INVARIANT: a threshold is a share or a number
        return yes > self.votes if self.strict else yes >= self.votes


def attended(meeting: Meeting, budget: Budget) -> Attended:
    """How often a meeting passes, and how often each voter's choice decides it; exact.

    Raises TooLarge where the pairs of yes and present are too many.
    """
    vote, players = ternary_vote(meeting)
    everybody = ways(vote, budget)
    total = 3 ** sum(vote.sizes)
    by_level = [_turnouts(vote, place, budget) for place in range(len(vote.sizes))]
    return Attended(
        quorate=Fraction(sum(n for (_, p), n in everybody.items() if p >= vote.quorum), total),
        passes=Fraction(sum(n for (y, p), n in everybody.items() if vote.passes(y, p)), total),
        voters=tuple(
            Turnout(player, vote.sizes[place] if crowd else 1, *by_level[place])
            for player, place, crowd in players
        ),
    )


def ternary_vote(meeting: Meeting) -> tuple[TernaryVote, tuple[tuple[Player, int, bool], ...]]:
    """The vote of a meeting in whole weights; each player's place in it, and whether a crowd."""
    scale = lcm(
        meeting.quorum.denominator,
        1 if meeting.votes is None else meeting.votes.denominator,
        *(weight.denominator for _, weight in meeting.voters),
    )
    own: dict[Player, int] = {}
    crowds: dict[Player, int] = {}
    for voter, weight in meeting.voters:
        match voter:
            case Ballot(player):
                own[player] = own.get(player, 0) + int(weight * scale)
            case Heads(player, size):
                own[player] = own.get(player, 0) + int(weight * scale)
                crowds[player] = size
            case Never():
                pass
    weights = sorted({w for player, w in own.items() if player not in crowds}, reverse=True)
    sizes = [sum(w == x for p, x in own.items() if p not in crowds) for w in weights]
    places = {p: weights.index(w) for p, w in own.items() if p not in crowds}
    for crowd, size in crowds.items():
        places[crowd] = len(weights)
        weights.append(own[crowd])
        sizes.append(size)
    vote = TernaryVote(
        weights=tuple(weights),
        sizes=tuple(sizes),
        quorum=int(meeting.quorum * scale) + meeting.quorum_strict,
        share=meeting.share,
        votes=None if meeting.votes is None else int(meeting.votes * scale),
        strict=meeting.strict,
    )
    return vote, tuple((player, places[player], player in crowds) for player in own)


def ways(vote: TernaryVote, budget: Budget, *, without: int | None = None) -> Ways:
    """All ways of the voters, one of the level `without` left out."""
    found: Ways = {(0, 0): 1}
    for place, (weight, size) in enumerate(zip(vote.weights, vote.sizes, strict=True)):
        budget.check_time()
        many = size - (place == without)
        if len(found) * (many + 1) * (many + 2) // 2 > 5 * MOST_STATES:
            raise TooLarge("ways of coming and voting are more", MOST_STATES)
        more: Ways = {}
        level = list(_of_one_level(weight, many))
        for (yes, present), count in found.items():
            for y, p, w in level:
                key = (yes + y, present + p)
                more[key] = more.get(key, 0) + count * w
        if len(more) > MOST_STATES:
            raise TooLarge("ways of coming and voting are more", MOST_STATES)
        found = more
    return found


def _of_one_level(weight: int, many: int) -> Iterable[tuple[int, int, int]]:
    """Weight of yes, weight present, and ways, for so many voters of one weight."""
    for present in range(many + 1):
        for yes in range(present + 1):
            yield weight * yes, weight * present, comb(many, present) * comb(present, yes)


def _turnouts(vote: TernaryVote, place: int, budget: Budget) -> tuple[Fraction, ...]:
    """How often one voter of a level decides, by its choices; in the order of `Turnout`."""
    weight, total = vote.weights[place], 3 ** (sum(vote.sizes) - 1)
    decides = by_coming = no_carries = absence_carries = 0
    for (yes, present), count in ways(vote, budget, without=place).items():
        with_yes = vote.passes(yes + weight, present + weight)
        with_no = vote.passes(yes, present + weight)
        away = vote.passes(yes, present)
        decides += count * (with_yes and not with_no)
        by_coming += count * (with_yes and not away)
        no_carries += count * (with_no and not away)
        absence_carries += count * (away and not with_no)
    return tuple(Fraction(n, total) for n in (decides, by_coming, no_carries, absence_carries))
