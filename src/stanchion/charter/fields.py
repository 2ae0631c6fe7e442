"""The field types that sections are made of: names, texts, phrases, rules.

Each is an annotation with its reader; a section's model names them. To add one: a production of
the grammar, and a line here.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from stanchion.charter import faults as wrong
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.faults import ValueFault
from stanchion.charter.grammar.quantities import bare_number
from stanchion.charter.reading import ChoiceReader, File, ListReader, Schema, TextReader
from stanchion.charter.written import Written
from stanchion.exact.record import record
from stanchion.source.tree import Items, Node, Path, Table, Text

T = TypeVar("T")


def phrase(production: Callable[[g.Cursor], T], what: str, *examples: str) -> TextReader[T]:
    """A field read by a production of the grammar."""
    return TextReader(what, lambda text, _: g.parse(text, production), _shown(examples))


def clocked(
    production: Callable[[g.Clock], Callable[[g.Cursor], T]], what: str, *examples: str
) -> TextReader[T]:
    """A field read by a production that meets instants, and so needs the charter's time zone."""
    return TextReader(what, lambda text, clock: g.parse(text, production(clock)), _shown(examples))


def counted(
    production: Callable[[g.Cursor], p.Figure], what: str, *examples: str
) -> TextReader[p.Figure]:
    """A field read by a production of the grammar that a bare number satisfies: most are one."""

    def make(text: Text, _: object) -> p.Figure:
        value = bare_number(text)
        if value is None:
            return g.parse(text, production)
        return p.Quantity(value, at=text.part(0, len(text)))

    return TextReader(what, make, _shown(examples))


def _shown(examples: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    return (("examples", examples),)


# --------------------------------------------------------------------- names


def _identifier(text: Text, clock: object = None) -> p.Name:
    del clock
    if not text.isidentifier() and not text.replace("-", "_").isidentifier():
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
    return p.Name(text, text)


def _dotted(text: Text, _: object) -> p.Name:
    for part in text.split("."):
        _identifier(Text(part, text.span))
    return p.Name(text, text)


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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
    counted(g.figure, "an amount, a count, a named term or `100x invested`", "13 bn", "86,000,000"),
]
QuantityField = Annotated[p.Quantity, counted(g.quantity, "a number", "7", "1.5x")]
RateField = Annotated[Fraction, phrase(g.rate, "a percentage or a fraction", "49%", "2/3")]
RangeField = Annotated[p.Range, phrase(g.range_of, "a number or a range", "15 (5 to 30)")]
DurationField = Annotated[p.Duration, phrase(g.duration, "a duration", "48 hours", "none")]
InstantField = Annotated[
    p.Instant,
    clocked(g.instant, "an instant", "2023-11-17 12:00 America/Los_Angeles", "2023-01"),
]


class Never(Enum):
    """A day that does not come."""

    NEVER = "never"


@record(frozen=True, slots=True)
class _InstantOrNeverReader:
    instant: TextReader[p.Instant]

    def read(self, node: Node, file: File, path: Path) -> p.Instant | Never:
        return Never.NEVER if node == Never.NEVER.value else self.instant.read(node, file, path)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"anyOf": [{"enum": [Never.NEVER.value]}, self.instant.schema(definitions)]}


InstantOrNever = Annotated[
    p.Instant | Never,
    _InstantOrNeverReader(clocked(g.instant, "an instant, or `never`", "2030-02-28")),
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
TriggerField = Annotated[
    p.Trigger,
    phrase(g.trigger, "a change of the model", "changed weights", "2x effective compute"),
]
AssertionField = Annotated[
    p.Assertion,
    clocked(g.assertion, "an expectation", "microsoft never receives more than 105 bn"),
]


# ------------------------------------------------ rules: phrases in a small tree


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class _RuleOrNoReader(_RuleReader):
    """A rule, or `no` where there is none."""

    def read(self, node: Node, file: File, path: Path) -> p.Rule | None:  # type: ignore[override]
        return None if node == "no" else _RuleReader.read(self, node, file, path)


RuleField = Annotated[p.Rule, _RuleReader()]
RuleOrNo = Annotated[p.Rule | None, _RuleOrNoReader()]
Kinds = Mapping[str, type[Written]]
