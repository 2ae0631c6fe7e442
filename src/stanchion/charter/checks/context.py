"""What every check is given, and what they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from stanchion.charter.model import Charter
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.written import (
    Written,
)
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.span import Span
from stanchion.source.tree import Items, Path, Table, Tree


class Names(Enum):
    """The kinds of name that a charter declares; the value is the noun for messages."""

    PARTY = "party"
    GROUP = "group"
    BODY = "body"
    OFFICE = "office"
    CLASS = "class"
    DECISION = "decision"
    STAGE = "stage"
    TERM = "term"
    SOURCE = "source"
    CLAWBACK = "clawback"
    DUTY = "duty"
    AXIS = "axis"
    CROWD = "crowd"
    PRODUCT = "product"
    MODEL = "model version"
    CATEGORY = "risk category"
    LEVEL = "level"
    EVALUATION = "evaluation"
    READING = "reading"
    RELEASE_STAGE = "release stage"
    OUTCOME = "outcome"
    EVENT = "event with an id"


Walked = tuple[Path, object, str, object]
"""Path of the owner, the owner, the name of a field of it, the value of that field."""
Declared = Mapping[Names, frozenset[str]]


@dataclass(frozen=True)
class Context:
    """A typed charter, the tree it came from, and every name the file declares."""

    charter: Charter
    tree: Tree
    declared: Declared
    complete: bool
    """Whether no entry was set aside; a check of the whole has nothing to say otherwise."""

    @cached_property
    def fields(self) -> tuple[Walked, ...]:
        """Every field of the charter (see `walk`), gathered once for all checks."""
        return tuple(walk(self.charter))

    def at(self, *path: str | int) -> Span:
        """Where a value stands; the nearest place that exists."""
        return self.tree.at(path)

    def key_at(self, *path: str | int) -> Span:
        """Where a key stands; the nearest place that exists."""
        return self.tree.key_at(path)


def error(code: str, message: str, at: Span, *, label: str = "", help: str = "") -> Diagnostic:
    """An error that keeps the charter from being used."""
    return Diagnostic(code, message, at=at, label=label, help=(help,) if help else ())


def warning(code: str, message: str, at: Span, *, label: str = "", help: str = "") -> Diagnostic:
    """Something that can hardly be meant, or that a reader should know."""
    return Diagnostic(
        code, message, at=at, label=label, help=(help,) if help else (), severity=Severity.WARNING
    )


def walk(value: object, path: Path = ()) -> list[Walked]:
    """Every field that says something: (path of its owner, owner, field name, field value).

    Models give their keys as written (aliases); the path is one of the file as far as the tree
    goes, and stays at the phrase inside a phrase.
    """
    found: list[Walked] = []
    _gather(value, path, found)
    return found


def _gather(value: object, path: Path, found: list[Walked]) -> None:
    if isinstance(value, Written):
        for name, key, inner in value.said():
            _note(value, name, inner, (path, (*path, key)), found)
    elif isinstance(value, Meaning):
        for name, inner in value.said():
            _note(value, name, inner, (path, path), found)
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, _INNER):
                _gather(part, (*path, str(key)), found)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            if isinstance(part, _INNER):
                _gather(part, (*path, place), found)


def _note(
    owner: object, name: str, inner: object, paths: tuple[Path, Path], found: list[Walked]
) -> None:
    """Notes one field, if it says anything, and all below it; `paths` are the owner's and its."""
    if inner is None or (type(inner) is tuple and not inner):
        return
    found.append((paths[0], owner, name, inner))
    if isinstance(inner, _INNER):
        _gather(inner, paths[1], found)


_INNER = (Written, Meaning, dict, tuple)
"""What has fields below it; all else is a leaf."""


def names_in(tree: Tree, *path: str) -> frozenset[str]:
    """The keys of the mapping at a path, empty where there is none."""
    node: object = tree.root
    for step in path:
        node = node.get(step) if isinstance(node, Table) else None
    return frozenset(node) if isinstance(node, Table) else frozenset()


def items_at(tree: Tree, *path: str) -> tuple[object, ...]:
    """The items of the list at a path, empty where there is none."""
    node: object = tree.root
    for step in path:
        node = node.get(step) if isinstance(node, Table) else None
    return tuple(node) if isinstance(node, Items) else ()
