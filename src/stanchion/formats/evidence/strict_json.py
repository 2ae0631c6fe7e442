"""JSON from strangers: bounded in length, depth and digits, no key twice, no NaN.

Numbers keep the decimals of the file: whole ones are `int`, others `Decimal`.
"""

import json
from decimal import Decimal
from typing import Any, NoReturn

MOST_BYTES = 256 * 2**20
MOST_DIGITS = 60
MOST_EXPONENT = 400


class RefusedJson(ValueError):
    """A text that is no JSON, or JSON as no tool writes it; says why."""


def loads(data: bytes, *, most: int = MOST_BYTES) -> Any:
    """The value of a JSON text; raises RefusedJson."""
    if len(data) > most:
        raise RefusedJson(f"it is longer than {most // 2**20} MB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedJson("it is not UTF-8") from None
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_constant,
            object_pairs_hook=_table,
        )
    except json.JSONDecodeError as wrong:
        raise RefusedJson(f"it is no JSON: line {wrong.lineno}, column {wrong.colno}") from None
    except RecursionError:
        raise RefusedJson("it is nested deeper than any tool nests") from None


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise RefusedJson(f"a number has more than {MOST_DIGITS} digits")
    return int(text)


def _decimal(text: str) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MOST_DIGITS or len(exponent) > 4 or abs(int(exponent or 0)) > MOST_EXPONENT:
        raise RefusedJson(f"a number is too long: `{text[:20]}…`")
    return Decimal(text)


def _constant(text: str) -> NoReturn:
    raise RefusedJson(f"`{text}` is no number")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RefusedJson(f"the key `{twice[:40]}` stands twice in one object")
    return made
