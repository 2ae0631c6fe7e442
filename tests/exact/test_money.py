"""Money is whole minor units of one currency; amounts in words are exact or say that they are not.

ISO 4217 minor units are checked against the standard's own exceptions.
"""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact import money
from stanchion.exact.money import (
    Currency,
    CurrencyMismatch,
    Money,
    NotWholeMinorUnits,
    UnknownCurrency,
    currency,
    describe_amount,
    format_amount,
)

USD, JPY, KWD = currency("USD"), currency("JPY"), currency("KWD")
BN = 10**9
exactly = settings(derandomize=True, deadline=None, max_examples=100)
amounts = st.fractions(min_value=-(10**13), max_value=10**13, max_denominator=10**7)


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(money).failed == 0


@pytest.mark.parametrize(
    ("code", "minor_digits"),
    [("USD", 2), ("EUR", 2), ("JPY", 0), ("VND", 0), ("KWD", 3), ("TND", 3), ("CLF", 4)],
)
def test_minor_digits(code: str, minor_digits: int) -> None:
    assert currency(code) == Currency(code, minor_digits)
    assert currency(code).minor_per_major == 10**minor_digits


@pytest.mark.parametrize("code", ["DEM", "HRK", "XAU", "XXX", "", "dollar", "USDD"])
def test_what_is_no_active_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency) as caught:
        currency(code)
    assert caught.value.code == code


@pytest.mark.parametrize(("typo", "meant"), [("usd", "USD"), ("USDD", "USD"), ("ERU", "EUR")])
def test_a_typo_gets_close_matches(typo: str, meant: str) -> None:
    with pytest.raises(UnknownCurrency) as caught:
        currency(typo)
    assert meant in caught.value.close


def test_money_from_an_exact_amount() -> None:
    assert Money.from_exact(Fraction("1000.10"), USD) == Money(100010, USD)
    assert Money.from_exact(7, JPY).minor == 7
    assert Money(100010, USD).exact == Fraction(10001, 10)


def test_money_refuses_to_round() -> None:
    with pytest.raises(NotWholeMinorUnits) as caught:
        Money.from_exact(Fraction(1, 3), USD)
    assert (caught.value.amount, caught.value.currency) == (Fraction(1, 3), "USD")


def test_money_adds_and_compares_within_one_currency() -> None:
    assert Money(5, USD) + Money(7, USD) - Money(2, USD) == Money(10, USD)
    assert -Money(5, USD) < Money(4, USD) <= Money(4, USD) < Money(5, USD)
    assert max(Money(1, USD), Money(3, USD)) == Money(3, USD)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        _ = Money(1, USD) + Money(1, JPY)
    with pytest.raises(CurrencyMismatch):
        _ = Money(1, USD) - Money(1, JPY)
    with pytest.raises(CurrencyMismatch):
        _ = Money(1, USD) < Money(1, JPY)
    with pytest.raises(CurrencyMismatch):
        _ = Money(1, USD) >= Money(1, JPY)
    assert Money(1, USD) != Money(1, JPY)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Money(100010, USD), "USD 1,000.10"),
        (Money(-5, USD), "USD -0.05"),
        (Money(1234567, JPY), "JPY 1,234,567"),
        (Money(1500, KWD), "KWD 1.500"),
        (Money(0, USD), "USD 0.00"),
    ],
)
def test_money_as_text(amount: Money, text: str) -> None:
    assert str(amount) == text


@pytest.mark.parametrize(
    ("text", "given_"),
    [
        ("1,000.10", format_amount(Fraction("1000.1"))),
        ("USD 1,000.10", format_amount(Fraction("1000.1"), "USD")),
        ("JPY 1,000…", format_amount(Fraction("1000.1"), "JPY")),
        ("0.3333…", format_amount(Fraction(1, 3), digits=4)),
        ("USD -0.66…", format_amount(Fraction(-2, 3), "USD")),
        ("3", format_amount(3, digits=0)),
    ],
)
def test_format_amount(text: str, given_: str) -> None:
    assert given_ == text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Fraction(105 * BN), "105 bn"),
        (Fraction(25985 * BN, 100), "259.85 bn"),
        (Fraction(38198 * BN, 147), "259.8503… bn"),
        (Fraction(52 * BN, 3), "17.3333… bn"),
        (BN + Fraction(1, 100), "1.0000… bn"),
        (1_000 * BN, "1,000 bn"),
        (500_000, "500 k"),
        (BN // 2, "500 m"),
        (1_000_000, "1 m"),
        (86_001, "86,001"),
        (Fraction("1234.56"), "1,234.56"),
        (999, "999"),
        (Fraction(5, 2), "2.5"),
        (0, "0"),
        (Fraction(1, 3), "0.3333…"),
        (Fraction(1, 30_000), "0.00003333…"),
        (-13 * BN, "-13 bn"),
    ],
)
def test_describe_amount(amount: Fraction | int, words: str) -> None:
    assert describe_amount(amount) == words


@exactly
@given(amounts)
def test_words_without_an_ellipsis_are_exact_and_with_one_too_near_zero(amount: Fraction) -> None:
    words = describe_amount(amount)
    number, _, unit = words.partition(" ")
    scale = {"": 1, "k": 10**3, "m": 10**6, "bn": BN}[unit]
    shown = Fraction(number.rstrip("…").replace(",", "")) * scale
    if "…" in words:
        assert 0 <= abs(shown) < abs(amount)
        assert abs(shown - amount) < Fraction(scale, 10**4)
    else:
        assert shown == amount


@exactly
@given(st.integers(-(10**15), 10**15), st.sampled_from([USD, JPY, KWD]))
def test_money_round_trips_through_the_exact_amount(minor: int, unit: Currency) -> None:
    money_ = Money(minor, unit)
    assert Money.from_exact(money_.exact, unit) == money_
    assert Fraction(str(money_).split()[1].replace(",", "")) == money_.exact
