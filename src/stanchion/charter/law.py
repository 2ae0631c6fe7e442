"""Rules of law put into the entries that take them: what is written stands, the rest is set."""

from typing import TypeVar

from stanchion.charter.bodies import Body
from stanchion.charter.decisions import Decision
from stanchion.charter.grammar import Clock
from stanchion.charter.presets import PRESETS, Preset
from stanchion.charter.reading import File
from stanchion.exact.record import record
from stanchion.source.span import Span
from stanchion.source.tree import Table, Text, Tree

T = TypeVar("T", Body, Decision)
NOWHERE = Span("", 1, 1, 1, 1)


@record(frozen=True, slots=True)
class Taken:
    """A key that a rule of law has set."""

    key: str
    preset: Preset


def under_law(entry: T) -> T:
    """The entry with the rules of law that it names, wherever it says nothing of its own."""
    if not entry.law:
        return entry
    values = {taken.key: _value(entry, taken) for taken in taken_from_law(entry)}
    return entry.changed(**values)


def taken_from_law(entry: Body | Decision) -> tuple[Taken, ...]:
    """The keys that rules of law set in an entry, the first rule named for each of them."""
    found: dict[str, Taken] = {}
    for law in entry.law:
        preset = PRESETS[law]
        for key, _ in preset.sets:
            if getattr(entry, key, None) is None:
                found.setdefault(key, Taken(key, preset))
    return tuple(found.values())


def _value(entry: Body | Decision, taken: Taken) -> object:
    at = entry.at or NOWHERE
    text = Text(dict(taken.preset.sets)[taken.key], at)
    file = File(Tree(Table({}, at), at.file, ""), Clock())
    return entry.fields()[taken.key].reader.read(text, file, (taken.key,))
