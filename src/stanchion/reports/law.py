"""Rules of law that a charter may take, as text and JSON."""

from collections.abc import Sequence
from typing import Any

from stanchion.charter.presets import Preset
from stanchion.reports.marks import bold, dim
from stanchion.reports.tables import indented, paragraph


def presets(found: Sequence[Preset]) -> str:
    """Each rule of law by name: where it stands, what it says, which keys it sets."""
    said = [
        "Taken by `law:` on a body or decision, for what it does not say itself; not advice.",
        "",
    ]
    for preset in found:
        said.append(f"{bold(preset.law.value)}  {preset.cites}; taken by {preset.taken_by.value}")
        said.append(indented(paragraph(preset.says)))
        said += [f"    {key}: {text}" for key, text in preset.sets]
        said.append(dim(f"    {preset.checked.value}"))
    return "\n".join(said)


def as_json(found: Sequence[Preset]) -> list[dict[str, Any]]:
    """`stanchion presets --json`."""
    return [
        {
            "law": preset.law.value,
            "cites": preset.cites,
            "taken_by": preset.taken_by.value,
            "says": preset.says,
            "sets": dict(preset.sets),
            "checked": preset.checked.value,
        }
        for preset in found
    ]
