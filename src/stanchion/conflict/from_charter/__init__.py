"""The compiled form of a `dispute:`: who wants what at an instant, every number an `Input`.

`dispute` says what it is made of, `compilation` makes it from a charter. To add something that
people can write about a dispute: its key in `charter/dispute`, its part here, its check in
`charter/checks/dispute`.
"""

from stanchion.conflict.from_charter.compilation import NoDispute, compiled
from stanchion.conflict.from_charter.dispute import (
    Axis,
    Crowd,
    Dispute,
    Move,
    Offer,
    Outcome,
    Stakeholder,
    Stance,
)

__all__ = [
    "Axis",
    "Crowd",
    "Dispute",
    "Move",
    "NoDispute",
    "Offer",
    "Outcome",
    "Stakeholder",
    "Stance",
    "compiled",
]
