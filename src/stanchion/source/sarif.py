"""Diagnostics in the form that code hosts and editors take: SARIF."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from stanchion.source.diagnostic import Code, Diagnostic
from stanchion.source.render import Json
from stanchion.source.span import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(
    diagnostics: Iterable[Diagnostic], *, codes: Mapping[str, Code], version: str
) -> dict[str, Json]:
    """One run of Stanchion as a SARIF log: the rules are all `codes`, with their explanations.

    Columns count code points, as SARIF allows if it is told. A code that is not in `codes`
    becomes a rule with its id alone.
    Source: Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020).
    """
    ordered = sorted(diagnostics)
    ids = sorted({*codes, *(diagnostic.code for diagnostic in ordered)})
    driver: dict[str, Json] = {
        "name": "stanchion",
        "version": version,
        "rules": [_rule(id_, codes.get(id_)) for id_ in ids],
    }
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, ids.index(diagnostic.code)) for diagnostic in ordered],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code_id: str, code: Code | None) -> Json:
    if code is None:
        return {"id": code_id}
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.explanation},
        "help": {"text": code.explanation},
    }


def _result(diagnostic: Diagnostic, rule: int) -> Json:
    words = f"{diagnostic.message}: {diagnostic.label}" if diagnostic.label else diagnostic.message
    hints = "".join(f"\nhelp: {hint}" for hint in diagnostic.help)
    result: dict[str, Json] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": words + hints},
        "locations": [{"physicalLocation": _location(diagnostic.at)}],
    }
    if diagnostic.others:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(other.span),
                "message": {"text": other.text},
            }
            for number, other in enumerate(diagnostic.others)
        ]
    return result


def _location(span: Span) -> dict[str, Json]:
    scheme = "file://" if span.file.startswith("/") else ""
    return {
        "artifactLocation": {"uri": scheme + quote(span.file, errors="replace")},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
