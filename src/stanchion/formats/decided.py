"""Decisions that were really taken, from one's own copy of the data: JSON, or one CSV row a stand.

JSON is `{"issues": [{"issue", "proposal", "outcome", "actors": [{"a", "position", "salience",
"power"}]}]}`; CSV has a head with `issue, proposal, outcome, actor, position, salience` and, if
known, `power`. Positions, outcomes and salience count to 100; what is empty or null is missing.
"""

import csv
import json
from collections.abc import Iterable
from fractions import Fraction
from io import StringIO
from typing import Any

from stanchion.conflict.accuracy.decisions import Decided, Decisions, Stand
from stanchion.exact.record import record
from stanchion.formats.faults import BadFile
from stanchion.formats.numbers import decimal, within

COLUMNS = ("issue", "proposal", "outcome", "actor", "position", "salience")
Cell = str | None


@record(frozen=True, slots=True)
class _Row:
    where: str
    issue: str
    proposal: str
    outcome: Cell
    actor: str
    position: Cell
    salience: Cell
    power: Cell


def decisions(text: str, *, file: str) -> Decisions:
    """The decisions that a file describes; raises BadFile."""
    rows = _from_json(text, file) if text.lstrip()[:1] in {"{", "["} else _from_csv(text, file)
    return _gathered(rows, file)


def _from_csv(text: str, file: str) -> list[_Row]:
    reader = csv.DictReader(StringIO(text, newline=""))
    head = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        named = ", ".join(f"`{name}`" for name in missing)
        raise BadFile(file, "line 1", f"no column {named}", "see `stanchion clash accuracy --help`")
    found = []
    for values in reader:
        where = f"line {reader.line_num}"
        cells = {str(k).strip().lower(): v for k, v in values.items() if k is not None}
        if None in values or any(cells.get(name) is None for name in COLUMNS):
            raise BadFile(file, where, f"expected {len(head)} values")
        plain = {name: str(cell).strip() for name, cell in cells.items()}
        issue, proposal, outcome, actor, position, salience = (plain[name] for name in COLUMNS)
        power = plain.get("power", "")
        found.append(_Row(where, issue, proposal, outcome, actor, position, salience, power))
    return found


def _from_json(text: str, file: str) -> list[_Row]:
    try:
        read = json.loads(text, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError) as wrong:
        line = getattr(wrong, "lineno", None)
        raise BadFile(file, "" if line is None else f"line {line}", "this is no JSON") from None
    issues = read.get("issues") if isinstance(read, dict) else read
    if not isinstance(issues, list):
        raise BadFile(file, "", "no list of issues under `issues`")
    return [row for place, issue in enumerate(issues) for row in _issue(issue, place, file)]


def _issue(issue: Any, place: int, file: str) -> Iterable[_Row]:
    where = f"issue {place + 1}"
    if not isinstance(issue, dict) or not isinstance(issue.get("actors"), list):
        raise BadFile(file, where, "an issue has `issue`, `proposal`, `outcome` and `actors`")
    name = _text(issue.get("issue"), str(place + 1))
    head = (name, _text(issue.get("proposal"), name), _cell(issue.get("outcome"), file, where))
    for number, actor in enumerate(issue["actors"], start=1):
        at = f"{where}, actor {number}"
        if not isinstance(actor, dict) or "position" not in actor or "salience" not in actor:
            raise BadFile(file, at, "an actor has `a`, `position` and `salience`")
        values = [_cell(actor.get(key), file, at) for key in ("position", "salience", "power")]
        yield _Row(at, *head, _text(actor.get("a"), str(number)), *values)


def _text(value: Any, otherwise: str) -> str:
    return value if isinstance(value, str) and value else otherwise


def _cell(value: Any, file: str, where: str) -> Cell:
    if value is None or isinstance(value, str):
        return value
    raise BadFile(file, where, "a number belongs here")


def _gathered(rows: list[_Row], file: str) -> Decisions:
    issues: dict[str, list[_Row]] = {}
    for row in rows:
        issues.setdefault(row.issue, []).append(row)
    equal = not any(row.power for row in rows)
    decided, left_out = [], 0
    for name, stands in issues.items():
        outcome = _number(stands[0].outcome, stands[0], file)
        if any(_number(row.outcome, row, file) != outcome for row in stands):
            raise BadFile(file, stands[0].where, f"`{name}` has several outcomes")
        known = tuple(stand for row in stands if (stand := _stand(row, file, equal=equal)))
        if outcome is None or len(known) < 2:
            left_out += 1
            continue
        decided.append(Decided(name, stands[0].proposal, outcome, known))
    return Decisions(tuple(decided), left_out, equal)


def _stand(row: _Row, file: str, *, equal: bool) -> Stand | None:
    position, salience = (_number(cell, row, file) for cell in (row.position, row.salience))
    power = Fraction(1)
    if not equal:
        power = decimal(row.power or "", file=file, where=row.where)
        if power < 0:
            raise BadFile(file, row.where, "power cannot be negative")
    if position is None or salience is None:
        return None
    return Stand(row.actor, position, salience, power)


def _number(cell: Cell, row: _Row, file: str) -> Fraction | None:
    if cell is None or not cell.strip():
        return None
    return within(decimal(cell, file=file, where=row.where), 0, 100, file=file, where=row.where)
