"""How likely an amount is, in words."""

from fractions import Fraction
from itertools import pairwise

from stanchion.charter.grammar.quantities import quantity, rate
from stanchion.charter.grammar.words import Cursor, PhraseFault
from stanchion.charter.phrases import Unit
from stanchion.charter.phrases import distributions as d


def distribution(c: Cursor) -> d.Distribution:
    """Distribution = "lognormal" Quantile "," Quantile | "quantiles" Quantile { "," Quantile }
    | "uniform" Quantity "to" Quantity | "triangular" Quantity "(" Quantity "to" Quantity ")"
    | Quantity ;"""
    start = c.position
    if c.accept("lognormal"):
        lower = quantile(c)
        c.require(",")
        return _lognormal(c, start, lower, quantile(c))
    if c.accept("quantiles"):
        points = [quantile(c)]
        while c.accept(","):
            points.append(quantile(c))
        return _quantiles(c, start, tuple(points))
    if c.accept("uniform"):
        low = _amount(c)
        c.require("to")
        high = _amount(c)
        if low > high:
            raise _fault(c, start, "the ends are upside down", "the lower end comes first")
        return d.Uniform(low, high)
    if c.accept("triangular"):
        mode = _amount(c)
        c.require("(")
        low = _amount(c)
        c.require("to")
        high = _amount(c)
        c.require(")")
        if not low <= mode <= high:
            raise _fault(c, start, "the most likely amount lies outside of the ends", "outside")
        return d.Triangular(low, mode, high)
    return d.Certain(_amount(c))


def quantile(c: Cursor) -> d.Quantile:
    """Quantile = Rate "below" Quantity ;"""
    start = c.position
    share = rate(c)
    if share > 1:
        raise _fault(c, start, "a probability cannot be above 100%", "above 100%")
    c.require("below")
    return d.Quantile(share, _amount(c))


def _amount(c: Cursor) -> Fraction:
    start = c.position
    found = quantity(c)
    if found.unit is not Unit.NUMBER:
        raise _fault(c, start, "an amount of money belongs here, not a rate", "a rate")
    return found.value


def _lognormal(c: Cursor, start: int, lower: d.Quantile, upper: d.Quantile) -> d.Lognormal:
    if not 0 < lower.share < upper.share < 1 or not 0 < lower.amount < upper.amount:
        raise _fault(
            c,
            start,
            "two quantiles of a lognormal rise, between 0% and 100%, from above zero",
            "not so",
        )
    return d.Lognormal(lower, upper)


def _quantiles(c: Cursor, start: int, points: tuple[d.Quantile, ...]) -> d.Quantiles:
    if points[0].share != 0 or points[-1].share != 1:
        raise _fault(
            c, start, "quantiles begin with `0% below` and end with `100% below`", "not the ends"
        )
    for one, other in pairwise(points):
        if one.share >= other.share or one.amount > other.amount:
            raise _fault(c, start, "quantiles rise from one to the next", "not rising")
    return d.Quantiles(points)


def _fault(c: Cursor, start: int, message: str, label: str) -> PhraseFault:
    return PhraseFault(
        message, start=c.tokens[start].start, end=c.tokens[c.position - 1].end, label=label
    )
