"""Numbers as people write them: amounts, shares, ranges, durations."""

import re
from datetime import timedelta
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.grammar.instants import Clock, instant_from
from stanchion.charter.grammar.words import (
    LONGEST_NUMBER,
    NUMBER,
    Cursor,
    PhraseFault,
    Production,
    Token,
)
from stanchion.source.characters import shortened

MOST_AMOUNTS = 10_000
"""How many amounts one question may ask about."""
SCALES = {
    "k": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "million": 10**6,
    "bn": 10**9, "billion": 10**9,
    "tn": 10**12, "trillion": 10**12,
}  # fmt: skip
UNITS = ("%", "x", *SCALES)
_BARE_NUMBER = re.compile(NUMBER)
A_UNIT = "a unit such as `bn` or `%`"
A_TIME = "a unit such as `days`"


def number(c: Cursor) -> Fraction:
    """Number = Digits [ "." Digits ] [ "/" Digits ] ;"""
    token = c.take("number", "a number")
    if token is None:
        raise _misread(c) or c.fault()
    value = _digits(c, token)
    if c.accept("/", as_one_of=""):
        below = c.take("number", "a number")
        if below is None:
            raise c.fault()
        divisor = _digits(c, below)
        if not divisor:
            raise c.fault_at(below, "a fraction cannot divide by zero", label="zero")
        value /= divisor
    return value


def _digits(c: Cursor, token: Token) -> Fraction:
    if len(token.text) > LONGEST_NUMBER:
        raise c.fault_at(token, "this number is too long", label=f"over {LONGEST_NUMBER} digits")
    return _value(token.text)


def _value(digits: str) -> Fraction:
    digits = digits.replace(",", "")
    return Fraction(int(digits) if digits.isdecimal() else digits)


def bare_number(text: str) -> Fraction | None:
    """The value of a text that is a `Number` and no more, in one step; None for all others.

    A register of holders has thousands of these, and they need no cursor.
    """
    if _BARE_NUMBER.fullmatch(text) is None or len(text) > LONGEST_NUMBER:
        return None
    return _value(text)


def whole(c: Cursor, *, of: str) -> int:
    """A whole number; `of` says what is counted, for the fault."""
    start = c.position
    value = number(c)
    if value.denominator != 1:
        raise c.fault_at(c.tokens[start], f"{of} are counted in whole numbers", label="not whole")
    return int(value)


def _misread(c: Cursor) -> PhraseFault | None:
    token = c.token
    if token is not None and token.text in {"-", "−", "–"}:
        return c.fault_at(
            token,
            "an amount cannot be negative",
            label="quantities in a charter are zero or more",
            help="say who pays whom instead of using a sign",
        )
    if token is not None and token.text.casefold() in {"inf", "infinity", "nan", "infinite"}:
        return c.fault_at(token, f"`{token.text}` is not a finite number", label="not finite")
    if token is not None and token.kind == "other" and token.text[0].isdigit():
        return c.fault_at(
            token,
            f"`{shortened(token.text)}` is no number as numbers are written here",
            label="a comma parts thousands, a point the decimals",
            help="write `1,234` or `12.34`",
        )
    return None


def quantity(c: Cursor) -> p.Quantity:
    """Quantity = [ Currency ] Number [ "k" | "m" | "bn" | "tn" | "%" | "x" ] [ Currency ] ;"""
    start = c.position
    currency = _currency(c)
    value = number(c)
    unit = p.Unit.NUMBER
    written = c.accept_one(UNITS, as_one_of=A_UNIT)
    if written == "%":
        value, unit = value / 100, p.Unit.RATE
    elif written == "x":
        unit = p.Unit.MULTIPLE
    elif written is not None:
        value *= SCALES[written]
    elif "/" in [t.text for t in c.tokens[start : c.position]]:
        unit = p.Unit.RATE
    if currency is None and unit is p.Unit.NUMBER:  # in `75% IBM` IBM is a payee
        currency = _currency(c)
    return p.Quantity(value, unit, currency, at=c.since(start))


def _currency(c: Cursor) -> str | None:
    token = c.token
    if token and token.kind == "word" and len(token.text) == 3 and token.text.isupper():
        c.position += 1
        return token.text
    return None


def figure(c: Cursor) -> p.Figure:
    """Figure = Quantity | Number "x" "invested" | "capital" "contributed" | "preferred" "return"
    | NameOfTerm ;"""
    start = c.position
    token = c.token
    if token and token.kind == "word":
        if c.accept("capital contributed", as_one_of=""):
            return p.TimesInvested(Fraction(1), at=c.since(start))
        if c.accept("preferred return", as_one_of=""):
            return p.PreferredReturn(at=c.since(start))
    if token and token.kind == "word" and not (len(token.text) == 3 and token.text.isupper()):
        if (fault := _misread(c)) is not None:
            raise fault
        return p.NamedTerm(c.name("an amount"), at=c.since(start))
    value = quantity(c)
    if value.unit is p.Unit.MULTIPLE and c.accept("invested"):
        return p.TimesInvested(value.value, at=c.since(start))
    return value


def rate(c: Cursor) -> Fraction:
    """Rate = Number "%" | Number "/" Number ;"""
    start = c.position
    value = quantity(c)
    if value.unit is not p.Unit.RATE or value.currency:
        token = c.tokens[start]
        raise PhraseFault(
            "a share is written as a percentage or a fraction",
            start=token.start,
            end=c.tokens[c.position - 1].end,
            label="neither `%` nor `/`",
            help="write `49%` or `49/100`",
        )
    return value.value


def range_of(c: Cursor) -> p.Range:
    """Range = Quantity [ "(" Ends ")" | "to" Quantity ] | "uniform" Ends
    | ( "triangular" | "beta" ) Quantity "(" Ends ")"
    | "normal" Quantity "with" "deviation" Quantity "within" Ends ;
    Ends = Quantity "to" Quantity ;"""
    start = c.position
    shape = next((s for s in p.Shape if s is not p.Shape.STATED and c.accept(s.value)), None)
    match shape:
        case p.Shape.UNIFORM:
            return _range(c, start, _ends(c), shape=shape)
        case p.Shape.TRIANGULAR | p.Shape.BETA:
            best = quantity(c)
            c.require("(")
            return _range(c, start, _closed(c), best=best, shape=shape)
        case p.Shape.NORMAL:
            return _normal(c, start)
        case _:
            return _stated(c, start)


def _stated(c: Cursor, start: int) -> p.Range:
    first = quantity(c)
    if c.accept("("):
        return _range(c, start, _closed(c), best=first)
    if c.accept("to"):
        return _range(c, start, (first, quantity(c)))
    return _range(c, start, (first, first), best=first)


def _normal(c: Cursor, start: int) -> p.Range:
    best = quantity(c)
    c.require("with deviation")
    place = c.position
    deviation = quantity(c)
    if not deviation.value:
        raise c.fault_at(
            c.tokens[place],
            "a deviation of zero leaves nothing to be uncertain about",
            label="zero",
            help="write the number alone",
        )
    c.require("within")
    return _range(c, start, _ends(c), best=best, shape=p.Shape.NORMAL, deviation=deviation)


def _range(
    c: Cursor,
    start: int,
    ends: tuple[p.Quantity, p.Quantity],
    *,
    best: p.Quantity | None = None,
    shape: p.Shape = p.Shape.STATED,
    deviation: p.Quantity | None = None,
) -> p.Range:
    numbers = [each for each in (best, deviation, *ends) if each is not None]
    if len({(each.unit, each.currency) for each in numbers}) > 1:
        raise PhraseFault(
            "the numbers of this range count different things",
            start=c.tokens[start].start,
            end=c.tokens[c.position - 1].end,
            label="not of one kind",
            help="write the unit with each of them, as in `5% to 10%`",
        )
    return p.Range(
        ends[0].value,
        ends[1].value,
        None if best is None else best.value,
        shape,
        ends[0].unit,
        ends[0].currency,
        None if deviation is None else deviation.value,
        at=c.since(start),
    )


def _closed(c: Cursor) -> tuple[p.Quantity, p.Quantity]:
    ends = _ends(c)
    c.require(")")
    return ends


def _ends(c: Cursor) -> tuple[p.Quantity, p.Quantity]:
    low = quantity(c)
    c.require("to")
    return low, quantity(c)


LONGEST = p.Duration(12_000, timedelta(days=366_000))
"""A thousand years: dates that lie farther ahead are none of the calendar's."""
_EXACT_UNITS = {
    "minute": timedelta(minutes=1), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1),
}  # fmt: skip


def duration(c: Cursor) -> p.Duration:
    """Duration = "none" | Number Unit { [ "and" ] Number Unit } ;
    Unit = "minutes" | "hours" | "days" | "weeks" | "months" | "years" ;"""
    start = c.position
    if c.accept("none"):
        return p.Duration(at=c.since(start))
    months, rest = 0, timedelta()
    while True:
        at = c.position
        count = number(c)
        if count.denominator != 1:
            raise c.fault_at(c.tokens[at], "a duration counts whole units", label="not whole")
        months_each, exact = _duration_unit(c)
        try:
            months, rest = months + int(count) * months_each, rest + int(count) * exact
        except OverflowError:
            rest = timedelta.max
        if months > LONGEST.months or rest > LONGEST.rest:
            raise c.fault_at(
                c.tokens[at], "this duration is too long", label="over 1,000 years in all"
            )
        if not c.accept("and") and (c.token is None or c.token.kind != "number"):
            return p.Duration(months, rest, at=c.since(start))


def _duration_unit(c: Cursor) -> tuple[int, timedelta]:
    for word, exact in _EXACT_UNITS.items():
        if c.accept(word, as_one_of=A_TIME) or c.accept(word + "s", as_one_of=A_TIME):
            return 0, exact
    for word, months in (("month", 1), ("year", 12)):
        if c.accept(word, as_one_of=A_TIME) or c.accept(word + "s", as_one_of=A_TIME):
            return months, timedelta()
    raise c.fault()


def instant(clock: Clock) -> Production[p.Instant]:
    """Instant = [ "about" ] Date [ Time ] [ Zone ] ;
    Date = Year [ "-" Month [ "-" Day ] ] ;"""

    def production(c: Cursor) -> p.Instant:
        return instant_from(c, clock)

    return production


def amounts(c: Cursor) -> tuple[p.Quantity, ...]:
    """Amounts = Quantity { "," Quantity } | Quantity "to" Quantity "by" Quantity ;"""
    first = quantity(c)
    if not c.accept("to"):
        found = [first]
        while c.accept(","):
            found.append(quantity(c))
        return tuple(found)
    last = quantity(c)
    c.require("by")
    start = c.position
    step = quantity(c)
    count = (last.value - first.value) / step.value if step.value else Fraction(MOST_AMOUNTS)
    if not 0 <= count < MOST_AMOUNTS:
        raise c.fault_at(
            c.tokens[start],
            f"this range has no end, or more than {MOST_AMOUNTS} steps",
            label="the step",
            help="write for example `0 to 300 bn by 50 bn`",
        )
    return tuple(p.Quantity(first.value + i * step.value) for i in range(int(count) + 1))


def schedule(clock: Clock) -> Production[tuple[p.Payout, ...]]:
    """Schedule = Payout { "," Payout } ; Payout = Quantity [ "by" Name ] "at" Instant ;"""

    def payout(c: Cursor) -> p.Payout:
        amount = quantity(c)
        entity = c.name("an entity") if c.accept("by") else None
        c.require("at")
        return p.Payout(amount, instant_from(c, clock), entity)

    def production(c: Cursor) -> tuple[p.Payout, ...]:
        found = [payout(c)]
        while c.accept(","):
            found.append(payout(c))
        return tuple(found)

    return production
