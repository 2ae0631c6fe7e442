"""Currencies, amounts in whole minor units, and amounts in words for people.

Exact amounts are `Fraction`s in major units (dollars, not cents); `Money` is what can be paid.
"""

from fractions import Fraction
from functools import total_ordering

from stanchion.exact.errors import CurrencyMismatch, NotWholeMinorUnits, UnknownCurrency
from stanchion.exact.record import record

__all__ = [
    "Currency",
    "CurrencyMismatch",
    "Money",
    "NotWholeMinorUnits",
    "UnknownCurrency",
    "currency",
    "describe_amount",
    "exact_text",
    "format_amount",
]

# Source: ISO 4217 list one (current currency and funds codes), as published 2026-01-01, without
# the codes that have no minor unit (metals, units of account, testing).
_CODES_BY_MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD "
    "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR "
    "ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_MINOR_DIGITS = {
    code: digits for digits, codes in _CODES_BY_MINOR_DIGITS.items() for code in codes.split()
}

_SHORTENED = "…"
_DECIMALS_IN_WORDS = 4
_SCALES = ((10**9, "bn"), (10**6, "m"))
_THOUSAND = 1000


@record(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code and the decimals of its minor unit: 2 for cents, 0 where there is none."""

    code: str
    minor_digits: int

    @property
    def minor_per_major(self) -> int:
        """How many minor units make one major unit."""
        return int(10**self.minor_digits)

    def __str__(self) -> str:
        return self.code


def currency(code: str) -> Currency:
    """The active currency of this ISO 4217 code, in capitals as the standard writes it.

    Raises UnknownCurrency, with close matches, for anything else.

    >>> currency("JPY").minor_digits
    0
    """
    digits = _MINOR_DIGITS.get(code)
    if digits is None:
        raise UnknownCurrency(code, _close_codes(code))
    return Currency(str(code), digits)


def _close_codes(code: str) -> tuple[str, ...]:
    from difflib import get_close_matches  # only where a charter is wrong

    typed = code.strip().upper()
    alike = get_close_matches(typed, _MINOR_DIGITS, n=len(_MINOR_DIGITS), cutoff=0.6)
    swapped_first = sorted(alike, key=lambda known: sorted(known) != sorted(typed))
    return tuple(swapped_first[:3])


@total_ordering
@record(frozen=True, slots=True)
class Money:
    """A whole number of minor units, which can be paid.

    Sums and order exist within one currency only (CurrencyMismatch otherwise); equality across
    currencies is False, never an error, so that amounts can be keys.
    """

    minor: int
    currency: Currency

    @classmethod
    def from_exact(cls, amount: Fraction | int, currency: Currency) -> "Money":
        """This amount in major units. Raises NotWholeMinorUnits rather than round it.

        >>> Money.from_exact(Fraction("1000.10"), currency("USD"))
        Money(minor=100010, currency=Currency(code='USD', minor_digits=2))
        """
        minor = Fraction(amount) * currency.minor_per_major
        if minor.denominator != 1:
            raise NotWholeMinorUnits(Fraction(amount), currency.code, currency.minor_digits)
        return cls(minor.numerator, currency)

    @property
    def exact(self) -> Fraction:
        """The amount in major units."""
        return Fraction(self.minor, self.currency.minor_per_major)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __str__(self) -> str:
        return f"{self.currency} {_decimal(self.exact, digits=self.currency.minor_digits)}"

    def _minor_of(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency.code, other.currency.code)
        return other.minor


def format_amount(
    amount: Fraction | int, currency_code: str | None = None, *, digits: int | None = None
) -> str:
    """An amount in major units, written out with `digits` decimals.

    `digits` is by default what the currency has, or 2 without one. What does not fit is cut off,
    not rounded, and marked by an ellipsis. Raises UnknownCurrency.

    >>> format_amount(Fraction("1000.10"), "USD"), format_amount(Fraction(2, 3))
    ('USD 1,000.10', '0.66…')
    """
    if currency_code is None:
        return _decimal(Fraction(amount), digits=2 if digits is None else digits)
    known = currency(currency_code)
    shown = known.minor_digits if digits is None else digits
    return f"{known} {_decimal(Fraction(amount), digits=shown)}"


def exact_text(value: Fraction) -> str:
    """An exact number as text: whole, a terminating decimal, or `numerator/denominator`.

    >>> exact_text(Fraction(105)), exact_text(Fraction(-1, 4)), exact_text(Fraction(1, 147))
    ('105', '-0.25', '1/147')
    """
    below = value.denominator
    twos = fives = 0
    while below % 2 == 0:
        below, twos = below // 2, twos + 1
    while below % 5 == 0:
        below, fives = below // 5, fives + 1
    if below != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = max(twos, fives)
    scaled = str(abs(value.numerator) * 10**digits // value.denominator).rjust(digits + 1, "0")
    text = scaled if not digits else f"{scaled[:-digits]}.{scaled[-digits:]}"
    return f"-{text}" if value < 0 else text


def describe_amount(amount: Fraction | int) -> str:
    """An amount in major units as people say it: in bn, m or k where it is large.

    Up to four decimals (below 1, four after the zeros); what is more is cut off and marked by an
    ellipsis, so no ellipsis means exact. From a million on the amount is scaled; below, it is in
    `k` only where it is whole thousands.

    >>> describe_amount(Fraction(105 * 10**9)), describe_amount(Fraction(52 * 10**9, 3))
    ('105 bn', '17.3333… bn')
    >>> describe_amount(250_000), describe_amount(Fraction("1234.50")), describe_amount(-1500000)
    ('250 k', '1,234.5', '-1.5 m')
    """
    exact = Fraction(amount)
    for scale, word in _SCALES:
        if abs(exact) >= scale:
            return f"{_brief(exact / scale)} {word}"
    if abs(exact) >= _THOUSAND and exact % _THOUSAND == 0:
        return f"{exact / _THOUSAND} k"
    return _brief(exact)


def describe_share(part: Fraction | int) -> str:
    """A part of a whole as people say it, cut off like amounts.

    >>> describe_share(Fraction(49, 100)), describe_share(Fraction(1, 3)), describe_share(1)
    ('49%', '33.3333…%', '100%')
    """
    return f"{_brief(Fraction(part) * 100)}%"


def _brief(value: Fraction) -> str:
    """At most four decimals that matter, and none that need not be there."""
    digits = _DECIMALS_IN_WORDS
    if 0 < abs(value) < 1:
        whole_reciprocal = value.denominator // abs(value.numerator)
        digits += len(str(whole_reciprocal)) - 1  # about the number of zeros after the point
    text = _decimal(value, digits=digits)
    return text if text.endswith(_SHORTENED) else text.rstrip("0").rstrip(".")


def _decimal(value: Fraction, *, digits: int) -> str:
    """Decimal notation with this many decimals, cut off towards zero, and a mark if that loses."""
    units, lost = divmod(abs(value) * 10**digits, 1)
    whole, decimals = divmod(units, 10**digits)
    sign = "-" if value < 0 else ""
    point = f".{decimals:0{digits}d}" if digits else ""
    return f"{sign}{whole:,}{point}{_SHORTENED if lost else ''}"
