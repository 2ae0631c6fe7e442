"""Drawings in a terminal: bars of block characters, dots in rows."""

from collections.abc import Sequence

from stanchion.reports.drawings.dots import stacked
from stanchion.reports.tables import padded, width

EIGHTHS = " ▏▎▍▌▋▊▉█"
RISING = " ▁▂▃▄▅▆▇█"
COLUMNS = 40


def bar(share: float, columns: int = COLUMNS) -> str:
    """A bar as long as the share of so many columns, to an eighth of one."""
    eighths = round(max(0.0, min(1.0, share)) * columns * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (EIGHTHS[rest] if rest else "")


def bars(rows: Sequence[tuple[str, float, str]], columns: int = COLUMNS) -> str:
    """A line a row: its name, a bar, what is said about it."""
    names = max((width(name) for name, _, _ in rows), default=0)
    return "\n".join(
        f"{padded(name, names)}  {padded(bar(share, columns), columns)}  {said}".rstrip()
        for name, share, said in rows
    )


def sparkline(values: Sequence[float]) -> str:
    """Counts in one line, the highest as a full block; what is not zero is seen."""
    most = max(values, default=0)
    if not most:
        return " " * len(values)
    return "".join(RISING[max(1, round(v / most * 8)) if v else 0] for v in values)


def dots(values: Sequence[float], bins: int = COLUMNS) -> str:
    """Quantile dots over an axis from 0 to 100 per cent, each equally likely."""
    placed = stacked(values, bins)
    most = max((row for _, row in placed), default=-1) + 1
    grid = [[" "] * bins for _ in range(most)]
    for at, row in placed:
        grid[most - 1 - row][round(at * bins - 0.5)] = "●"
    lines = ["".join(row).rstrip() for row in grid]
    middle = bins // 2
    axis = "0%" + " " * (middle - 4) + "50%" + " " * (bins - middle - 4) + "100%"
    return "\n".join([*lines, "─" * bins, axis])


def span(low: float, high: float, marks: Sequence[float] = (), columns: int = COLUMNS) -> str:
    """A stretch of an axis from 0 to 1, as a tornado has it, with some points marked."""
    line = [" "] * columns
    left, right = sorted((low, high))
    for place in range(_column(left, columns), _column(right, columns) + 1):
        line[place] = "█"
    for mark in marks:
        place = _column(mark, columns)
        line[place] = "┃" if line[place] == "█" else "│"
    return "".join(line).rstrip()


def _column(at: float, columns: int) -> int:
    return min(columns - 1, max(0, int(at * columns)))
