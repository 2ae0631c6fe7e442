"""Crowds in a batch of runs: who signs, at which cost, and how many are expected to leave."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.cascade.normal import after_stage
from stanchion.conflict.chance import Floats
from stanchion.conflict.crisis.compiled import CrowdTerms
from stanchion.conflict.crisis.draws import Draws

STAGES_A_DAY = 6
"""# ASSUMPTION: how often in a day people look at who has signed: every four hours."""


@dataclass(slots=True)
class Leaving:
    """One crowd: its drawn terms, and the share that has signed so far."""

    terms: CrowdTerms
    threshold: Floats
    spread: Floats
    cost: Floats | None
    loyalty: Floats | None
    now: Floats | None
    signed: Floats

    @classmethod
    def drawn(cls, terms: CrowdTerms, draws: Draws) -> "Leaving":
        """A crowd at the start of a batch."""
        cost = None if terms.cost is None else np.maximum(draws.value(terms.cost), 0.0)
        return cls(
            terms=terms,
            threshold=draws.value(terms.threshold) / 100,
            spread=draws.value(terms.spread) / 100,
            cost=cost,
            loyalty=None if terms.loyalty is None else draws.value(terms.loyalty) / 100,
            now=cost,
            signed=np.full(draws.runs.shape, terms.joined),
        )

    def offered(self, cost: Floats, made: NDArray[np.bool_]) -> None:
        """An offer lowers the cost of leaving, for all at once; it never raises it."""
        if self.now is not None:
            self.now = np.where(made, np.minimum(self.now, cost), self.now)

    @property
    def cheaper(self) -> Floats:
        """What is left of the cost of leaving at the start, as a factor."""
        if self.cost is None or self.now is None:
            return np.ones_like(self.signed)
        return np.where(self.cost > 0, self.now / np.where(self.cost > 0, self.cost, 1.0), 1.0)

    @property
    def resolute(self) -> Floats:
        """The share of those who signed who would leave: all but the loyal, whom cost holds."""
        if self.loyalty is None:
            return np.ones_like(self.signed)
        return np.clip(1 - self.loyalty * self.cheaper, 0.0, 1.0)

    def sign(self, stake: Floats, where: NDArray[np.bool_]) -> None:
        """A day on which members see who has signed and join; `stake` is how much of what could
        be at stake for the crowd is (none, and nobody signs)."""
        at_stake = where & (stake > 0)
        scale = self.cheaper / np.where(at_stake, stake, 1.0)
        signed = self.signed
        for _ in range(STAGES_A_DAY):
            further = after_stage(
                signed, self.threshold * scale, self.spread * scale, self.terms.size
            )
            if np.array_equal(further, signed):
                break
            signed = further
        self.signed = np.where(at_stake, signed, self.signed)

    @property
    def expected(self) -> Floats:
        """The share of the crowd that is expected to leave."""
        return self.signed * self.resolute
