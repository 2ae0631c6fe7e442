"""The digest of a policy as it stands: the same digest, the same gate.

It covers the policy, all that it requires, and the rules of the decisions and bodies by which it is
approved; not who sits where, which changes without changing the policy, and no remarks.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from hashlib import sha256

from stanchion.charter import phrases as p
from stanchion.charter.fields import Words
from stanchion.charter.model import Charter
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.policies import Gated
from stanchion.charter.written import Written

FORM = "stanchion release policy, form 1"
REMARKS = frozenset({"name", "note", "source", "confidence", "because", "seats"})
"""Keys that say nothing about what is required: remarks, and who sits."""


def policy_digest(charter: Charter, gate: Gated) -> str:
    """SHA-256 of the canonical form of a policy and of all on which it turns."""
    release = charter.release
    assert release is not None  # INVARIANT: a gate comes from a release policy
    policy = gate.policy
    approvals = policy.all_approvals
    decisions = [a.decision for a in approvals.values() if a.decision is not None]
    decisions += [h.decision for h in policy.halts if h.decision is not None]
    selectors = [a.by for a in approvals.values()] + [h.by for h in policy.halts]
    selectors += [charter.decisions[name].by for name in decisions]
    bodies = {name for by in selectors for name in p.names_of(by) if name in charter.bodies}
    whole = {
        "form": FORM,
        "policy": _plain(policy),
        "approvals": _plain(approvals),
        "evaluations": _plain(release.evaluations),
        "categories": _plain(release.categories),
        "evaluators": _plain(release.evaluators),
        "decisions": {str(name): _plain(charter.decisions[name]) for name in decisions},
        "bodies": {str(name): _plain(charter.bodies[name]) for name in bodies},
    }
    text = json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """The value as lists, mappings and texts, whatever kept to its default left out."""
    match value:
        case Written():
            return dict(_said(value))
        case Meaning():
            return [type(value).__name__, *(_plain(part) for _, part in value.said())]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | frozenset():
            return [_plain(part) for part in value]
        case Enum():
            return str(value.value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case datetime():
            return value.isoformat()
        case timedelta():
            return f"{value // timedelta(microseconds=1)} us"
        case Words():
            return str(value)
        case None | bool() | int():
            return value
        case _:
            return str(value)


def _said(value: Written) -> Iterator[tuple[str, object]]:
    for name, field in value.fields().items():
        found = getattr(value, name)
        if name not in REMARKS and found != field.default:
            yield field.key, _plain(found)
