"""Registers as JSON documents; the shapes are documented in `docs/json.md`."""

from collections.abc import Sequence
from typing import assert_never

from stanchion.api.records import Status
from stanchion.release.records.cases import Refused
from stanchion.release.records.codec import instant_text
from stanchion.release.records.decisions import Stands, StandsNot
from stanchion.release.records.entries import Entry, Fault
from stanchion.release.records.statements import Statement
from stanchion.release.records.verification import Verification
from stanchion.reports import jsonable_release
from stanchion.reports.jsonable import Json


def added(index: int, statement: Statement) -> Json:
    """A record that was added: its entry and the statement as it is signed."""
    return {"entry": index, "kind": statement.kind, "statement": statement.as_json}


def entry(found: Entry, rule: str | None) -> Json:
    """One entry of `stanchion register log --json`; `refused` is the rule against it."""
    return {**added(found.index, found.statement), "leaf": found.leaf.hex(), "refused": rule}


def entries(found: Sequence[Entry], refused: Sequence[Refused]) -> list[Json]:
    """`stanchion register log --json`."""
    against = {each.entry: each.rule for each in refused}
    return [entry(each, against.get(each.index)) for each in found]


def status(found: Status) -> Json:
    """`stanchion release status MODEL STAGE --json`."""
    return {
        "model": found.question.model,
        "product": found.question.product,
        "stage": found.question.stage,
        "subject_sha256": found.question.subject,
        "as_of": instant_text(found.as_of),
        "opened": found.opened,
        "standing": _standing(found.standing),
        "decisions": [
            {
                "entry": each.entry,
                "at": instant_text(each.at),
                "result": each.said.verification_result.value,
                "reasons": list(each.said.reasons),
                "supersedes": each.said.supersedes,
            }
            for each in found.decisions
        ],
        "now": jsonable_release.verdict(found.verdict),
    }


def _standing(found: Stands | StandsNot) -> Json:
    match found:
        case Stands(decision, since, until):
            return {
                "stands": True,
                "decision": decision.entry,
                "since": instant_text(since),
                "until": None if until is None else instant_text(until),
            }
        case StandsNot(why, words, decision, until):
            return {
                "stands": False,
                "why": why.value,
                "words": words,
                "decision": None if decision is None else decision.entry,
                "until": None if until is None else instant_text(until),
            }
        case _:
            assert_never(found)


def verification(found: Verification) -> Json:
    """`stanchion register verify --json`."""
    sealed = found.sealed
    return {
        "sound": found.sound,
        "origin": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "sealed": None
        if sealed is None
        else {"size": sealed.size, "at": instant_text(sealed.at), "by": list(sealed.by)},
        "faults": [_fault(each) for each in found.faults],
        "refused": [
            {"entry": r.entry, "kind": r.kind, "party": r.party, "rule": r.rule}
            for r in found.refused
        ],
        "decisions": found.decisions,
        "shows": list(found.shows),
        "cannot": list(found.cannot),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def _fault(found: Fault) -> Json:
    return {"entry": found.entry, "last": found.last, "what": found.what}
