"""JSON in its one form (RFC 8785), and reading that refuses whatever has more than one meaning.

Records have no numbers but integers that every reader holds exactly; figures are texts. That lets
the standard library write them: for such values its output, keys in order and without spaces, is
the canonical form (a test compares it with a foreign library). Keys are ASCII.
"""

import json
from typing import Any, NoReturn

from stanchion.release.records.errors import NoRecord

LARGEST = 2**53 - 1
_write = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode


def canonical(value: object) -> bytes:
    """The bytes of a value made of texts, integers, Booleans, None, lists and ASCII keys."""
    return _write(value).encode()


quoted = json.JSONEncoder(ensure_ascii=False).encode
"""A text as canonical JSON."""


def read_json(data: bytes) -> Any:
    """The value of JSON bytes; raises NoRecord for repeated keys, fractions and odd numbers."""
    try:
        return _read(data.decode())
    except UnicodeDecodeError:
        raise NoRecord("it is not UTF-8") from None
    except RecursionError:
        raise NoRecord("its JSON is nested too deeply") from None
    except json.JSONDecodeError as wrong:
        raise NoRecord(f"it is not JSON ({wrong.msg.lower()} at byte {wrong.pos})") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
        raise NoRecord(f"the key `{twice[:40]}` stands there twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise NoRecord(f"`{text[:40]}` is a number that not every reader takes for the same")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        _no_number(text)
    return int(text)


_read = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_float=_no_number,
    parse_constant=_no_number,
    parse_int=_integer,
).decode
