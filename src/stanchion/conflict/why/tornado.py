"""A tornado: one input held at the ends of its range while all others keep theirs.

Where the answer is on one side of one half at one end and on the other at the other, the value at
which it flips is looked for: by a grid first, for the answer need not be monotone, then by halving
the stretch in which it crosses. All runs use the same random numbers.
"""

from collections.abc import Callable, Sequence

from stanchion.exact.record import record

GRID = 4
HALVINGS = 7
HALF = 0.5

Probability = Callable[[float], float]
"""The probability of the outcome with the input held at a part of its range, 0 to 1."""


@record(frozen=True, slots=True)
class Swing:
    """The probability at the low and at the high end of an input, and between them the flips.

    Ends and flips are parts of the range of the input, 0 to 1; a flip is where the probability
    passes one half.
    """

    low: float
    high: float
    flips: tuple[float, ...]

    @property
    def width(self) -> float:
        """How far the probability moves, whichever way."""
        return abs(self.high - self.low)


def swing(
    probability: Probability, *, low: float = 0.0, high: float = 1.0, halvings: int = HALVINGS
) -> Swing:
    """Both ends of one input, and every point at which the answer flips."""
    grid = [low + (high - low) * place / GRID for place in range(GRID + 1)]
    found = [probability(at) for at in grid]
    flips = []
    for left, right in zip(range(GRID), range(1, GRID + 1), strict=True):
        if (found[left] > HALF) != (found[right] > HALF):
            ends = (grid[left], grid[right])
            flips.append(_bisected(probability, ends, above=found[left] > HALF, times=halvings))
    return Swing(found[0], found[-1], tuple(flips))


def _bisected(probability: Probability, ends: Sequence[float], *, above: bool, times: int) -> float:
    left, right = ends
    for _ in range(times):
        middle = (left + right) / 2
        if (probability(middle) > HALF) == above:
            left = middle
        else:
            right = middle
    return (left + right) / 2
