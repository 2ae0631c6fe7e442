"""What is drawn for a batch of runs: every input, and the noise in what everybody does."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.chance import Floats, Runs, key_of, uniforms
from stanchion.conflict.inputs import Input
from stanchion.exact.record import record

TASTE, OFFERS, DAY, THREAT = (key_of(purpose) for purpose in ("taste", "offers", "day", "threat"))


@record(frozen=True, slots=True)
class Chosen:
    """Inputs that are not drawn: fixed at a number, or given by uniforms, one for each run."""

    fixed: Mapping[str, float] = field(default_factory=dict)
    uniforms: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


FREE = Chosen()


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of a batch, each made from seed, run and what it is for."""

    seed: int
    runs: Runs
    chosen: Chosen = FREE

    def value(self, one: Input) -> Floats:
        """An input in each run."""
        if one.name in self.chosen.fixed:
            return np.full(self.runs.shape, self.chosen.fixed[one.name])
        if one.name in self.chosen.uniforms:
            return one.quantile(self.chosen.uniforms[one.name])
        return one.drawn(self.seed, self.runs)

    def taste(self, party: str, status: str) -> Floats:
        """What somebody gives a status beside its worth, in units of noise (Gumbel).

        It is drawn once a run: what we do not know of somebody does not change from day to day, so
        how often it is asked makes no difference. The better of two is then picked with the odds of
        logit choice.
        """
        drawn = uniforms(self.seed, self.runs, key_of(party), TASTE, key_of(status))
        gumbel: Floats = -np.log(-np.log(drawn))
        return gumbel

    def willing(self, party: str, place: int) -> Floats:
        """A uniform against which the wish to make an offer is held."""
        return uniforms(self.seed, self.runs, key_of(party), OFFERS, place)

    def day(self, party: str, place: int, days: int) -> NDArray[np.int64]:
        """The day of an offer that may yet come, every day from 0 to `days` alike."""
        drawn = uniforms(self.seed, self.runs, key_of(party), DAY, place)
        return np.minimum((drawn * (days + 1)).astype(np.int64), days)

    def threat(self, crowd: str) -> Floats:
        """A uniform against which the loyalty of those who threaten is held."""
        return uniforms(self.seed, self.runs, key_of(crowd), THREAT)
