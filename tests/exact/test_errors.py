"""Errors are data: the facts are fields, and they survive the way out of a worker process."""

import pickle
from fractions import Fraction

import pytest

from stanchion.exact.errors import (
    AllocationImpossible,
    BadEntitlements,
    CurrencyMismatch,
    EmptyInterval,
    MalformedCurve,
    NegativeArgument,
    NotInvertible,
    NotWholeMinorUnits,
    OutsideDomain,
    StanchionError,
    UnknownCurrency,
)

MESSAGES = [
    (UnknownCurrency("USB", ("USD",)), "unknown currency `USB`"),
    (CurrencyMismatch("USD", "EUR"), "`USD` and `EUR` do not mix"),
    (
        NotWholeMinorUnits(Fraction(1, 3), "USD", 2),
        "`1/3` USD is not a whole number of minor units",
    ),
    (
        BadEntitlements("a negative entitlement", 3, Fraction(7, 2), 1),
        "a negative entitlement (entitled to `7/2` of `3`, payee 1)",
    ),
    (AllocationImpossible(5, (1, 2)), "`5` does not fit under ceilings of `3` in all"),
    (OutsideDomain(-1), "`-1` is below zero, where the function is not defined"),
    (EmptyInterval(2, 1), "the interval from `2` to `1` is empty"),
    (MalformedCurve("there is no segment"), "there is no segment"),
    (MalformedCurve("the segments jump", 4), "the segments jump at `4`"),
    (
        NotInvertible(Fraction(2), Fraction(3), Fraction(0)),
        "not invertible: no rise after `2` (slope `0`)",
    ),
    (
        NotInvertible(Fraction(0), Fraction(-3), Fraction(1)),
        "not invertible: starts below zero, at `-3`",
    ),
    (
        NegativeArgument(Fraction(6), Fraction(-1)),
        "the inner function is `-1`, below zero, at `6`",
    ),
]


@pytest.mark.parametrize(("error", "message"), MESSAGES)
def test_message_and_facts_survive_pickling(error: StanchionError, message: str) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert str(error) == str(again) == message
    assert repr(error) == repr(again)


def test_facts_given_by_name_survive_pickling() -> None:
    again = pickle.loads(pickle.dumps(UnknownCurrency(code="XYZ", close=())))
    assert (again.code, again.close) == ("XYZ", ())
