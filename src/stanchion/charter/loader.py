"""From text to a charter: read, typed, checked; every fault at once.

The stages share one signature in spirit: each adds diagnostics and passes on what it could make.
An entry that cannot be typed is set aside and the rest is still checked, so that one slip does
not hide the others; a charter is only returned when there is no error at all.
"""

from datetime import UTC

from stanchion.charter.checks import CHECKS, Context, declared_names
from stanchion.charter.grammar import Clock, zone_named
from stanchion.charter.model import LANGUAGE_VERSION, Charter
from stanchion.charter.reading import File, Refused
from stanchion.exact.record import record
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.reader import read
from stanchion.source.tree import Node, Table, Text, Tree


@record(frozen=True, slots=True)
class Loaded:
    """What became of a charter file: the charter, unless some diagnostic is an error."""

    charter: Charter | None
    diagnostics: tuple[Diagnostic, ...]
    tree: Tree | None = None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep the charter from being used."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def load(data: bytes | str, *, file: str) -> Loaded:
    """The charter written in `data`, or all that is wrong with it; never raises for bad input."""
    found = read(data, file=file)
    if found.tree is None:
        return Loaded(None, found.diagnostics)
    tree = found.tree
    typed, faults = _typed(tree)
    diagnostics = [*found.diagnostics, *faults]
    if typed is not None:
        context = Context(typed, tree, declared_names(tree), complete=not diagnostics)
        for check in CHECKS:
            diagnostics.extend(check(context))
    ordered = tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: d.sort_key))
    failed = any(d.severity is Severity.ERROR for d in ordered)
    return Loaded(None if failed else typed, ordered, tree)


def _typed(tree: Tree) -> tuple[Charter | None, tuple[Diagnostic, ...]]:
    """The charter made of all entries that can be typed, and what is wrong with the others."""
    file = File(tree, _clock(tree))
    try:
        return Charter.read(tree.root, file, (), tolerant=True), tuple(file.faults)
    except Refused:
        return _with_stand_ins(file), tuple(file.faults)


def _clock(tree: Tree) -> Clock:
    zone = tree.root.get("time_zone") if isinstance(tree.root, Table) else None
    if zone is None:
        return Clock()
    # a zone that cannot be read is one fault, and not one more for each date
    return Clock((zone_named(zone) if isinstance(zone, Text) else None) or UTC)


STAND_INS = {"stanchion": LANGUAGE_VERSION, "name": "?", "as_of": "9998 UTC", "currency": "USD"}
"""What checks take for a line of the head that is missing or cannot be read: nothing follows
from it. Who the parties are cannot be stood in for."""


def _with_stand_ins(file: File) -> Charter | None:
    """The charter as far as it can be checked though its head has faults, all reported before."""
    root = file.tree.root
    if not isinstance(root, Table):
        return None
    silent = File(file.tree, file.clock)
    entries: dict[str, Node] = dict(root)
    for key, text in STAND_INS.items():
        try:
            Charter.fields()[key].reader.read(root[key], silent, (key,))
        except (KeyError, Refused):
            entries[key] = Text(text, root.span)
    try:
        return Charter.read(root.replaced(entries), silent, (), tolerant=True)
    except Refused:
        return None
