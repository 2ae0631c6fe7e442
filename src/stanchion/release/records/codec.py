"""Records as JSON objects and back, by their annotations: one form each, nothing else accepted.

A field `time_verified` is the key `timeVerified`. Instants are UTC to the second, exact numbers
texts, options null. A value that does not match its annotation is refused with the key at fault.
"""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from stanchion.exact.money import exact_text
from stanchion.release.records.canonical import LARGEST, quoted
from stanchion.release.records.errors import NoRecord

T = TypeVar("T")
Writer = Callable[[Any], Any]
Reader = Callable[[Any, str], Any]
Texter = Callable[[Any], str]
Form = tuple[Writer, Reader, Texter]
"""How a value becomes a JSON value, and back; and at once the canonical text of that JSON."""


def to_json(made: Any) -> Any:
    """The JSON object of a record."""
    return _form(type(made))[0](made)


def from_json(kind: type[T], found: Any, where: str) -> T:
    """The record of a JSON object; raises NoRecord."""
    made: T = _form(kind)[1](found, where)
    return made


def to_text(made: Any) -> str:
    """The canonical JSON of a record, as `canonical(to_json(made))` has it, in one go."""
    return _form(type(made))[2](made)


_forms: dict[Any, Form] = {}


def _form(kind: Any) -> Form:
    """How values of an annotation are written and read; worked out once."""
    form = _forms.get(kind)
    if form is None:
        form = _forms[kind] = _made(kind)
    return form


def _made(kind: Any) -> Form:
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        inner, other = get_args(kind)
        assert other is type(None), kind  # INVARIANT: the only unions of records are options
        return _optional(_form(inner))
    if origin is tuple:
        inner, dots = get_args(kind)
        assert dots is ..., kind  # INVARIANT: lists, not pairs
        return _listed(_form(inner))
    if kind in _PLAIN:
        return _PLAIN[kind]
    if issubclass(kind, Enum):
        return _enum(kind)
    return _object(kind)


def _optional(form: Form) -> Form:
    write, read, text = form
    return (
        lambda value: None if value is None else write(value),
        lambda found, where: None if found is None else read(found, where),
        lambda value: "null" if value is None else text(value),
    )


def _listed(form: Form) -> Form:
    write, read, text = form

    def read_all(found: Any, where: str) -> Any:
        if not isinstance(found, list):
            raise NoRecord(f"`{where}` is no list")
        return tuple(read(item, f"{where}[{place}]") for place, item in enumerate(found))

    return (
        lambda values: [write(value) for value in values],
        read_all,
        lambda values: f"[{','.join(map(text, values))}]",
    )


def _enum(kind: type[Enum]) -> Form:
    known = {member.value: member for member in kind}
    texts = {member: quoted(member.value) for member in kind}

    def read(found: Any, where: str) -> Enum:
        if not isinstance(found, str) or found not in known:
            raise NoRecord(f"`{where}` is none of {', '.join(known)}")
        return known[found]

    return lambda value: value.value, read, texts.__getitem__


def _object(kind: Any) -> Form:
    hints = get_type_hints(kind)
    parts = [(f.name, key_of(f.name), _form(hints[f.name])) for f in fields(kind)]
    writers = [(name, key, form[0]) for name, key, form in parts]
    keys = {key for _, key, _ in parts}
    ordered = sorted((key, name, form[2]) for name, key, form in parts)
    texters = [
        (f"{',' if place else ''}{quoted(key)}:", name, texter)
        for place, (key, name, texter) in enumerate(ordered)
    ]

    def write(made: Any) -> Any:
        return {key: writer(getattr(made, name)) for name, key, writer in writers}

    def read(found: Any, where: str) -> Any:
        if not isinstance(found, dict):
            raise NoRecord(f"`{where}` is no object")
        if found.keys() != keys:
            odd = sorted(found.keys() ^ keys)[0]
            word = "is not there" if odd in keys else "does not belong there"
            raise NoRecord(f"`{where}.{odd[:60]}` {word}")
        return kind(**{name: form[1](found[key], f"{where}.{key}") for name, key, form in parts})

    def text(made: Any) -> str:
        pieces = [before + texter(getattr(made, name)) for before, name, texter in texters]
        return f"{{{''.join(pieces)}}}"

    return write, read, text


def key_of(name: str) -> str:
    """The key of a field: `time_verified` is `timeVerified`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _as_it_is(value: Any) -> Any:
    return value


def _text(found: Any, where: str) -> str:
    if not isinstance(found, str):
        raise NoRecord(f"`{where}` is no text")
    return found


def _integer(found: Any, where: str) -> int:
    if type(found) is not int or abs(found) > LARGEST:
        raise NoRecord(f"`{where}` is no whole number that every reader holds")
    return found


def _boolean(found: Any, where: str) -> bool:
    if type(found) is not bool:
        raise NoRecord(f"`{where}` is neither true nor false")
    return found


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def instant_text(value: datetime) -> str:
    """An instant as records write it."""
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return at.isoformat(timespec="seconds")[: -len("+00:00")] + "Z"


def _instant(found: Any, where: str) -> datetime:
    if isinstance(found, str) and _INSTANT.fullmatch(found):
        try:
            return datetime.fromisoformat(found[:-1]).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise NoRecord(f"`{where}` is no instant such as 2026-01-31T12:00:00Z")


_NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60}|/[0-9]{1,60})?")


def _fraction(found: Any, where: str) -> Fraction:
    if isinstance(found, str) and _NUMBER.fullmatch(found):
        try:
            value = Fraction(found)
        except ZeroDivisionError:
            raise NoRecord(f"`{where}` divides by zero") from None
        if exact_text(value) == found:
            return value
    raise NoRecord(f"`{where}` is no exact number in its one form")


_HASH = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: str) -> bool:
    """Whether a text is a SHA-256 digest in hexadecimal."""
    return _HASH.fullmatch(text) is not None


_PLAIN: dict[Any, Form] = {
    str: (_as_it_is, _text, quoted),
    int: (_as_it_is, _integer, int.__repr__),
    bool: (_as_it_is, _boolean, lambda value: "true" if value else "false"),
    datetime: (instant_text, _instant, lambda value: f'"{instant_text(value)}"'),
    Fraction: (exact_text, _fraction, lambda value: f'"{exact_text(value)}"'),
}
