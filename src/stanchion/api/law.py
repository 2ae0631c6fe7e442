"""Questions about rules of law that a charter may take."""

from stanchion.charter.presets import PRESETS, Preset


def presets() -> tuple[Preset, ...]:
    """Every rule of law that can be taken by name, with its citation and what it sets."""
    return tuple(PRESETS.values())
