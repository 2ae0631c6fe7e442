"""Every point at which published versions of the challenge model differ, as a named option.

The papers leave these open or programs read them differently; which reading is taken moves the
forecast as much as the inputs do, so it is never left to the code. `PRESETS` are the published
variants; `docs/decisions/0017` argues the default.
"""

from enum import Enum
from fractions import Fraction

from stanchion.exact.record import record


class Denominator(Enum):
    """A1: by which votes those for the challenger are divided."""

    PAIR = "the votes cast between the two"  # the paper: both sides' chances make one
    ALL_PAIRS = "the votes between all pairs"  # Scholz's program: chances are tiny


class VotingRisk(Enum):
    """A2: by whose risk exponent a third party weighs distances when it votes."""

    OWN = "each voter's own"
    NEUTRAL = "none"


class OfferChoice(Enum):
    """A3: which of several offers a party takes."""

    LEAST_MOVE = "the least move"
    BY_KIND = "confrontation, then compromise, then capitulation; of a kind the least move"
    BY_KIND_LOWEST = "by kind; of compromises the lowest mean position"  # Scholz's program


class Improvement(Enum):
    """A4: how likely it is that things get better where nobody challenges (only if Q < 1)."""

    EVEN = "as likely as not"
    TOWARD_MEDIAN = "certain where the other's move to the median would bring it nearer"


class RiskReference(Enum):
    """A5: against what a party's danger is measured."""

    ALL_PARTIES = "the dangers of all parties"
    OWN_POSITIONS = "its own dangers in every position that is held"


class Scale(Enum):
    """A6: what a distance of one is."""

    INITIAL = "the range of the first round"
    CURRENT = "the range of each round"
    DECLARED = "the declared scale"


class StatusQuoSign(Enum):
    """A7: whether the utility of change without a challenge is taken off, as the paper has it."""

    SUBTRACTED = "subtracted"
    ADDED = "added"  # a slip in one program, which matters where Q < 1


class Capitulation(Enum):
    """A8: what becomes of a party that would lose more than the other gains."""

    YIELDS = "it takes the other's position"
    NEVER = "nothing"  # a test in one program that is never true


class Stop(Enum):
    """A10: when a run ends."""

    ROUNDS = "after the rounds asked for"
    NO_MOVE = "when nobody moves"
    WELFARE_FALLS = "when the sum of expected utilities falls"


class Tie(Enum):
    """A11: which of two offers that are alike by A3 is taken."""

    KEENER = "of the party that expects more, then the lower position"
    FIRST_LISTED = "of the party listed first"  # as programs do; depends on the order of parties


@record(frozen=True, slots=True)
class Options:
    """One reading of the model. A9, a base of a power that rounding makes negative, is no option:
    it is zero."""

    denominator: Denominator = Denominator.PAIR
    voting_risk: VotingRisk = VotingRisk.OWN
    choice: OfferChoice = OfferChoice.LEAST_MOVE
    status_quo: Fraction = Fraction(1)  # A4: Q, the chance that nothing changes by itself
    improvement: Improvement = Improvement.EVEN
    risk_reference: RiskReference = RiskReference.ALL_PARTIES
    scale: Scale = Scale.INITIAL
    sign: StatusQuoSign = StatusQuoSign.SUBTRACTED
    capitulation: Capitulation = Capitulation.YIELDS
    stop: Stop = Stop.ROUNDS
    tie: Tie = Tie.KEENER


PRESETS: dict[str, Options] = {
    "least_move": Options(),
    "paper_least_move": Options(tie=Tie.FIRST_LISTED),
    "paper": Options(choice=OfferChoice.BY_KIND, tie=Tie.FIRST_LISTED),
    "scholz_code": Options(
        denominator=Denominator.ALL_PAIRS,
        choice=OfferChoice.BY_KIND_LOWEST,
        tie=Tie.FIRST_LISTED,
    ),
    "scholz_python": Options(
        denominator=Denominator.ALL_PAIRS,
        choice=OfferChoice.BY_KIND_LOWEST,
        capitulation=Capitulation.NEVER,
        tie=Tie.FIRST_LISTED,
    ),
    "scholz_least_move": Options(denominator=Denominator.ALL_PAIRS, tie=Tie.FIRST_LISTED),
    "even_status_quo": Options(status_quo=Fraction(1, 2), improvement=Improvement.TOWARD_MEDIAN),
    "own_dangers": Options(risk_reference=RiskReference.OWN_POSITIONS),
}
"""By name: what is printed in papers or done by programs, and two readings of the older text."""
DEFAULT = "least_move"
ROUNDS = 4
"""As many as the measured accuracy is of."""
