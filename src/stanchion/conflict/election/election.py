"""The election itself: values, risk attitudes, utilities, and who holds the winning position."""

import numpy as np

from stanchion.conflict.chance import Floats
from stanchion.conflict.election.options import Switches
from stanchion.conflict.election.probabilities import (
    coalitions,
    condorcet,
    risk_attitudes,
    victory,
)
from stanchion.conflict.election.utilities import Scenario, utilities
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Elected:
    """How likely each position is to win, and what that was worked out from.

    `positions` are the places (in the scenario) of the first actor at each different position,
    `probability` belongs to these; `holders` are all actors there. `value` and `utility` are
    actors x actors, `risk` one for each actor.
    """

    scenario: Scenario
    value: Floats
    risk: Floats
    utility: Floats
    positions: tuple[int, ...]
    holders: tuple[tuple[str, ...], ...]
    probability: Floats

    def of_actor(self, actor: str) -> float:
        """How likely the position of an actor is to win, whoever else holds it too."""
        for holders, chance in zip(self.holders, self.probability, strict=True):
            if actor in holders:
                return float(chance)
        return 0.0  # an actor that does not care proposes nothing

    def expected(self) -> Floats:
        """The mean of the positions by their probability, in each dimension."""
        mean: Floats = self.probability @ self.scenario.positions[list(self.positions)]
        return mean


def elected(scenario: Scenario, switches: Switches | None = None) -> Elected:
    """The probability of every position that is held.

    Risk attitudes are inferred from an election among the actors, one position each, as KTAB does;
    the election proper is among different positions. Who does not care about any dimension
    neither votes nor proposes.
    """
    chosen = switches or Switches()
    distances = scenario.distances()
    power = np.where((scenario.salience > 0).any(axis=1), scenario.power, 0.0)
    value = utilities(distances, np.zeros(len(power)))
    everybody = _caring(scenario)
    risk = np.zeros(len(power))
    risk[everybody] = risk_attitudes(
        _probability(value[:, everybody], power, chosen), chosen.risk_range
    )
    utility = utilities(distances, risk)
    held = _different(scenario, everybody)
    places = list(held)
    return Elected(
        scenario,
        value,
        risk,
        utility,
        tuple(places),
        tuple(tuple(scenario.actors[place] for place in alike) for alike in held.values()),
        _probability(utility[:, places], power, chosen),
    )


def _probability(utility: Floats, power: Floats, switches: Switches) -> Floats:
    strength = coalitions(switches.voting, power, utility)
    return condorcet(switches.condorcet, strength, victory(switches.victory, strength))


def _caring(scenario: Scenario) -> list[int]:
    """Who proposes: all who care; everybody where nobody does."""
    caring = np.flatnonzero((scenario.salience > 0).any(axis=1))
    return [int(place) for place in caring] or list(range(len(scenario.actors)))


def _different(scenario: Scenario, proposing: list[int]) -> dict[int, list[int]]:
    """The first actor at each different position, with all who are there."""
    firsts: dict[tuple[float, ...], int] = {}
    held: dict[int, list[int]] = {}
    for place in proposing:
        where = tuple(map(float, scenario.positions[place]))
        first = firsts.setdefault(where, place)
        held.setdefault(first, []).append(place)
    return held
