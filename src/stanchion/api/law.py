"""Questions about rules of law, and structures of frameworks, that a charter may take."""

from stanchion.charter.frameworks import FRAMEWORKS, Published
from stanchion.charter.presets import PRESETS, Preset


def presets() -> tuple[Preset, ...]:
    """Every rule of law that can be taken by name, with its citation and what it sets."""
    return tuple(PRESETS.values())


def frameworks() -> tuple[Published, ...]:
    """Every published framework whose parts a release policy can take by name."""
    return tuple(FRAMEWORKS.values())
