"""The tree built of PyYAML's events, on a stack of its own.

Nothing here recurses, no scalar is given a type, and every loop is bounded by the size of the
input: depth, nodes and faults are counted, and reading stops at the first one too many. The
events are used rather than PyYAML's own trees because those are built by recursion and forget
aliases, tags of scalars and the ends of keys.
"""

import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeAlias, cast
from unicodedata import normalize

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from stanchion.source import faults, syntax
from stanchion.source.characters import FORBIDDEN
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.span import Lines, Span
from stanchion.source.tree import Items, Node, Style, Table, Text

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STYLES = {"'": Style.SINGLE, '"': Style.DOUBLE, "|": Style.LITERAL, ">": Style.FOLDED}
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_MOST_FAULTS = 100
"""Faults after which reading stops: nobody mends more at once, and this may be no charter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read: its bytes, the depth of nesting, and keys, values and items."""

    size: int = 1024 * 1024
    depth: int = 40
    nodes: int = 250_000


LIMITS = Limits()


@dataclass(slots=True)
class _OpenTable:
    """A mapping that is being read, and where in it we are."""

    table: Table
    start: int
    faults_before: int
    keys: dict[str, Text] = field(default_factory=dict)  # normalised, to find what looks the same
    key: Text | None = None
    at_value: bool = False
    dropped: bool = False  # the value to come has no place in the table
    merging: bool = False


@dataclass(slots=True)
class _OpenItems:
    """A list that is being read."""

    items: Items
    start: int
    faults_before: int


def _can_be_key(node: Text) -> bool:
    return node.is_on_one_line and bool(node or node.style is not Style.PLAIN)


_Open: TypeAlias = _OpenTable | _OpenItems


def _offsets(event: Event) -> tuple[int, int]:
    """Where an event begins and ends in the text."""
    start, end = event.start_mark, event.end_mark
    assert start is not None  # INVARIANT: parsed events carry marks
    assert end is not None  # INVARIANT: as above
    return start.index, max(start.index, end.index)


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
        events = yaml.parse(self._text, Loader=_PARSER)
        with closing(cast(Generator[Event, None, None], events)):
            for event in events:
                self._take(event)
                if len(self.faults) >= _MOST_FAULTS:
                    self.whole, self._stopped = False, True
                if self._stopped:
                    return

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

    def _take(self, event: Event) -> None:
        match event:
            case ScalarEvent() | CollectionStartEvent():
                start, end = _offsets(event)
                self._count(start)
                if event.anchor is not None or event.tag is not None:
                    start = self._properties(event, start, end)
                if isinstance(event, ScalarEvent):
                    self._scalar(event, start, end)
                else:
                    self._open(event, start)
            case CollectionEndEvent():
                self._close(event)
            case AliasEvent():
                self._alias(event)
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._fault(faults.second_document(at=self._span(event)))
                    self._stopped = True
            case _:  # ends of documents and of the stream
                pass

    def _count(self, start: int) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            self._stop(faults.too_many(self._limits.nodes, at=self._first(start)))

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

    def _alias(self, event: AliasEvent) -> None:
        top = self._stack[-1] if self._stack else None
        _, self._end = _offsets(event)
        self.whole = False
        if not (isinstance(top, _OpenTable) and top.at_value and top.merging):
            self._fault(faults.alias(str(event.anchor), at=self._span(event)))
        self._attach(None, self._span(event))

    def _scalar(self, event: ScalarEvent, start: int, end: int) -> None:
        raw = self._text[start:end]
        if raw[:1] in ("|", ">"):  # ends at its last character, not at the next key
            raw = raw.rstrip()
            end = start + len(raw)
        self._begin, self._end = start, end
        plain = event.implicit[0] or not raw
        style = Style.PLAIN if plain else _STYLES.get(raw[:1], Style.PLAIN)
        node = Text(event.value, self._lines.span(start, end), style=style, raw=raw)
        if style is Style.DOUBLE and (hidden := FORBIDDEN.search(node)):
            self._refuse(faults.escaped_character(hidden.group(), at=node.span))
        top = self._stack[-1] if self._stack else None
        if style is Style.PLAIN and (not node or node in _NOTHING):
            if not isinstance(top, _OpenTable) or top.at_value:  # not a key
                self._nothing(node, top)
                return
        self._attach(node, node.span)

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
        self._attach(None, at)

    def _open(self, event: CollectionStartEvent, start: int) -> None:
        at = self._first(start)
        if len(self._stack) >= self._limits.depth:
            self._stop(faults.too_deep(self._limits.depth, at=at))
            return
        if isinstance(event, MappingStartEvent):
            self._stack.append(_OpenTable(Table({}, at), start, len(self.faults)))
        else:
            self._stack.append(_OpenItems(Items([], at), start, len(self.faults)))

    def _close(self, event: CollectionEndEvent) -> None:
        opened = self._stack.pop()
        start, end = _offsets(event)
        if end > start:  # a bracket; a block has no sign of its end
            self._end = end
        node = opened.table if isinstance(opened, _OpenTable) else opened.items
        node.span = self._lines.span(opened.start, max(opened.start, self._end))
        top = self._stack[-1] if self._stack else None
        if isinstance(top, _OpenTable) and not top.at_value:  # refused as a key for what it is
            del self.faults[opened.faults_before :]
        self._attach(node, node.span)

    # -- places

    def _span(self, event: Event) -> Span:
        return self._lines.span(*_offsets(event))

    def _first(self, start: int) -> Span:
        """The first character of a node."""
        return self._lines.span(start, start + 1)

    # -- the tree

    def _attach(self, node: Node | None, at: Span) -> None:
        """Put a finished node where it belongs; None stands for one that was refused."""
        top = self._stack[-1] if self._stack else None
        match top:
            case None:
                self.root = node
            case _OpenItems():
                if node is not None:
                    top.items.append(node)
            case _OpenTable() if not top.at_value:
                self._key(top, node, at)
            case _OpenTable():
                if node is not None and top.key is not None and not top.dropped:
                    top.table[top.key] = node
                    top.table.keys_at[top.key] = top.key.span
                top.key, top.at_value = None, False

    def _key(self, top: _OpenTable, node: Node | None, at: Span) -> None:
        top.at_value, top.dropped, top.merging = True, False, False
        if not isinstance(node, Text) or not _can_be_key(node):
            top.dropped = True
            if node is not None:  # otherwise it was refused for what it is
                self._refuse(faults.not_a_plain_key(node, at=at))
            return
        if node == "<<" and node.style is Style.PLAIN:
            top.dropped = top.merging = True
            self._refuse(faults.merge_key(at=at))
            return
        looks = node if node.isascii() else normalize("NFC", node)
        first = top.keys.setdefault(looks, node)
        top.key, top.dropped = node, first is not node
        if top.dropped:
            self._fault(faults.duplicate_key(node, first=first))

    # -- faults

    def _fault(self, diagnostic: Diagnostic) -> None:
        """Report what leaves the tree as it was written."""
        self.faults.append(diagnostic)

    def _refuse(self, diagnostic: Diagnostic) -> None:
        """Report what leaves a hole in the tree."""
        self.faults.append(diagnostic)
        self.whole = False

    def _stop(self, diagnostic: Diagnostic) -> None:
        """Report what ends the reading."""
        self._refuse(diagnostic)
        self._stopped = True
