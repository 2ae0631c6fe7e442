"""From utilities to votes, coalitions, chances of victory, and a probability for each position.

Source: KTAB, KBase::Model (vote, coalitions, vProb, probCE2); for the Markov variants: Jesse,
Wise (2014), Markov Voting with Incentives in KTAB.
"""

from typing import assert_never

import numpy as np

from stanchion.conflict.chance import Floats
from stanchion.conflict.election.options import Condorcet, RiskRange, VictoryProb, VotingRule

LEAST_COALITION = 1e-8
SAME_UTILITY = 1e-8
BINARY_PART = 0.2
CUBIC_PART = 0.5
GAIN_PART = 2 / 3
CLEAR_ADVANTAGE = 1.10
LEAST_CHANCE = 1e-6
LEAST_INCENTIVE = 1e-10
ALIKE = 1e-12


def votes(rule: VotingRule, difference: Floats) -> Floats:
    """What an actor of power one votes for the first of two positions, by its gain in utility."""
    binary = np.clip(difference / SAME_UTILITY, -1, 1)
    match rule:
        case VotingRule.BINARY:
            return binary
        case VotingRule.PROP_BIN:
            return (1 - BINARY_PART) * difference + BINARY_PART * binary
        case VotingRule.PROPORTIONAL:
            return difference
        case VotingRule.PROP_CBC:
            return (1 - CUBIC_PART) * difference + CUBIC_PART * difference**3
        case VotingRule.CUBIC:
            cubed: Floats = difference**3
            return cubed
        case VotingRule.ASYM_PROSP:
            return np.where(difference > 0, GAIN_PART * difference, difference)
        case _:
            assert_never(rule)


def coalitions(rule: VotingRule, power: Floats, utility: Floats) -> Floats:
    """How strong those are together who are for i against j; never quite nothing."""
    cast = votes(rule, utility[:, :, None] - utility[:, None, :]) * power[:, None, None]
    strength: Floats = LEAST_COALITION + np.maximum(cast, 0).sum(axis=0)
    return strength


def victory(model: VictoryProb, strength: Floats) -> Floats:
    """How likely i defeats j; one half against itself."""
    match model:
        case VictoryProb.LINEAR:
            raised = strength
        case VictoryProb.SQUARE:
            raised = strength**2
        case VictoryProb.QUARTIC:
            raised = strength**4
        case VictoryProb.OCTIC:
            raised = strength**8
        case VictoryProb.BINARY:
            raised = _binary(strength)
        case _:
            assert_never(model)
    chances: Floats = raised / (raised + raised.T)
    return chances


def _binary(strength: Floats) -> Floats:
    share = strength / (strength + strength.T)
    between = (share * (CLEAR_ADVANTAGE + 1) - 1) / (CLEAR_ADVANTAGE - 1)
    wins = strength >= CLEAR_ADVANTAGE * strength.T
    loses = CLEAR_ADVANTAGE * strength <= strength.T
    return np.where(wins, 1.0, np.where(loses, LEAST_CHANCE, between))


def condorcet(model: Condorcet, strength: Floats, chances: Floats) -> Floats:
    """The probability of each position, given that i defeats j with these chances."""
    match model:
        case Condorcet.CONDITIONAL:
            logs = np.log(chances).sum(axis=1)
            weights = np.exp(logs - logs.max())
            conditional: Floats = weights / weights.sum()
            return conditional
        case Condorcet.MARKOV_INCENTIVE:
            incentive = strength * chances
            np.fill_diagonal(incentive, np.diagonal(incentive) + LEAST_INCENTIVE)
            return _markov(chances, incentive / incentive.sum(axis=0))
        case Condorcet.MARKOV_UNIFORM:
            count = len(chances)
            return _markov(chances, np.full((count, count), 1 / count))
        case _:
            assert_never(model)


def _markov(chances: Floats, challenges: Floats) -> Floats:
    """The long run of a favourite i that meets challenger j with chance `challenges[j, i]`.

    It is the one distribution that a step leaves as it is, found by linear equations.
    """
    step = chances * challenges
    np.fill_diagonal(step, np.diagonal(step) + (chances * challenges.T).sum(axis=1))
    equations = step - np.eye(len(step))
    equations[-1] = 1  # the probabilities make one; any one of the others follows from the rest
    settled: Floats = np.linalg.solve(equations, np.eye(len(step))[-1])
    return np.maximum(settled, 0.0)


def risk_attitudes(probability: Floats, range_: RiskRange) -> Floats:
    """From how likely a position is to win to how much risk its holder takes.

    The strongest has 1, the weakest the lower end; all are neutral where all are as strong.
    """
    most, least = float(probability.max()), float(probability.min())
    if most - least <= ALIKE:
        return np.zeros_like(probability)
    part = (probability - least) / (most - least)
    match range_:
        case RiskRange.MIN:
            return part
        case RiskRange.MID:
            return 1.5 * part - 0.5
        case RiskRange.MAX:
            return 2 * part - 1
        case _:
            assert_never(range_)
