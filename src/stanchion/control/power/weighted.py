"""Exact counts of a purely weighted vote of many, by dynamic programming over the weights.

The generating function of all coalitions, the product of (1 + y x^w) over the voters, is kept as
one long integer, a field of bits for every coefficient, and multiplied by one voter with a shift
and an addition. Dividing one voter out again is an alternating sum, 1/(1+t) = 1 - t + t^2 - ...,
and what is wanted are sums over windows as long as its weight, so that it takes quota / weight
additions of cumulated counts; once for every distinct weight. Without y, coalitions are not told
apart by size.

Source: Mann and Shapley (1962) for the generating function; the division: Matsui and Matsui,
Journal of the Operations Research Society of Japan 43 (2000) 71-86.
"""

from dataclasses import dataclass
from itertools import accumulate

from stanchion.exact.counts import Packing, Tally
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record

MOST_BITS = 100_000_000
"""Length of the integer up to which exact counts are affordable: some ten seconds."""


@record(frozen=True, slots=True)
class WeightedVote:
    """Yes wins when its weight reaches the quota; `sizes[i]` voters have `weights[i]` each."""

    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    quota: int

    @property
    def voters(self) -> int:
        """How many voters there are."""
        return sum(self.sizes)

    @property
    def total(self) -> int:
        """The weight of all."""
        return sum(weight * size for weight, size in zip(self.weights, self.sizes, strict=True))

    @property
    def dual(self) -> "WeightedVote":
        """The vote of those who can stop it; it has as many swings."""
        return WeightedVote(self.weights, self.sizes, self.total - self.quota + 1)

    def bits(self, *, by_size: bool) -> int:
        """How long the integer becomes that holds the counts."""
        needed = max(0, min(self.quota, self.total - self.quota + 1))
        return needed * Packing(self.voters).bits * (self.voters + 1 if by_size else 1)


def swings(vote: WeightedVote, *, budget: Budget | None = None) -> tuple[int, ...]:
    """How many coalitions of the others one voter turns into winners; one figure a level."""
    if 2 * vote.quota > vote.total + 1:
        vote = vote.dual
    counts = _Counts(vote, by_size=False)
    return tuple(each[0] for each in counts.swings(budget or Budget()))


def tally(vote: WeightedVote, *, budget: Budget | None = None) -> Tally:
    """Winning coalitions and swings by number of voters, as a diagram would count them."""
    turned = 2 * vote.quota > vote.total + 1
    counts = _Counts(vote.dual if turned else vote, by_size=True)
    found = counts.swings(budget or Budget())
    voters = vote.voters
    packing = Packing(voters)
    everybody = packing.unpacked(packing.binomials(voters))
    losing = counts.losing()
    winning = tuple(a - b for a, b in zip(everybody, losing, strict=True))
    if turned:  # a coalition wins where those outside of it do not win the dual
        winning = losing[::-1]
        found = tuple((*each[:voters][::-1], 0) for each in found)
    return Tally(voters, winning, found)


@dataclass(slots=True)
class _Counts:
    vote: WeightedVote
    by_size: bool

    @property
    def fields(self) -> int:
        """Coefficients kept for every weight."""
        return self.vote.voters + 1 if self.by_size else 1

    @property
    def width(self) -> int:
        """Bits for every weight."""
        return self.fields * Packing(self.vote.voters).bits

    def shift(self, weight: int) -> int:
        """Where a voter of this weight moves a coalition that it joins."""
        return weight * self.width + (Packing(self.vote.voters).bits if self.by_size else 0)

    def losing(self) -> tuple[int, ...]:
        """Coalitions below the quota, by number of voters."""
        return self._unpacked(self.below()[-1])

    def coalitions(self) -> int:
        """All coalitions below the quota, by weight, packed."""
        mask = (1 << max(0, self.vote.quota) * self.width) - 1
        found = 1 & mask
        for weight, size in zip(self.vote.weights, self.vote.sizes, strict=True):
            for _ in range(size):
                found = (found + (found << self.shift(weight))) & mask
        return found

    def below(self) -> list[int]:
        """For every weight up to the quota, the coalitions that have less."""
        step, quota = self.width // 8, max(0, self.vote.quota)
        packed = self.coalitions().to_bytes(quota * step, "little")
        each = (
            int.from_bytes(packed[at : at + step], "little") for at in range(0, quota * step, step)
        )
        return list(accumulate(each, initial=0))

    def swings(self, budget: Budget) -> tuple[tuple[int, ...], ...]:
        """By level and by number of others, the coalitions that one voter turns."""
        below, quota = self.below(), max(0, self.vote.quota)
        y = Packing(self.vote.voters).bits if self.by_size else 0
        by_weight: dict[int, tuple[int, ...]] = {0: (0,) * self.fields}
        for weight in set(self.vote.weights) - {0}:
            budget.check_time()
            total, upper = 0, below[quota]
            for turn, at in enumerate(range(quota - weight, -weight, -weight)):
                lower = below[at] if at > 0 else 0
                total += (lower - upper if turn & 1 else upper - lower) << turn * y
                upper = lower
            by_weight[weight] = self._unpacked(total)
        return tuple(by_weight[weight] for weight in self.vote.weights)

    def _unpacked(self, coalitions: int) -> tuple[int, ...]:
        return Packing(self.vote.voters).unpacked(coalitions) if self.by_size else (coalitions,)
