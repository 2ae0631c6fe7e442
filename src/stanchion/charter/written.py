"""The base of every section's model: typed, frozen, aware of its place in the file.

A model names its keys as class annotations; each annotation is a field type of `fields`, another
model, an enumeration, or a tuple, dict or optional of those. Nothing is generated when a class is
made: the readers of a model are put together when it is first read, so that starting up stays
cheap (measured: a fifth of what a schema compiler takes).
"""

from collections.abc import Callable
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
)

from stanchion.charter import faults as wrong
from stanchion.charter.faults import ValueFault
from stanchion.charter.reading import (
    ChoiceReader,
    File,
    ListReader,
    MapReader,
    Reader,
    Refused,
    Schema,
    ShortReader,
    words_of,
)
from stanchion.exact.record import record
from stanchion.source.span import Span
from stanchion.source.tree import Node, Path, Table

T = TypeVar("T")
_REQUIRED = object()


@record(frozen=True, slots=True)
class Field:
    """One key of a model: the attribute, the key as written, its reader, its default."""

    name: str
    key: str
    reader: Reader[object]
    read: Callable[[Node, File, Path], object]
    tolerant: Callable[[Node, File, Path], object]  # leaves out what cannot be read
    default: object
    description: str

    @property
    def required(self) -> bool:
        """Whether the key must be written."""
        return self.default is _REQUIRED


@record(frozen=True, slots=True)
class _Spec:
    default: object
    alias: str | None
    description: str


def written(*, default: Any = _REQUIRED, alias: str | None = None, description: str = "") -> Any:
    """A field whose key differs from its name, or that needs a word in the schema."""
    return _Spec(default, alias, description)


@record(frozen=True, slots=True)
class Single:
    """Marks a list that may be written as a single value."""


@record(frozen=True, slots=True)
class Short:
    """Marks a model that may be written as the value of one of its keys."""

    key: str


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(written,))
class Written:
    """Something people wrote: frozen, unknown keys refused, and aware of its place."""

    at: ClassVar[Span | None] = None
    _specs: ClassVar[dict[str, _Spec]] = {}
    _fields: ClassVar[dict[str, Field] | None] = None
    _by_key: ClassVar[dict[str, Field]] = {}
    _required: ClassVar[tuple[Field, ...]] = ()
    _in_order: ClassVar[tuple[tuple[str, str, object, bool], ...]] = ()

    def __init__(self, **values: object) -> None:
        fields = self.fields()
        # INVARIANT: called by name
        assert values.keys() <= fields.keys(), f"no fields {sorted(values.keys() - fields.keys())}"
        # INVARIANT: readers see to it
        assert all(f.name in values for f in self._required), "a required value is missing"
        self.__dict__.update(values)

    def __init_subclass__(cls) -> None:
        cls._fields = None
        cls._specs = {n: value for n, value in vars(cls).items() if isinstance(value, _Spec)}
        for name, spec in cls._specs.items():  # a default is an attribute of the class
            if spec.default is _REQUIRED:
                delattr(cls, name)
            else:
                setattr(cls, name, spec.default)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a charter does not change: cannot set {name}")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.fields())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        said = ", ".join(
            f"{name}={getattr(self, name)!r}"
            for name, field in self.fields().items()
            if getattr(self, name) != field.default
        )
        return f"{type(self).__name__}({said})"

    def consistent(self) -> None:
        """Raises ValueFault where the keys of one entry do not go together."""

    def changed(self, **changes: object) -> Self:
        """The same entry with some values replaced, in the same place of the file."""
        values = {name: getattr(self, name) for name in self.fields()}
        made = type(self)(**{**values, **changes})
        return made.placed(self.at)

    def placed(self, at: Span | None) -> Self:
        """The same entry, in a place of the file."""
        self.__dict__["at"] = at
        return self

    def said(self) -> list[tuple[str, str, object]]:
        """Each field that says something, in order of declaration: its name, key and value."""
        own = self.__dict__
        self.fields()
        return [
            (name, key, own.get(name, default))
            for name, key, default, is_silent in self._in_order
            if name in own or not is_silent
        ]

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """The fields by name, in order of declaration, inherited ones first."""
        if cls._fields is None:
            found: dict[str, Field] = {}
            for base in reversed(cls.__mro__):
                for name, annotation in vars(base).get("__annotations__", {}).items():
                    if issubclass(base, Written) and get_origin(annotation) is not ClassVar:
                        found[name] = _field(base, name, annotation)
            cls._by_key = {field.key: field for field in found.values()}
            cls._required = tuple(field for field in found.values() if field.required)
            cls._in_order = tuple(
                (f.name, f.key, f.default, f.default is None or f.default == ())
                for f in found.values()
            )
            cls._fields = found
        return cls._fields

    @classmethod
    def read(cls, node: Node, file: File, path: Path, *, tolerant: bool = False) -> Self:
        """The entry written at a node; raises Refused once all its faults are reported.

        With `tolerant`, lists and mappings directly below leave out what cannot be read.
        """
        if not isinstance(node, Table):
            raise file.refuse(wrong.wrong_shape(node, "a mapping", file.tree, path))
        cls.fields()  # puts the others together at the first reading
        fields = cls._by_key
        values: dict[str, object] = {"at": node.span}
        failed = False
        for key, part in node.items():
            field = fields.get(key)
            if field is None:
                at = node.keys_at.get(key, node.span)
                file.faults.append(wrong.unknown_key(key, at, fields))
                continue
            read = field.tolerant if tolerant else field.read
            try:
                values[field.name] = read(part, file, (*path, key))
            except Refused:
                failed = failed or not tolerant or field.required
        for field in cls._required:
            if field.key not in node:
                words = field.reader.choices if isinstance(field.reader, ChoiceReader) else ()
                choices = tuple(word for word, _ in words)
                file.faults.append(wrong.missing_key(field.key, file.tree, path, choices))
                failed = True
        if failed:
            raise Refused
        made = cls.__new__(cls)
        made.__dict__.update(values)
        try:
            made.consistent()
        except ValueFault as fault:
            raise file.refuse(wrong.refused_entry(fault, file.tree, path)) from None
        return made

    @classmethod
    def schema(cls, definitions: dict[str, Schema]) -> Schema:
        """A reference to this model's JSON Schema, which is put into `definitions`."""
        if cls.__name__ not in definitions:
            own: Schema = {"type": "object", "additionalProperties": False}
            definitions[cls.__name__] = own
            if cls.__doc__:
                own["description"] = cls.__doc__.split("\n\n")[0].replace("\n", " ")
            own["properties"] = {
                field.key: {
                    **field.reader.schema(definitions),
                    **({"description": field.description} if field.description else {}),
                }
                for field in cls.fields().values()
            }
            required = [field.key for field in cls.fields().values() if field.required]
            if required:
                own["required"] = required
        return {"$ref": f"#/$defs/{cls.__name__}"}


def _field(owner: type[Written], name: str, annotation: object) -> Field:
    spec = owner._specs.get(name) or _Spec(vars(owner).get(name, _REQUIRED), None, "")
    reader = reader_of(annotation)
    tolerant = reader.tolerant if isinstance(reader, ListReader | MapReader) else reader.read
    key = spec.alias or name
    return Field(name, key, reader, reader.read, tolerant, spec.default, spec.description)


def reader_of(annotation: Any) -> Reader[Any]:
    """The reader of a field type: what stands in a model's annotation."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(parts[0], parts[1:])
    if origin in {Union, UnionType}:
        (only,) = [part for part in parts if part is not NoneType]  # INVARIANT: X or None
        return reader_of(only)
    if origin is tuple:
        return ListReader(reader_of(parts[0]))
    if origin is dict:
        return MapReader(reader_of(parts[0]), reader_of(parts[1]))
    if origin is Literal:
        return ChoiceReader(tuple((str(part), part) for part in parts))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return words_of(annotation)
    # INVARIANT: what is none of these is a model
    assert isinstance(annotation, type)
    assert issubclass(annotation, Written)
    return annotation


def _marked(inner: object, marks: tuple[object, ...]) -> Reader[Any]:
    for mark in marks:
        if isinstance(mark, Single):
            reader = reader_of(inner)
            assert isinstance(reader, ListReader)  # INVARIANT: only lists are marked so
            return ListReader(reader.item, single=True)
        if isinstance(mark, Short):
            return ShortReader(reader_of(inner), mark.key)
        if hasattr(mark, "read"):
            return cast(Reader[Any], mark)
    return reader_of(inner)


OneOrMany = Single()
"""For a list field that may be written as a single value."""
