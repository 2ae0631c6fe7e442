"""Scenarios of KTAB's spatial model: its CSV, positions and salience counted to 100.

Line 1 names the scenario, describes it and counts actors and dimensions; line 2 is the head; each
further line is an actor: name, description, power, then position and salience for each dimension.
"""

import csv
from io import StringIO

import numpy as np

from stanchion.conflict.election.utilities import Scenario
from stanchion.exact.record import record
from stanchion.formats.faults import BadFile
from stanchion.formats.numbers import decimal, within

BEFORE_POSITIONS = 3
MOST = 10_000


@record(frozen=True, slots=True)
class KtabScenario:
    """What the file says besides numbers: names of the scenario, its actors and dimensions."""

    name: str
    description: str
    dimensions: tuple[str, ...]
    descriptions: tuple[str, ...]
    scenario: Scenario


def ktab_scenario(text: str, *, file: str) -> KtabScenario:
    """The scenario of a KTAB CSV file; raises BadFile."""
    rows = [(number, [cell.strip() for cell in row]) for number, row in _rows(text) if any(row)]
    if len(rows) < 2:
        raise BadFile(file, "", "no scenario: a line about it and a head come first")
    name, description, actors, dimensions = _head(rows[0][1], file)
    if len(rows) - 2 != actors:
        raise BadFile(file, "line 1", f"{actors} actors are announced, {len(rows) - 2} follow")
    titles = [cell for cell in rows[1][1] if cell][BEFORE_POSITIONS::2]
    found = [_actor(row, number, dimensions, file) for number, row in rows[2:]]
    names = [each[0] for each in found]
    if len(set(names)) < len(names):
        twice = next(each for each in names if names.count(each) > 1)
        raise BadFile(file, "", f"two actors are called `{twice}`")
    return KtabScenario(
        name,
        description,
        tuple(titles[:dimensions]),
        tuple(each[1] for each in found),
        Scenario(
            tuple(names),
            np.array([each[2] for each in found]),
            np.array([each[3] for each in found]),
            np.array([each[4] for each in found]),
        ),
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""))
    return [(reader.line_num, row) for row in reader]


def _head(row: list[str], file: str) -> tuple[str, str, int, int]:
    if len(row) < 4:
        raise BadFile(
            file, "line 1", "expected name, description, number of actors, number of dimensions"
        )
    counts = [int(decimal(cell, file=file, where="line 1")) for cell in row[2:4]]
    if not all(1 <= count <= MOST for count in counts):
        raise BadFile(file, "line 1", f"between 1 and {MOST:,} actors and dimensions")
    return row[0], row[1], counts[0], counts[1]


Actor = tuple[str, str, float, list[float], list[float]]


def _actor(row: list[str], number: int, dimensions: int, file: str) -> Actor:
    where = f"line {number}"
    wanted = BEFORE_POSITIONS + 2 * dimensions
    cells = row[:wanted]
    if len(cells) < wanted or any(row[wanted:]):
        raise BadFile(file, where, f"expected {wanted} values, name and description among them")
    numbers = [decimal(cell, file=file, where=where) for cell in cells[2:]]
    power, scaled = numbers[0], numbers[1:]
    if power < 0:
        raise BadFile(file, where, "power cannot be negative")
    for value in scaled:
        within(value, 0, 100, file=file, where=where)
    if sum(scaled[1::2]) > 100:
        raise BadFile(file, where, "salience adds up to more than 100 over all dimensions")
    return (
        row[0],
        row[1],
        float(power),
        [float(value / 100) for value in scaled[::2]],
        [float(value / 100) for value in scaled[1::2]],
    )
