"""Use that was metered, and what it earns: text, CSV, JSON."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from stanchion.api.revenue import Revenue, Used
from stanchion.exact.money import describe_amount, exact_text
from stanchion.formats.separated import harmless
from stanchion.reports.marks import bold, dim
from stanchion.reports.tables import table

COLUMNS = (
    "day",
    "key",
    "model",
    "requests",
    "prompt_tokens",
    "cached_tokens",
    "completion_tokens",
    "unreported",
    "events_unreported",
)


def as_text(rows: Sequence[Used]) -> str:
    """The counts as a table."""
    if not rows:
        return "nothing has been used"
    head = [name.replace("_", " ") for name in COLUMNS]
    cells = [[str(cell) for cell in _cells(row)] for row in rows]
    return table(head, cells, right=range(3, len(COLUMNS)))


def as_json(rows: Sequence[Used]) -> list[dict[str, Any]]:
    """One object a row; days as `2026-11-25`."""
    return [dict(zip(COLUMNS, _cells(row), strict=True)) for row in rows]


def as_csv(rows: Sequence[Used]) -> str:
    """CSV with a head. Source: RFC 4180."""
    out = StringIO(newline="")
    written = csv.writer(out, lineterminator="\r\n")
    written.writerow(COLUMNS)
    written.writerows(
        [harmless(c) if isinstance(c, str) else c for c in _cells(row)] for row in rows
    )
    return out.getvalue()


def revenue(found: Revenue) -> str:
    """Revenue by period and model, and in all."""
    rows = [
        [each.until.isoformat(), each.model, str(each.requests), describe_amount(each.amount)]
        for each in found.rows
    ]
    rows.append([bold("in all"), "", "", describe_amount(found.total)])
    head = [f"{found.period.value} to", "model", "requests", str(found.currency)]
    said = [f"assumed: {line}" for line in found.assumptions]
    footer = "\n".join(dim(line) for line in (*said, found.method))
    return f"{table(head, rows, right='23')}\n\n{footer}"


def revenue_json(found: Revenue) -> dict[str, Any]:
    """Revenue; exact numbers are texts."""
    return {
        "currency": str(found.currency),
        "period": found.period.value,
        "rows": [
            {
                "until": each.until.isoformat(),
                "model": each.model,
                "requests": each.requests,
                "amount": exact_text(each.amount),
            }
            for each in found.rows
        ],
        "total": exact_text(found.total),
        "method": found.method,
        "exact": found.exact,
        "assumptions": list(found.assumptions),
    }


def _cells(row: Used) -> list[Any]:
    return [row.day.isoformat() if name == "day" else getattr(row, name) for name in COLUMNS]
