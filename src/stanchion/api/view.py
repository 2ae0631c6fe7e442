"""A charter as one question sees it: at an instant, under chosen readings, with chosen terms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar, assert_never

from stanchion.api.errors import BadQuestion, BeforeOpening, ReadingsClash, UnknownName
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.checks.supposed import unknown_in
from stanchion.charter.model import Charter
from stanchion.charter.patches import PatchMisses, patched
from stanchion.charter.state import State, state_at
from stanchion.exact.money import describe_amount, describe_share
from stanchion.source.suggest import closest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """The charter under readings and terms, its state at an instant, and what was chosen."""

    charter: Charter
    state: State
    readings: tuple[str, ...]
    assumptions: tuple[str, ...]
    changes: tuple[str, ...] = ()


def view(
    charter: Charter,
    *,
    at: datetime | None = None,
    readings: Iterable[str] = (),
    terms: Mapping[str, str] | None = None,
    changes: Iterable[str] = (),
) -> View:
    """The charter as asked about; at its own `as_of` unless `at` says otherwise.

    `readings` are `question.option`; `terms` give other values to named terms, as phrases;
    `changes` are changes of terms in the charter's own words, made after the readings: `decision
    sell also needs consent of ann`.
    Raises UnknownName, BadQuestion, ReadingsClash, BeforeOpening.
    """
    asked = tuple(changes)
    chosen = tuple(readings)
    patches = [patch for name in chosen for patch in reading_patches(charter, name)]
    for name, text in (terms or {}).items():
        figure = read_question(text, g.figure)
        if name not in charter.terms:
            raise _unknown("term", name, charter.terms)
        patches.append(p.SetTerm(p.Name(name), figure))
    try:
        read = patched(charter, patches)
    except PatchMisses as clash:
        raise ReadingsClash(chosen, clash.what, str(clash.missing)) from None
    read = changed(read, asked)
    instant = charter.as_of.start if at is None else at
    if instant < charter.opens.start:
        raise BeforeOpening(_day(instant), charter.opens.text)
    return View(read, state_at(read, instant), chosen, (*asked, *assumptions_of(read)), asked)


def changed(charter: Charter, changes: Iterable[str]) -> Charter:
    """The charter with terms changed as said, in order; raises BadQuestion, UnknownName."""
    clock = g.Clock(charter.time_zone)
    for text in changes:
        patch = read_question(text, g.patch(clock))
        unknown = unknown_in(charter, patch)
        if unknown is not None:
            raise _unknown(unknown.noun, str(unknown.name), unknown.known)
        try:
            charter = patched(charter, [patch])
        except PatchMisses as missing:
            why = f"there is no {missing.what} `{missing.missing}` to change"
            start = max(0, text.find(missing.missing))
            end = start + len(missing.missing)
            raise BadQuestion(text, why, start, end, "nothing here to change") from None
    return charter


def _day(instant: datetime) -> str:
    return instant.isoformat(sep=" ", timespec="minutes")


def reading_patches(charter: Charter, name: str) -> tuple[p.Patch, ...]:
    """The changes of terms of `question.option`; raises UnknownName."""
    question, _, option = name.partition(".")
    known = [f"{q}.{o}" for q, reading in charter.readings.items() for o in reading.options]
    if name not in known:
        raise _unknown("reading", name, known)
    return charter.readings[p.Name(question)].options[p.Name(option)].set


def _unknown(what: str, name: str, known: Iterable[str]) -> UnknownName:
    names = tuple(str(item) for item in known)
    return UnknownName(what, name, closest(name, names), names)


def known_or_raise(what: str, name: str, known: Iterable[str]) -> p.Name:
    """The name, if it is one of the known; raises UnknownName with the nearest."""
    names = tuple(str(item) for item in known)
    if name not in names:
        raise _unknown(what, name, names)
    return p.Name(name)


def read_question(text: str, production: g.Production[T]) -> T:
    """A phrase of a question, read by the charter's own grammar; raises BadQuestion."""
    try:
        return g.parse(text, production)
    except g.PhraseFault as wrong:
        raise BadQuestion(
            text, wrong.message, wrong.start, wrong.end, wrong.label, wrong.help
        ) from None


def instant_of(charter: Charter, text: str) -> datetime:
    """The instant a question means: a day or month means its last moment; raises BadQuestion."""
    found = read_question(text, g.instant(g.Clock(charter.time_zone)))
    return instant_end(found)


def instant_end(instant: p.Instant) -> datetime:
    """The moment a question about an instant is about: the last one of a day, month or year."""
    exact = instant.precision is p.Precision.MINUTE
    return instant.start if exact else instant.end - timedelta(seconds=1)


def amounts_of(charter: Charter, text: str) -> tuple[Fraction, ...]:
    """`200 bn`, `1 bn, 10 bn` or `0 to 300 bn by 50 bn`, in major units; raises BadQuestion."""
    found = read_question(text, g.amounts)
    code = charter.currency.code
    for quantity in found:
        if quantity.unit is not p.Unit.NUMBER:
            raise BadQuestion(text, "an amount of money belongs here", 0, len(text), "a rate")
        if quantity.currency not in {None, code}:
            raise BadQuestion(text, f"this charter counts in {code}", 0, len(text), f"not {code}")
    return tuple(quantity.value for quantity in found)


def assumptions_of(charter: Charter) -> tuple[str, ...]:
    """What the charter itself marks as assumed: named terms within their ranges."""
    said = []
    for name, term in charter.terms.items():
        if term.range is None:
            continue
        if isinstance(term.value, p.Quantity):
            value, unit = term.value.value, term.value.unit
        else:
            value, unit = amount_of(charter, p.NamedTerm(p.Name(name))), p.Unit.NUMBER
        told, low, high = (_told(x, unit) for x in (value, term.range.low, term.range.high))
        said.append(f"`{name}` is not known; worked with {told} (between {low} and {high})")
    return tuple(said)


def _told(value: Fraction, unit: p.Unit) -> str:
    match unit:
        case p.Unit.NUMBER:
            return describe_amount(value)
        case p.Unit.RATE:
            return describe_share(value)
        case p.Unit.MULTIPLE:
            return f"{describe_amount(value)}x"
        case _:
            assert_never(unit)
