"""What makes an evaluation of an earlier model version count no longer."""

from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.meaning import Meaning


class ModelPart(Enum):
    """What can differ between a model version and the one that it succeeds."""

    WEIGHTS = "weights"
    SAFEGUARDS = "safeguards"
    TOOLS = "tools"


class PartChanged(Meaning):
    """`changed weights`: that part of the model differs from the one which was evaluated."""

    part: ModelPart


class ComputeGrows(Meaning):
    """`2x effective compute`: so many times what went into the model which was evaluated."""

    times: Fraction


Trigger = PartChanged | ComputeGrows
