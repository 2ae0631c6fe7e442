"""Answers about what carries an answer: indices, a tornado, the spread of specifications."""

from fractions import Fraction

from stanchion.conflict.grounds import Grounds
from stanchion.conflict.inputs import Distribution
from stanchion.control.results import Step
from stanchion.economics.simulation.summary import Bracket
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Carrier:
    """One input: its share of what is uncertain, and how far it moves the probability.

    `first` and `total` are Sobol indices of the probability with standard errors; `low` and `high`
    the probability with the input at either end of its range; `flips` the values at which the
    answer passes one half.
    """

    name: str
    distribution: Distribution
    ends: tuple[Fraction, Fraction]
    first: float
    first_error: float
    total: float
    total_error: float
    low: Bracket
    high: Bracket
    flips: tuple[float, ...]
    judgement: bool
    because: Step


@record(frozen=True, slots=True)
class Specified:
    """The probability under one way of building the model."""

    name: str
    words: str
    probability: Bracket


@record(frozen=True, slots=True)
class Why:
    """What carries the probability of an ending.

    `explained` is the variance of the probability that inputs explain at all, `by_chance` that of
    a single yes or no which no input explains; the indices share out the former. Where somebody
    `stopped` it, inputs and specifications are those that were done.
    """

    outcome: str
    title: str
    as_of: str
    before: Bracket
    carriers: tuple[Carrier, ...]
    left_out: int
    shares_known: bool
    explained: float | None
    by_chance: float | None
    rows: int
    tries: int
    specifications: tuple[Specified, ...]
    grounds: Grounds
    stopped: bool = False

    @property
    def spread(self) -> tuple[float, float] | None:
        """The lowest and the highest probability of all specifications."""
        values = [one.probability.value for one in self.specifications]
        return (min(values), max(values)) if values else None
