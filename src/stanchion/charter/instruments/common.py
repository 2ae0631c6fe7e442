"""Common units, and rights that vote without being paid."""

from typing import Literal

from stanchion.charter.fields import (
    YesNo,
)
from stanchion.charter.instruments.base import Units


class Common(Units):
    """Takes its part per unit of what is left: `n v`."""

    kind: Literal["common"]
    transferable: YesNo | None = None


class VotingRight(Units):
    """Votes or elects, and is paid nothing: a golden share, a class that elects directors."""

    kind: Literal["voting_right"]
    transferable: YesNo | None = None
