"""Timelines and duties as JSON documents; the shapes are documented in `docs/json.md`."""

from typing import Any

from stanchion.api.timeline import Duties, Entry
from stanchion.charter.disclosures import Breach, Disclosure
from stanchion.control.changes import Change, EventChanges, Power
from stanchion.reports.jsonable import event

Json = dict[str, Any]


def entry(found: Entry) -> Json:
    """One entry of `stanchion timeline --json`."""
    return {
        **event(found.event),
        "reason": None if found.event.reason is None else dict(found.event.reason.texts),
        "disclosures": [_disclosure(item) for item in found.disclosures],
        "breaches": [_breach(item) for item in found.breaches],
        "power": None if found.changes is None else _changes(found.changes),
    }


def duties(found: Duties) -> Json:
    """`stanchion timeline --duties --json`."""
    return {
        "duties": [
            {"duty": name, "of": dict(duty.of.texts), "before": duty.before}
            for name, duty in found.duties
        ],
        "disclosures": [_disclosure(item) for item in found.disclosures],
        "interests": [
            {
                "interest": name,
                "party": interest.party,
                "what": dict(interest.what.texts),
                "recused_from": list(interest.recused_from),
                "declared": None if interest.declared is None else interest.declared.text,
                "confidence": None if interest.confidence is None else interest.confidence.value,
            }
            for name, interest in found.interests
        ],
        "breaches": [_breach(item) for item in found.breaches],
    }


def _disclosure(found: Disclosure) -> Json:
    return {
        "duty": found.duty,
        "event": found.event.id,
        "arose": found.arose.text,
        "due": None if found.due is None else found.due.isoformat(),
        "due_because": found.due_because,
        "owed_by": list(found.owed_by),
        "said_by": list(found.said_by),
        "told": [
            {
                "person": told.person,
                "kept": told.kept.value,
                "when": None if told.when is None else told.when.text,
            }
            for told in found.told
        ],
        "overdue": list(found.overdue) if found.due is not None else [],
        "confidence": None if found.confidence is None else found.confidence.value,
    }


def _breach(found: Breach) -> Json:
    return {"decision": found.decision, "person": found.person, "why": found.why}


def _changes(found: EventChanges) -> Json:
    taken = found.taken
    return {
        "taken": taken
        and {
            "decision": taken.decision,
            "by": list(taken.by),
            "sufficed": taken.sufficed,
            "why": taken.why,
        },
        "changes": [_change(change) for change in found.changes],
        "passed": [_change(change) for change in found.passed],
    }


def _change(found: Change) -> Json:
    return {
        "decision": found.decision,
        "before": _power(found.before),
        "after": _power(found.after),
    }


def _power(found: Power) -> Json:
    return {
        "words": found.words,
        "players": list(found.players),
        "fewest": found.fewest,
        "ways": found.ways,
    }
