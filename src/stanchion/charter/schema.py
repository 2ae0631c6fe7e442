"""The JSON Schema of a charter, put together by the same readers that load one."""

from typing import Any

from stanchion.charter.model import LANGUAGE_VERSION, Charter
from stanchion.charter.reading import Schema


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a charter file, for editors.

    It knows keys, choices and shapes; what phrases mean and whether names exist, `check` says.
    """
    definitions: dict[str, Schema] = {}
    root = Charter.schema(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Stanchion charter, language version {LANGUAGE_VERSION}",
        **root,
        "$defs": definitions,
    }
