"""The question who moved whom in a dispute, round by round, by the challenge model."""

from datetime import datetime

from stanchion.api.view import known_or_raise
from stanchion.charter.model import Charter
from stanchion.conflict.challenge.options import DEFAULT, PRESETS, ROUNDS
from stanchion.conflict.moved import Moved
from stanchion.conflict.moved import moved as conflict_moved

__all__ = ["DEFAULT", "PRESETS", "ROUNDS", "Moved", "moved"]


def moved(
    charter: Charter,
    *,
    axis: str | None = None,
    preset: str = DEFAULT,
    at: datetime | None = None,
    rounds: int = ROUNDS,
) -> tuple[Moved, ...]:
    """Offers, who took them and why, on one axis or on all; raises UnknownName, NoDispute."""
    known_or_raise("preset", preset, PRESETS)
    axes: tuple[str, ...] = ()
    if axis is not None and charter.dispute is not None:
        axes = (str(known_or_raise("axis", axis, charter.dispute.axes)),)
    options = (preset, PRESETS[preset])
    return conflict_moved(charter, axes, options, at=at, rounds=rounds)
