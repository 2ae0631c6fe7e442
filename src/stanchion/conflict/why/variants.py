"""Other ways of building the same model: what its author might as well have chosen.

A probability that hangs on such a choice is less certain than its interval says; how far it does
is the specification spread.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from typing import assert_never

from stanchion.conflict.crisis.compiled import Crisis, Worth
from stanchion.conflict.inputs import Certain, Distribution, Input, Pert, Triangular, Uniform

Change = Callable[[Input], Input]


class Variant(Enum):
    """Named specifications; the value says what is different."""

    AS_STATED = "as stated"
    UNIFORM = "every value of a range is equally likely"
    PERT = "ranges are beta distributions around the best guess"
    BEST_GUESSES = "every input is its best guess"
    STEADY = "choices stray half as far from what they are worth"
    ERRATIC = "choices stray twice as far"
    NO_OFFERS = "no offer from outside is made"
    NOBODY_LEAVES = "nobody can walk away"
    HALF_THE_TIME = "the deadline comes after half the time"
    TWICE_THE_TIME = "the deadline comes after twice the time"


def varied(crisis: Crisis, variant: Variant) -> Crisis:
    """The crisis under another specification."""
    match variant:
        case Variant.AS_STATED:
            return crisis
        case Variant.UNIFORM:
            return with_inputs(crisis, lambda one: _shaped(one, Uniform(one.low, one.high)))
        case Variant.PERT:
            return with_inputs(crisis, lambda one: _shaped(one, Pert(one.low, one.best, one.high)))
        case Variant.BEST_GUESSES:
            return with_inputs(crisis, lambda one: _shaped(one, Certain(one.best)))
        case Variant.STEADY:
            return replace(crisis, noise=_scaled(crisis.noise, Fraction(1, 2)))
        case Variant.ERRATIC:
            return replace(crisis, noise=_scaled(crisis.noise, Fraction(2)))
        case Variant.NO_OFFERS:
            return replace(crisis, offers=())
        case Variant.NOBODY_LEAVES:
            return replace(crisis, crowds=(), offers=())
        case Variant.HALF_THE_TIME:
            return replace(crisis, horizon=max(1, crisis.horizon // 2))
        case Variant.TWICE_THE_TIME:
            return replace(crisis, horizon=crisis.horizon * 2)
        case _:
            assert_never(variant)


def with_inputs(crisis: Crisis, change: Change) -> Crisis:
    """The crisis with every input changed; their names, and so their draws, stay."""

    def maybe(one: Input | None) -> Input | None:
        return None if one is None else change(one)

    def worth(one: Worth) -> Worth:
        return replace(one, input=maybe(one.input))

    return replace(
        crisis,
        noise=change(crisis.noise),
        worths={
            party: tuple(tuple(worth(w) for w in of_status) for of_status in of_party)
            for party, of_party in crisis.worths.items()
        },
        crowds=tuple(
            replace(
                crowd,
                threshold=change(crowd.threshold),
                spread=change(crowd.spread),
                cost=maybe(crowd.cost),
                loyalty=maybe(crowd.loyalty),
            )
            for crowd in crisis.crowds
        ),
        offers=tuple(replace(offer, cost=change(offer.cost)) for offer in crisis.offers),
    )


def _shaped(one: Input, distribution: Distribution) -> Input:
    return one if one.is_certain else replace(one, distribution=distribution)


def _scaled(one: Input, times: Fraction) -> Input:
    match one.distribution:
        case Certain(value):
            return replace(one, distribution=Certain(value * times))
        case Triangular(low, mode, high):
            return replace(one, distribution=Triangular(low * times, mode * times, high * times))
        case _:
            return replace(one, distribution=Uniform(one.low * times, one.high * times))
