"""Exact counts of a purely weighted vote of many, by dynamic programming over the weights.

The generating function of all coalitions, the product of (1 + y x^w) over the voters, is kept as
one long integer, a field of bits for every coefficient. Multiplying by one voter is a shift and an
addition; so is dividing one voter out again, by 1/(1+t) = (1-t)(1+t^2)(1+t^4)..., which is done
once for every distinct weight. Without y, coalitions are not told apart by their size.

Source: Mann and Shapley (1962) for the generating function; the division: Matsui and Matsui,
Journal of the Operations Research Society of Japan 43 (2000) 71-86.
"""

from dataclasses import dataclass

from stanchion.exact.counts import Packing, Tally
from stanchion.exact.diagram import Budget

MOST_BITS = 100_000_000
"""Length of the integer up to which exact counts are affordable: some ten seconds."""


@dataclass(frozen=True, slots=True)
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
        return self._summed(self.coalitions(), 0, self.vote.quota)

    def coalitions(self) -> int:
        """All coalitions below the quota, by weight."""
        mask, found = self._mask(), 1 & self._mask()
        for weight, size in zip(self.vote.weights, self.vote.sizes, strict=True):
            for _ in range(size):
                found = (found + (found << self.shift(weight))) & mask
        return found

    def swings(self, budget: Budget) -> tuple[tuple[int, ...], ...]:
        """By level and by number of others, the coalitions that one voter turns."""
        everybody = self.coalitions()
        by_weight: dict[int, tuple[int, ...]] = {0: (0,) * self.fields}
        for weight in set(self.vote.weights) - {0}:
            budget.check_time()
            others = self._without(everybody, self.shift(weight))
            first = max(0, self.vote.quota - weight)
            by_weight[weight] = self._summed(others, first, self.vote.quota)
        return tuple(by_weight[weight] for weight in self.vote.weights)

    def _mask(self) -> int:
        return (1 << max(0, self.vote.quota) * self.width) - 1

    def _without(self, everybody: int, shift: int) -> int:
        """Divide by 1 + t, where t moves by `shift`; exact in integers up to the mask."""
        mask = self._mask()
        found = (everybody - (everybody << shift)) & mask
        while (shift := 2 * shift) < mask.bit_length():
            found = (found + (found << shift)) & mask
        return found

    def _summed(self, coalitions: int, first: int, end: int) -> tuple[int, ...]:
        """Coalitions whose weight is in first..end-1, by number of voters."""
        if end <= first:
            return (0,) * self.fields
        step = self.width // 8
        kept = coalitions >> first * self.width & (1 << (end - first) * self.width) - 1
        blocks = kept.to_bytes((end - first) * step, "little")
        total = sum(
            int.from_bytes(blocks[at : at + step], "little") for at in range(0, len(blocks), step)
        )
        if not self.by_size:
            return (total,)
        return Packing(self.vote.voters).unpacked(total)
