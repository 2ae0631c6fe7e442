"""The base of every section's model, and the field types that sections are made of.

A model names its keys as class annotations; each annotation is a field type from here, another
model, an enumeration, or a tuple, dict or optional of those. Nothing is generated when a class is
made: the readers of a model are put together when it is first read, so that starting up stays
cheap (measured: a fifth of what a schema compiler takes).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
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
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
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
    TextReader,
    words_of,
)
from stanchion.source.span import Span
from stanchion.source.tree import Items, Node, Path, Table, Text

T = TypeVar("T")
_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a model: the attribute, the key as written, its reader, its default."""

    name: str
    key: str
    reader: Reader[object]
    default: object
    description: str

    @property
    def required(self) -> bool:
        """Whether the key must be written."""
        return self.default is _REQUIRED


@dataclass(frozen=True, slots=True)
class _Spec:
    default: object
    alias: str | None
    description: str


def written(*, default: Any = _REQUIRED, alias: str | None = None, description: str = "") -> Any:
    """A field whose key differs from its name, or that needs a word in the schema."""
    return _Spec(default, alias, description)


@dataclass(frozen=True, slots=True)
class Single:
    """Marks a list that may be written as a single value."""


@dataclass(frozen=True, slots=True)
class Short:
    """Marks a model that may be written as the value of one of its keys."""

    key: str


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(written,))
class Written:
    """Something people wrote: frozen, unknown keys refused, and aware of its place."""

    at: ClassVar[Span | None] = None
    _fields: ClassVar[dict[str, Field] | None] = None

    def __init__(self, **values: object) -> None:
        for name, field in self.fields().items():
            value = values.pop(name, field.default)
            assert value is not _REQUIRED, f"{name} is required"  # INVARIANT: readers see to it
            object.__setattr__(self, name, value)
        assert not values, f"no fields {sorted(values)}"  # INVARIANT: called by name

    def __init_subclass__(cls) -> None:
        cls._fields = None

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
        return made._placed(self.at)

    def _placed(self, at: Span | None) -> Self:
        object.__setattr__(self, "at", at)
        return self

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """The fields by name, in order of declaration, inherited ones first."""
        if cls._fields is None:
            found: dict[str, Field] = {}
            for base in reversed(cls.__mro__):
                for name, annotation in vars(base).get("__annotations__", {}).items():
                    if get_origin(annotation) is not ClassVar:
                        found[name] = _field(base, name, annotation)
            cls._fields = found
        return cls._fields

    @classmethod
    def read(cls, node: Node, file: File, path: Path, *, tolerant: bool = False) -> Self:
        """The entry written at a node; raises Refused once all its faults are reported.

        With `tolerant`, lists and mappings directly below leave out what cannot be read.
        """
        if not isinstance(node, Table):
            raise file.refuse(wrong.wrong_shape(node, "a mapping", file.tree, path))
        fields = {field.key: field for field in cls.fields().values()}
        values: dict[str, object] = {}
        failed = False
        for key, part in node.items():
            field = fields.get(key)
            if field is None:
                at = node.keys_at.get(key, node.span)
                file.faults.append(wrong.unknown_key(key, at, fields))
                continue
            try:
                values[field.name] = _value(field, part, file, (*path, key), tolerant=tolerant)
            except Refused:
                failed = failed or not tolerant or field.required
        for field in fields.values():
            if field.required and field.key not in node:
                file.faults.append(wrong.missing_key(field.key, file.tree, path))
                failed = True
        if failed:
            raise Refused
        made = cls(**values)._placed(node.span)
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


def _value(field: Field, node: Node, file: File, path: Path, *, tolerant: bool) -> object:
    reader = field.reader
    if tolerant and isinstance(reader, ListReader | MapReader):
        return reader.tolerant(node, file, path)
    return reader.read(node, file, path)


def _field(owner: type, name: str, annotation: object) -> Field:
    default = vars(owner).get(name, _REQUIRED)
    spec = default if isinstance(default, _Spec) else _Spec(default, None, "")
    return Field(name, spec.alias or name, reader_of(annotation), spec.default, spec.description)


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


def phrase(production: Callable[[g.Cursor], T], what: str, *examples: str) -> TextReader[T]:
    """A field read by a production of the grammar."""
    return TextReader(what, lambda text, _: g.parse(text, production), _shown(examples))


def clocked(
    production: Callable[[g.Clock], Callable[[g.Cursor], T]], what: str, *examples: str
) -> TextReader[T]:
    """A field read by a production that meets instants, and so needs the charter's time zone."""
    return TextReader(what, lambda text, clock: g.parse(text, production(clock)), _shown(examples))


def _shown(examples: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    return (("examples", examples),)


# --------------------------------------------------------------------- names


def _identifier(text: Text, clock: object = None) -> p.Name:
    del clock
    if not text.replace("-", "_").isidentifier():
        raise ValueFault(
            f"`{text}` cannot be a name",
            label="letters, digits, `_` and `-`, beginning with a letter",
        )
    if text.casefold() in g.RESERVED:
        raise ValueFault(
            f"`{text}` is a word of the language and cannot be a name",
            label="reserved",
            help=f"add to it, as in `{text}_1` or `the_{text}`",
        )
    return p.Name(text, text.span)


def _dotted(text: Text, _: object) -> p.Name:
    for part in text.split("."):
        _identifier(Text(part, text.span))
    return p.Name(text, text.span)


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people, in one language or in several."""

    texts: tuple[tuple[str, str], ...]

    def said_in(self, language: str) -> str:
        """The text in that language, else in English, else in the first one given."""
        known = dict(self.texts)
        return known.get(language) or known.get("en") or self.texts[0][1]

    def __str__(self) -> str:
        return self.said_in("en")


LANGUAGES = ("en", "zh-Hant", "zh-Hans", "de", "fr", "es", "ja", "da", "nl", "it", "pt", "ko")


@dataclass(frozen=True, slots=True)
class _WordsReader:
    def read(self, node: Node, file: File, path: Path) -> Words:
        if isinstance(node, Text):
            return Words((("en", str(node)),))
        if isinstance(node, Items):
            raise file.refuse(wrong.wrong_shape(node, "a text", file.tree, path))
        if not node:
            raise file.refuse(wrong.wrong_shape(node, "a text", file.tree, path))
        found = []
        for language, text in node.items():
            at = node.keys_at.get(language, node.span)
            if language not in LANGUAGES:
                raise file.refuse(wrong.unknown_key(language, at, LANGUAGES))
            if not isinstance(text, Text):
                raise file.refuse(wrong.wrong_shape(text, "a text", file.tree, (*path, language)))
            found.append((language, str(text)))
        return Words(tuple(found))

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        del definitions
        by_language = {language: {"type": "string"} for language in LANGUAGES}
        return {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": by_language, "additionalProperties": False},
            ]
        }


def _name_reader(make: Callable[[Text, Any], p.Name], what: str) -> TextReader[p.Name]:
    return TextReader(what, make, (("type", "string"),))


Id = Annotated[p.Name, _name_reader(_identifier, "a name")]
DottedId = Annotated[p.Name, _name_reader(_dotted, "a name, qualified by dots if need be")]
Prose = Annotated[str, TextReader("a text", lambda text, _: str(text), (("type", "string"),))]
Label = Annotated[Words, _WordsReader()]
YesNo = Annotated[
    bool, ChoiceReader((("yes", True), ("no", False), ("true", True), ("false", False)))
]

# ------------------------------------------------------------------- phrases

FigureField = Annotated[
    p.Figure,
    phrase(g.figure, "an amount, a count, a named term or `100x invested`", "13 bn", "86,000,000"),
]
QuantityField = Annotated[p.Quantity, phrase(g.quantity, "a number", "7", "1.5x")]
RateField = Annotated[Fraction, phrase(g.rate, "a percentage or a fraction", "49%", "2/3")]
RangeField = Annotated[p.Range, phrase(g.range_of, "a number or a range", "15 (5 to 30)")]
DurationField = Annotated[p.Duration, phrase(g.duration, "a duration", "48 hours", "none")]
InstantField = Annotated[
    p.Instant,
    clocked(g.instant, "an instant", "2023-11-17 12:00 America/Los_Angeles", "2023-01"),
]
SelectorField = Annotated[
    p.Selector, phrase(g.selector, "who is meant", "any 4 of board", "manager of openai_global")
]
ThresholdField = Annotated[
    p.Threshold,
    phrase(g.threshold, "a threshold", "more than 1/2 of seats in office"),
]
ConditionField = Annotated[
    p.Condition, clocked(g.condition, "a condition", "microsoft has received 13 bn")
]
CountsField = Annotated[
    p.Counts, phrase(g.counts, "what is counted", "this stage", "everything", "stages a and b")
]
DestinationField = Annotated[
    p.Destination,
    phrase(g.destination, "where the share goes", "others pro rata", "the residual"),
]
VotesField = Annotated[Fraction, phrase(g.votes_per_unit, "votes", "10 per unit", "none")]
EffectField = Annotated[
    p.Effect, clocked(g.effect, "an effect", "someone joins board", "ceo falls vacant")
]
PatchField = Annotated[
    p.Patch,
    clocked(g.patch, "a change of terms", "cap of microsoft in profit_share counts everything"),
]
AssertionField = Annotated[
    p.Assertion,
    clocked(g.assertion, "an expectation", "microsoft never receives more than 105 bn"),
]


# ------------------------------------------------ rules: phrases in a small tree


@dataclass(frozen=True, slots=True)
class _RuleReader:
    """A rule as a phrase, or `all:`, `any:`, `at_least: k, of:` over a list of rules."""

    def read(self, node: Node, file: File, path: Path) -> p.Rule:
        if isinstance(node, Text):
            return phrase(g.rule, "a rule").read(node, file, path)
        if isinstance(node, Table) and len(node) == 1 and next(iter(node)) in {"all", "any"}:
            key = next(iter(node))
            parts = ListReader(self).read(node[key], file, (*path, key))
            return p.AllRules(parts) if key == "all" else p.AnyRule(1, parts)
        if isinstance(node, Table) and set(node) == {"at_least", "of"}:
            return self._at_least(node, file, path)
        fault = ValueFault(
            "a rule is a phrase, or `all:`, `any:`, or `at_least:` with `of:` over a list of rules",
            label="not a rule",
            help="write for example `more than 1/2 of seats in office`",
        )
        raise file.refuse(wrong.refused_entry(fault, file.tree, path))

    def _at_least(self, node: Table, file: File, path: Path) -> p.Rule:
        count = phrase(g.number, "a number").read(node["at_least"], file, (*path, "at_least"))
        parts = ListReader(self).read(node["of"], file, (*path, "of"))
        if count.denominator != 1 or not 1 <= count <= len(parts):
            fault = ValueFault(f"`at_least` must be between 1 and {len(parts)}", label="here")
            raise file.refuse(wrong.refused_entry(fault, file.tree, (*path, "at_least")))
        return p.AnyRule(int(count), parts)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        del definitions
        return {
            "description": "a rule: a phrase, or `all`, `any`, `at_least … of` over rules",
            "anyOf": [{"type": "string"}, {"type": "object"}],
            "examples": ["more than 1/2 of seats in office and consent of microsoft"],
        }


@dataclass(frozen=True, slots=True)
class _RuleOrNoReader(_RuleReader):
    """A rule, or `no` where there is none."""

    def read(self, node: Node, file: File, path: Path) -> p.Rule | None:  # type: ignore[override]
        return None if node == "no" else _RuleReader.read(self, node, file, path)


RuleField = Annotated[p.Rule, _RuleReader()]
RuleOrNo = Annotated[p.Rule | None, _RuleOrNoReader()]
Kinds = Mapping[str, type[Written]]
