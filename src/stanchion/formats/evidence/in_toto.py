"""Test results as in-toto statements, plain or inside of a DSSE envelope.

Signatures are not looked at here: who signed a statement is the register's to say.
"""

import base64
import binascii
from fractions import Fraction
from typing import Any

from stanchion.formats.evidence.figures import WrongFigure, items, table, text
from stanchion.formats.evidence.known import UnknownVersion
from stanchion.formats.evidence.strict_json import loads
from stanchion.release.evidence import EvidenceRow

TOOL = "in-toto"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"


def is_statement(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a statement or an envelope."""
    return "_type" in value or {"payload", "payloadType"} <= value.keys()


def rows(value: dict[str, Any], file_sha256: str) -> list[EvidenceRow]:
    """One row: the share of tests passed, under the name of the tests' configuration."""
    statement = value if "_type" in value else _opened(value)
    if statement.get("_type") != STATEMENT:
        raise UnknownVersion("an in-toto statement", str(statement.get("_type")), STATEMENT)
    if statement.get("predicateType") != PREDICATE:
        raise UnknownVersion("a predicate", str(statement.get("predicateType")), PREDICATE)
    predicate = table(statement.get("predicate"))
    listed = {key: items(predicate.get(f"{key}Tests")) for key in ("passed", "warned", "failed")}
    result = predicate.get("result")
    if result not in ("PASSED", "WARNED", "FAILED"):
        raise WrongFigure("`result` is none of PASSED, WARNED, FAILED")
    if result == "PASSED" and listed["failed"]:
        raise WrongFigure("`result` is PASSED, and some tests failed")
    passed = len(listed["passed"]) + len(listed["warned"])
    n = passed + len(listed["failed"])
    subjects = [table(subject) for subject in items(statement.get("subject"))]
    digests = [text(table(subject.get("digest")).get("sha256")) for subject in subjects]
    configured = [table(each) for each in items(predicate.get("configuration"))]
    names = [text(each.get("name")) or text(each.get("uri")) for each in configured]
    return [
        EvidenceRow(
            tool=TOOL,
            tool_version=None,
            task=(names[0] if names else None) or "tests",
            task_version=None,
            task_hash=_digest_of(configured),
            model_claimed=text(subjects[0].get("name")) if subjects else None,
            metric="passed",
            value=Fraction(passed, n) if n else Fraction(int(result != "FAILED")),
            stderr=None,
            n=n or None,
            n_planned=n or None,
            higher_is_better=True,
            completed=True,
            errored=0,
            invalidated=False,
            created=None,
            file_sha256=file_sha256,
            successes=passed if n else None,
            model_sha256=digests[0] if len(digests) == 1 else None,
        )
    ]


def _opened(envelope: dict[str, Any]) -> dict[str, Any]:
    if envelope["payloadType"] != PAYLOAD:
        raise UnknownVersion("an envelope", str(envelope["payloadType"]), PAYLOAD)
    try:
        payload = base64.b64decode(str(envelope["payload"]), validate=True)
    except (binascii.Error, ValueError):
        raise WrongFigure("the payload of the envelope is no base64") from None
    return table(loads(payload))


def _digest_of(configured: list[dict[str, Any]]) -> str | None:
    found = [text(table(each.get("digest")).get("sha256")) for each in configured]
    return found[0] if len(found) == 1 else None
