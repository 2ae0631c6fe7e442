"""Use as a table: JSON, CSV, and text."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from stanchion.formats.separated import harmless
from stanchion.gateway.usage.meter import Used

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


def as_json(rows: Sequence[Used]) -> list[dict[str, Any]]:
    """One object a row; days as `2026-11-25`."""
    return [dict(zip(COLUMNS, _cells(row), strict=True)) for row in rows]


def as_csv(rows: Sequence[Used]) -> str:
    """CSV with a head. Source: RFC 4180."""
    out = StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([harmless(c) if isinstance(c, str) else c for c in _cells(row)])
    return out.getvalue()


def _cells(row: Used) -> list[Any]:
    return [row.day.isoformat() if name == "day" else getattr(row, name) for name in COLUMNS]
