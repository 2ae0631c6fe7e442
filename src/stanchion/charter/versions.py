"""Versions of tasks: `2`, or a bound such as `>=2` or `>=1.2, <3`, numbers compared as numbers."""

import operator
import re
from collections.abc import Callable

_BOUND = re.compile(r"\s*(>=|<=|==|<|>|)\s*(\d+(?:\.\d+)*)\s*")
_Number = tuple[int, ...]
_COMPARE: dict[str, Callable[[_Number, _Number], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "": operator.eq,
}


def version_fits(found: str | None, wanted: str | None) -> bool:
    """Whether a version is one of those wanted; where none is wanted, any will do.

    What is no number with points fits only if it is written alike.

    >>> version_fits("2.10", ">=2.9, <3"), version_fits("1-A", "1-A"), version_fits(None, "2")
    (True, True, False)
    """
    if wanted is None or found == wanted:
        return True
    number = None if found is None else _number(found)
    bounds = [_BOUND.fullmatch(part) for part in wanted.split(",")]
    if number is None:
        return False
    return all(bound is not None and _meets(number, bound[1], bound[2]) for bound in bounds)


def version_bounds(wanted: str) -> bool:
    """Whether a text is a bound on versions, or a version as such."""
    bounded = any(sign in wanted for sign in "<>=")
    return not bounded or all(_BOUND.fullmatch(part) for part in wanted.split(","))


def _meets(number: _Number, sign: str, text: str) -> bool:
    limit = _number(text) or ()
    width = max(len(number), len(limit))
    return _COMPARE[sign](_filled(number, width), _filled(limit, width))


def _number(text: str) -> _Number | None:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9}){0,5}", text):
        return None
    return tuple(int(part) for part in text.split("."))


def _filled(number: _Number, width: int) -> _Number:
    return number + (0,) * (width - len(number))
