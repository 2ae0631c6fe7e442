"""How a node of the file becomes a value: readers for every shape a charter is made of.

A reader takes a node and either returns the value or reports what is wrong and raises `Refused`;
containers read all their parts before they refuse, so that every fault is found in one go. The
same objects describe themselves as JSON Schema, so that editors and the loader cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

from stanchion.charter import faults as wrong
from stanchion.charter import grammar as g
from stanchion.exact.record import record
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.tree import Items, Node, Path, Table, Text, Tree

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Schema = dict[str, Any]


class Refused(Exception):
    """A node could not be read; its faults are in the file's list."""


@dataclass(slots=True)
class File:
    """The file being read: its tree, its clock, and the faults found so far."""

    tree: Tree
    clock: g.Clock = g.Clock()  # noqa: RUF009 - frozen
    faults: list[Diagnostic] = field(default_factory=list)

    def refuse(self, diagnostic: Diagnostic) -> Refused:
        """Report a fault; the caller raises what comes back."""
        self.faults.append(diagnostic)
        return Refused()


class Reader(Protocol[T_co]):
    """Reads one shape of node, and says in JSON Schema which."""

    def read(self, node: Node, file: File, path: Path) -> T_co:
        """The value of the node; raises Refused once the faults are reported."""
        ...

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        """The JSON Schema of what this reads; named parts go into `definitions`."""
        ...


@record(frozen=True, slots=True)
class TextReader(Generic[T]):
    """A scalar, made into a value by a function that may raise `ValueFault`."""

    what: str
    make: Callable[[Text, g.Clock], T]
    described: tuple[tuple[str, Any], ...] = ()

    def read(self, node: Node, file: File, path: Path) -> T:
        if not isinstance(node, Text):
            raise file.refuse(wrong.wrong_shape(node, self.what, file.tree, path))
        try:
            return self.make(node, file.clock)
        except wrong.ValueFault as fault:
            raise file.refuse(wrong.refused_value(fault, node)) from None
        except g.PhraseFault as fault:
            raise file.refuse(wrong.unreadable_phrase(fault, node)) from None

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        del definitions
        # tuples can be hashed, as annotations must; JSON Schema knows lists only
        own = {k: list(v) if isinstance(v, tuple) else v for k, v in self.described}
        return {"type": ["string", "number"], "description": self.what, **own}


@record(frozen=True, slots=True)
class ChoiceReader(Generic[T]):
    """One of the given words."""

    choices: tuple[tuple[str, T], ...]

    def read(self, node: Node, file: File, path: Path) -> T:
        words = tuple(word for word, _ in self.choices)
        if not isinstance(node, Text):
            what = " or ".join(f"`{word}`" for word in words)
            raise file.refuse(wrong.wrong_shape(node, what, file.tree, path))
        for word, value in self.choices:
            if node == word:
                return value
        raise file.refuse(wrong.not_a_choice(node, words, path))

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        del definitions
        return {"enum": [word for word, _ in self.choices]}


def words_of(choices: type[Enum]) -> ChoiceReader[Enum]:
    """A reader of an enumeration by its values."""
    return ChoiceReader(tuple((str(member.value), member) for member in choices))


@record(frozen=True, slots=True)
class ListReader(Generic[T]):
    """A list; with `single`, one item may be written without the brackets."""

    item: Reader[T]
    single: bool = False

    def read(self, node: Node, file: File, path: Path) -> tuple[T, ...]:
        if not isinstance(node, Items):
            if self.single:
                return (self.item.read(node, file, path),)
            raise file.refuse(wrong.wrong_shape(node, "a list", file.tree, path))
        made = self.tolerant(node, file, path)
        if len(made) < len(node):
            raise Refused
        return made

    def tolerant(self, node: Node, file: File, path: Path) -> tuple[T, ...]:
        """As `read`, but leaves out the items that cannot be read."""
        if not isinstance(node, Items):
            return self.read(node, file, path)
        made = []
        for place, part in enumerate(node):
            try:
                made.append(self.item.read(part, file, (*path, place)))
            except Refused:
                continue
        return tuple(made)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        item = self.item.schema(definitions)
        many: Schema = {"type": "array", "items": item}
        return {"anyOf": [many, item]} if self.single else many


@record(frozen=True, slots=True)
class MapReader(Generic[T]):
    """A mapping from names to values of one shape."""

    key: Reader[str]
    value: Reader[T]

    def read(self, node: Node, file: File, path: Path) -> dict[str, T]:
        made, failed = self._entries(node, file, path)
        if failed:
            raise Refused
        return made

    def tolerant(self, node: Node, file: File, path: Path) -> dict[str, T]:
        """As `read`, but leaves out the entries that cannot be read."""
        return self._entries(node, file, path)[0]

    def _entries(self, node: Node, file: File, path: Path) -> tuple[dict[str, T], bool]:
        if not isinstance(node, Table):
            raise file.refuse(wrong.wrong_shape(node, "a mapping", file.tree, path))
        made: dict[str, T] = {}
        failed = False
        for name, part in node.items():
            written = name if isinstance(name, Text) else Text(name, node.span)
            try:
                key = self.key.read(written, file, path)
                made[key] = self.value.read(part, file, (*path, name))
            except Refused:
                failed = True
        return made, failed

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema(definitions)}


@record(frozen=True, slots=True)
class KindReader(Generic[T]):
    """A mapping whose `kind:` says which of several models it is."""

    kinds: Mapping[str, Reader[T]]

    def read(self, node: Node, file: File, path: Path) -> T:
        if not isinstance(node, Table):
            raise file.refuse(wrong.wrong_shape(node, "a mapping", file.tree, path))
        reader = self.kinds.get(str(node.get("kind")))
        if reader is None:
            raise file.refuse(wrong.unknown_kind(node, tuple(self.kinds), file.tree, path))
        return reader.read(node, file, path)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"oneOf": [reader.schema(definitions) for reader in self.kinds.values()]}


@record(frozen=True, slots=True)
class ShortReader(Generic[T]):
    """A model that may be written as a single text: the value of its `key`."""

    model: Reader[T]
    key: str

    def read(self, node: Node, file: File, path: Path) -> T:
        if isinstance(node, Text):
            short = Table({self.key: node}, node.span, {self.key: node.span})
            return self.model.read(short, file, path)
        return self.model.read(node, file, path)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"anyOf": [{"type": "string"}, self.model.schema(definitions)]}
