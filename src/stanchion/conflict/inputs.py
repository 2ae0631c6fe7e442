"""What a model is given and nobody knows for certain: a number with its chances and its grounds.

An input is drawn by the inverse of its distribution function from one uniform, so it moves with
that uniform alone and two charters can be compared on the same draws. A range without a named
shape is read as the least that it says: triangular where there is a best guess, uniform where
there is none; `assumed_shapes` says so of each.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

import numpy as np

from stanchion.charter import phrases as p
from stanchion.charter.sources import Cited, Confidence
from stanchion.conflict.chance import Floats, Runs, key_of, uniforms
from stanchion.exact.record import record
from stanchion.source.span import Span

PERT_WEIGHT = 4
"""How much the best guess weighs against an end. Source: Malcolm and others (1959), PERT."""


@record(frozen=True, slots=True)
class Certain:
    """The number, without doubt."""

    value: Fraction


@record(frozen=True, slots=True)
class Uniform:
    """Every number between the ends alike."""

    low: Fraction
    high: Fraction


@record(frozen=True, slots=True)
class Triangular:
    """Most likely at `mode`, falling straight to the ends."""

    low: Fraction
    mode: Fraction
    high: Fraction


@record(frozen=True, slots=True)
class Pert:
    """A beta distribution between the ends, with mean (low + 4 mode + high) / 6."""

    low: Fraction
    mode: Fraction
    high: Fraction


@record(frozen=True, slots=True)
class Normal:
    """Normal around `mean`, cut at the ends: what would lie outside is spread over the inside."""

    mean: Fraction
    deviation: Fraction
    low: Fraction
    high: Fraction


Distribution = Certain | Uniform | Triangular | Pert | Normal


@record(frozen=True, slots=True)
class Input:
    """One uncertain number of a dispute: its name, its chances, why, and on whose word.

    `name` is its place in the charter with the party's name in it, such as
    `ann.positions.pace.salience`; draws depend on it and on nothing else of the charter.
    """

    name: str
    distribution: Distribution
    assumed_shape: bool = False
    because: str = ""
    confidence: Confidence | None = None
    at: Span | None = None

    @property
    def low(self) -> Fraction:
        """The least that it can be."""
        match self.distribution:
            case Certain(value):
                return value
            case Uniform() | Triangular() | Pert() | Normal() as spread:
                return spread.low
            case _:
                assert_never(self.distribution)

    @property
    def high(self) -> Fraction:
        """The most that it can be."""
        match self.distribution:
            case Certain(value):
                return value
            case Uniform() | Triangular() | Pert() | Normal() as spread:
                return spread.high
            case _:
                assert_never(self.distribution)

    @property
    def best(self) -> Fraction:
        """The best guess; the middle where the author names none."""
        match self.distribution:
            case Certain(value):
                return value
            case Uniform(low, high):
                return (low + high) / 2
            case Triangular(_, mode, _) | Pert(_, mode, _):
                return mode
            case Normal(mean, _, _, _):
                return mean
            case _:
                assert_never(self.distribution)

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    @property
    def is_judgement(self) -> bool:
        """Whether it rests on somebody's weighing, or on nothing that is said."""
        return self.confidence not in {Confidence.DOCUMENTED, Confidence.REPORTED}

    def quantile(self, u: Floats) -> Floats:
        """The values below which it lies with these probabilities; rises with them."""
        return quantile(self.distribution, u)

    def drawn(self, seed: int, runs: Runs, *keys: int) -> Floats:
        """Its value in each run."""
        if self.is_certain:
            return np.full(runs.shape, float(self.low))
        return self.quantile(uniforms(seed, runs, key_of(self.name), *keys))


def input_of(
    name: str, written: p.Range, *, because: str = "", cited: Cited | None = None
) -> Input:
    """The input that a range of the charter says, under the name of its place."""
    return Input(
        name,
        distribution_of(written),
        assumed_shape=written.shape is p.Shape.STATED and written.low != written.high,
        because=because,
        confidence=None if cited is None else cited.confidence,
        at=written.at,
    )


def distribution_of(written: p.Range) -> Distribution:
    """How likely the numbers of a range are."""
    low, high, best = written.low, written.high, written.best
    if low == high:
        return Certain(low)
    match written.shape:
        case p.Shape.UNIFORM:
            return Uniform(low, high)
        case p.Shape.STATED if best is None:
            return Uniform(low, high)
        case p.Shape.STATED | p.Shape.TRIANGULAR:
            assert best is not None  # INVARIANT: the grammar asks for it
            return Triangular(low, best, high)
        case p.Shape.BETA:
            assert best is not None  # INVARIANT: as above
            return Pert(low, best, high)
        case p.Shape.NORMAL:
            assert best is not None  # INVARIANT: as above
            assert written.deviation is not None  # INVARIANT: as above
            return Normal(best, written.deviation, low, high)
        case _:
            assert_never(written.shape)


def quantile(distribution: Distribution, u: Floats) -> Floats:
    """The inverse of the distribution function at probabilities between 0 and 1."""
    match distribution:
        case Certain(value):
            return np.full(np.shape(u), float(value))
        case Uniform(low, high):
            return _inside(float(low) + float(high - low) * u, low, high)
        case Triangular(low, mode, high):
            return _inside(_triangular(float(low), float(mode), float(high), u), low, high)
        case Pert(low, mode, high):
            from scipy.special import betaincinv

            span = high - low
            rise, fall = (1 + PERT_WEIGHT * part / span for part in (mode - low, high - mode))
            within: Floats = betaincinv(float(rise), float(fall), u)
            return _inside(float(low) + float(span) * within, low, high)
        case Normal(mean, deviation, low, high):
            ends = (float((low - mean) / deviation), float((high - mean) / deviation))
            return _inside(float(mean) + float(deviation) * _cut_normal(*ends, u), low, high)
        case _:
            assert_never(distribution)


def _inside(values: Floats, low: Fraction, high: Fraction) -> Floats:
    """Never beyond the ends, which rounding could step over."""
    return np.clip(values, float(low), float(high))


def _triangular(low: float, mode: float, high: float, u: Floats) -> Floats:
    span = high - low
    rising = low + np.sqrt(u * span * (mode - low))
    falling = high - np.sqrt((1 - u) * span * (high - mode))
    return np.where(u < (mode - low) / span, rising, falling)


def _cut_normal(low: float, high: float, u: Floats) -> Floats:
    """A standard normal between two ends, one of which is at most zero and one at least."""
    from scipy.special import ndtr, ndtri

    below, above = float(ndtr(low)), float(ndtr(high))
    drawn: Floats = ndtri(below + (above - below) * u)
    return drawn


def assumed_shapes(inputs: Iterable[Input]) -> tuple[str, ...]:
    """What was read into ranges that name no shape."""
    shapes = {each.distribution.__class__ for each in inputs if each.assumed_shape}
    said = []
    if Triangular in shapes:
        said.append("ranges with a best guess and no named shape are read as triangular")
    if Uniform in shapes:
        said.append("ranges without a best guess are read as uniform")
    if said:
        said.append("inputs are drawn independently of one another")
    return tuple(said)


def judged(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """The inputs that rest on judgement, in order."""
    return tuple(each for each in inputs if each.is_judgement)
