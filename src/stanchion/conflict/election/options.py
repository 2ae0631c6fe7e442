"""The switches of KTAB that its first turn depends on, under their names there."""

from enum import Enum

from stanchion.exact.record import record


class VictoryProb(Enum):
    """How the strengths of two coalitions become a chance of winning."""

    LINEAR = "Linear"
    SQUARE = "Square"
    QUARTIC = "Quartic"
    OCTIC = "Octic"
    BINARY = "Binary"  # certain from a tenth more on


class VotingRule(Enum):
    """How a difference in utility becomes a vote."""

    BINARY = "Binary"
    PROP_BIN = "PropBin"
    PROPORTIONAL = "Prop"
    PROP_CBC = "PropCbc"
    CUBIC = "Cubic"
    ASYM_PROSP = "ASymProsp"


class Condorcet(Enum):
    """How chances of pairwise victory become one probability for each position (PCE)."""

    CONDITIONAL = "Conditional"
    MARKOV_INCENTIVE = "MarkovIncentive"
    MARKOV_UNIFORM = "MarkovUniform"


class RiskRange(Enum):
    """From where to where risk attitudes run (BigRRange), from the weakest to the strongest."""

    MIN = "Min"  # 0 to 1
    MID = "Mid"  # -1/2 to 1
    MAX = "Max"  # -1 to 1


class RiskAdjust(Enum):
    """How much of another's risk attitude one sees, the rest being one's own (BigRAdjust)."""

    FULL = "Full"
    TWO_THIRDS = "TwoThirds"
    HALF = "Half"
    ONE_THIRD = "OneThird"
    NONE = "None"

    @property
    def of_the_other(self) -> float:
        """The part that is the other's."""
        return _OF_THE_OTHER[self]


_OF_THE_OTHER = {
    RiskAdjust.FULL: 1.0,
    RiskAdjust.TWO_THIRDS: 2 / 3,
    RiskAdjust.HALF: 1 / 2,
    RiskAdjust.ONE_THIRD: 1 / 3,
    RiskAdjust.NONE: 0.0,
}


@record(frozen=True, slots=True)
class Switches:
    """One setting of KTAB's switches; these defaults are those of its reference runs."""

    victory: VictoryProb = VictoryProb.LINEAR
    voting: VotingRule = VotingRule.PROPORTIONAL
    condorcet: Condorcet = Condorcet.CONDITIONAL
    risk_range: RiskRange = RiskRange.MID
    risk_adjust: RiskAdjust = RiskAdjust.ONE_THIRD
