"""The tree built of PyYAML's events, on a stack of its own.

Nothing here recurses, no scalar is given a type, and every loop is bounded by the size of the
input: depth, nodes and faults are counted, and reading stops at the first one too many. The
events are used rather than PyYAML's own trees because those are built by recursion and forget
aliases, tags of scalars and the ends of keys.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from unicodedata import normalize

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from stanchion.exact.record import record
from stanchion.source import faults, syntax
from stanchion.source.characters import FORBIDDEN
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.span import Lines, Span
from stanchion.source.tree import Items, Node, Style, Table, Text, text_at

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_ODD_KEYS = ("", "<<")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_MOST_FAULTS = 100
"""Faults after which reading stops: nobody mends more at once, and this may be no charter."""


@record(frozen=True, slots=True)
class Limits:
    """How much of a file is read: its bytes, the depth of nesting, and keys, values and items."""

    size: int = 1024 * 1024
    depth: int = 40
    nodes: int = 250_000


LIMITS = Limits()


@dataclass(slots=True)
class _OpenTable:
    """A mapping that is being read, and where in it we are."""

    start: int
    faults_before: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)  # normalised, to find what looks the same
    key: Text | None = None
    at_value: bool = False
    dropped: bool = False  # the value to come has no place in the table
    merging: bool = False

    def closed(self, at: Span) -> Table:
        """The mapping as it was read."""
        return Table(self.entries, at)


@dataclass(slots=True)
class _OpenItems:
    """A list that is being read."""

    start: int
    faults_before: int
    nodes: list[Node] = field(default_factory=list)

    def closed(self, at: Span) -> Items:
        """The list as it was read."""
        return Items(self.nodes, at)


_Open: TypeAlias = _OpenTable | _OpenItems
_Take: TypeAlias = Callable[[Any, int, int], None]
"""What takes an event, which begins and ends at these offsets."""


class Builder:
    """Reads one text once: call `build`, then look at `root`, `faults` and `whole`.

    `whole` says that nothing written is missing from the tree.
    """

    def __init__(self, text: str, lines: Lines, limits: Limits) -> None:
        self.faults: list[Diagnostic] = []
        self.whole = True
        self.root: Node | None = None
        self._text = text
        self._lines = lines
        self._limits = limits
        self._stack: list[_Open] = []
        self._top: _Open | None = None  # the last of the stack
        self._nodes = 0
        self._documents = 0
        self._begin = 0  # offset of the scalar read last
        self._end = 0  # offset behind what was read last
        self._stopped = False

    def build(self) -> None:
        """Read all events, or as many as can be read; then look at what the root became."""
        try:
            self._read_events()
        except yaml.MarkedYAMLError as refused:
            self._refuse(syntax.not_yaml(self._complaint(refused)))
            return
        except (yaml.YAMLError, ValueError, OverflowError) as refused:
            # PyYAML's Python parser lets some faults of `chr` and `int` through
            self._refuse(
                syntax.not_yaml(self._complaint_at(str(refused), "", self._end, self._end))
            )
            return
        if self.root is None:
            if self.whole:
                self._refuse(faults.empty_file(file=self._lines.file))
        elif not isinstance(self.root, Table) and not self._stack:
            line = self._text[self._lines.start_of(self.root.span.line) :].split("\n", 1)[0]
            hints = (syntax.missing_space(line), *syntax.lookalikes(line))
            self._refuse(faults.not_a_mapping(self.root, hints=tuple(filter(None, hints))))

    def _read_events(self) -> None:
        takes: dict[type[Event], _Take] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }  # nothing is to be done at the ends of documents and of the stream
        parser = _PARSER(self._text)
        next_event: Callable[[], Event | None] = parser.get_event
        try:
            while not self._stopped and (event := next_event()) is not None:
                take = takes.get(type(event))
                if take is None:
                    continue
                first, last = event.start_mark, event.end_mark
                assert first is not None  # INVARIANT: parsed events carry marks
                assert last is not None  # INVARIANT: as above
                start, end = first.index, last.index
                take(event, start, end if end > start else start)
        finally:
            parser.dispose()

    def _complaint(self, refused: yaml.MarkedYAMLError) -> syntax.Complaint:
        mark = refused.problem_mark or refused.context_mark
        at = mark.index if mark is not None else self._end
        begin = refused.context_mark.index if refused.context_mark is not None else at
        return self._complaint_at(refused.problem or "", refused.context or "", at, begin)

    def _complaint_at(self, problem: str, context: str, at: int, begin: int) -> syntax.Complaint:
        starts = [each.start for each in self._stack if self._text[each.start] in "[{"]
        opened = starts[-1] if starts else None
        return syntax.Complaint(
            problem, context, at, begin, self._begin, opened, self._text, self._lines
        )

    # -- events

    def _document(self, _: DocumentStartEvent, start: int, end: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self._fault(faults.second_document(at=self._lines.span(start, end)))
            self._stopped = True

    def _properties(self, event: ScalarEvent | CollectionStartEvent, start: int, end: int) -> int:
        """Reports an anchor or a tag; where a scalar begins behind it."""
        if event.anchor is not None:
            sign = max(self._text.find(f"&{event.anchor}", start, end), start)
            at = self._lines.span(sign, sign + 1 + len(event.anchor))
            self._fault(faults.anchor(event.anchor, at=at))
        if event.tag is not None:
            found = re.compile(r"!\S*").search(self._text, start, end)
            name, bounds = (found.group(), found.span()) if found else (event.tag, (start, end))
            self._fault(faults.tag(name, at=self._lines.span(*bounds)))
        behind = _PROPERTIES.match(self._text, start, end)
        return behind.end() if behind and isinstance(event, ScalarEvent) else start

    def _alias(self, event: AliasEvent, start: int, end: int) -> None:
        top = self._top
        at = self._lines.span(start, end)
        self._end = end
        self.whole = False
        if not (isinstance(top, _OpenTable) and top.at_value and top.merging):
            self._fault(faults.alias(str(event.anchor), at=at))
        self._attach(None)

    def _scalar(self, event: ScalarEvent, start: int, end: int) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            self._too_many(start)
        if event.anchor is not None or event.tag is not None:
            start = self._properties(event, start, end)
        style = event.style
        if style and style in "|>":  # ends at its last character, not at the next key
            end = start + len(self._text[start:end].rstrip())
        self._begin, self._end = start, end
        node = text_at(event.value, self._lines, start, end)
        if style == '"' and (hidden := FORBIDDEN.search(node)):
            self._refuse(faults.escaped_character(hidden.group(), at=node.span))
        top = self._top
        if type(top) is _OpenTable and not top.at_value:
            self._key(top, node)
        elif not style and (not node or node in _NOTHING):
            self._nothing(node, top)
        else:
            self._attach(node)

    def _too_many(self, start: int) -> None:
        self._stop(faults.too_many(self._limits.nodes, at=self._first(start)))

    def _nothing(self, node: Text, top: "_Open | None") -> None:
        """A plain scalar that is empty, or that YAML would take for nothing."""
        if top is None:
            return  # an empty file, as far as anybody can see
        key = top.key if isinstance(top, _OpenTable) else None
        at = node.span
        if not node and key is not None:
            at = key.span
        elif not node:
            offset = self._end - 1 if self._text[self._end - 1 : self._end] == "-" else self._end
            at = self._lines.span(offset, self._end)
        if not (isinstance(top, _OpenTable) and (top.dropped or top.merging)):
            self._refuse(faults.no_value(key, at=at, written=str(node)))
        self._attach(None)

    def _open(self, event: CollectionStartEvent, start: int, end: int) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            self._too_many(start)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, start, end)
        if len(self._stack) >= self._limits.depth:
            self._stop(faults.too_deep(self._limits.depth, at=self._first(start)))
            return
        opens = _OpenTable if type(event) is MappingStartEvent else _OpenItems
        self._top = opens(start, len(self.faults))
        self._stack.append(self._top)

    def _close(self, _: CollectionEndEvent, start: int, end: int) -> None:
        opened = self._stack.pop()
        self._top = top = self._stack[-1] if self._stack else None
        if end > start:  # a bracket; a block has no sign of its end
            self._end = end
        if isinstance(top, _OpenTable) and not top.at_value:  # refused as a key for what it is
            del self.faults[opened.faults_before :]
        self._attach(opened.closed(self._lines.span(opened.start, max(opened.start, self._end))))

    # -- places

    def _first(self, start: int) -> Span:
        """The first character of a node."""
        return self._lines.span(start, start + 1)

    # -- the tree

    def _attach(self, node: Node | None) -> None:
        """Put a finished node where it belongs; None stands for one that was refused."""
        top = self._top
        if top is None:
            self.root = node
        elif isinstance(top, _OpenItems):
            if node is not None:
                top.nodes.append(node)
        elif not top.at_value:
            self._key(top, node)
        else:
            if node is not None and top.key is not None and not top.dropped:
                top.entries[top.key] = node
            top.key, top.at_value = None, False

    def _key(self, top: _OpenTable, node: Node | None) -> None:
        top.at_value, top.dropped, top.merging = True, False, False
        if not isinstance(node, Text):
            top.dropped = True
            if node is not None:  # otherwise it was refused for what it is
                self._refuse(faults.not_a_plain_key(node, at=node.span))
            return
        if node.raw != node or node in _ODD_KEYS:
            self._look_at_key(top, node)
            if top.dropped:
                return
        looks = node if node.isascii() else normalize("NFC", node)
        first = top.keys.setdefault(looks, node)
        top.key = node
        if first is not node:
            top.dropped = True
            self._fault(faults.duplicate_key(node, first=first))

    def _look_at_key(self, top: _OpenTable, node: Text) -> None:
        """Refuses what is no name: a text over several lines, none at all, a merge."""
        is_plain = node.style is Style.PLAIN
        if not node.is_on_one_line or (is_plain and not node):
            top.dropped = True
            self._refuse(faults.not_a_plain_key(node, at=node.span))
        elif is_plain and node == "<<":
            top.dropped = top.merging = True
            self._refuse(faults.merge_key(at=node.span))

    # -- faults

    def _fault(self, diagnostic: Diagnostic) -> None:
        """Report what leaves the tree as it was written."""
        self.faults.append(diagnostic)
        if len(self.faults) >= _MOST_FAULTS:
            self.whole, self._stopped = False, True

    def _refuse(self, diagnostic: Diagnostic) -> None:
        """Report what leaves a hole in the tree."""
        self._fault(diagnostic)
        self.whole = False

    def _stop(self, diagnostic: Diagnostic) -> None:
        """Report what ends the reading."""
        self._refuse(diagnostic)
        self._stopped = True
