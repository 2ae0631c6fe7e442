"""Results as JSON documents; the shapes are documented in `docs/json.md`.

Exact numbers are strings: a whole number, a terminating decimal, or `numerator/denominator`.
Money that was paid is an integer of minor units.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from stanchion.api.facts import Standing
from stanchion.api.money import Pay
from stanchion.api.power import Overview
from stanchion.api.proof import Checked, Outcome
from stanchion.api.readings import Readings
from stanchion.api.tour import Prevails, Tour
from stanchion.charter.events import Event
from stanchion.control.results import Attendance, Least, Step, Who
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.economics.distribution import Distribution
from stanchion.economics.results import Provenance, Share
from stanchion.economics.waterfall import Because, PayeeId
from stanchion.exact.money import exact_text

Json = dict[str, Any]


def exact(value: Fraction | None) -> str | None:
    """An exact number as text: `105000000000`, `0.25`, `38198000000000/147`."""
    return None if value is None else exact_text(value)


def because_of(reasons: Iterable[Because]) -> list[Json]:
    """Reasons, each with its words, its clause and its place."""
    return [{"text": r.text, "clause": r.clause, "where": r.where} for r in reasons]


def provenance_of(found: Provenance, assumptions: Iterable[str] = ()) -> Json:
    """How an answer came about."""
    return {
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": [*found.assumptions, *assumptions],
    }


def shares_of(shares: Iterable[Share]) -> list[Json]:
    """Payees and their parts, in order."""
    return [{"payee": share.payee, "part": exact(share.part)} for share in shares]


def payment(found: Pay) -> Json:
    """`stanchion pay --json`."""
    return {
        "pays": found.pays,
        "readings": list(found.view.readings),
        "as_of": found.view.state.instant.isoformat(),
        "distributions": [
            distribution(item, found.view.assumptions) for item in found.distributions
        ],
    }


def distribution(found: Distribution, assumptions: Iterable[str]) -> Json:
    """One distribution: what each payee receives, with the trace."""
    return {
        "entity": found.entity,
        "currency": found.currency,
        "amount": exact(found.amount),
        "lines": [
            {
                "payee": line.payee,
                "exact": exact(line.exact),
                "paid_minor_units": line.paid.minor,
                "before": exact(line.before),
            }
            for line in found.lines
        ],
        "trace": [
            {
                "from": exact(step.start),
                "to": exact(step.end),
                "stage": step.stage,
                "paid": [
                    {"stage": stage, "payee": payee, "exact": exact(paid)}
                    for stage, payee, paid in step.parts
                ],
                "because": because_of([step.rule]),
                "then": list(step.then),
            }
            for step in found.trace
        ],
        "marginal": shares_of(found.marginal),
        "later": [
            {
                "stage": item.stage,
                "what": item.what,
                "on": item.on.isoformat(),
                "amount": exact(item.amount),
                "provided": item.provided,
                "unless": item.unless,
                "lines": [{"payee": p, "exact": exact(more)} for p, more in item.lines],
                "because": because_of([item.because]),
            }
            for item in found.later
        ],
        **provenance_of(found.provenance, assumptions),
    }


def breakpoints(found: Breakpoints) -> Json:
    """`stanchion breakpoints --json`."""
    return {
        "intervals": [
            {
                "from": exact(interval.start),
                "to": exact(interval.end),
                "stage": interval.stage,
                "owners": shares_of(interval.owners),
                "begins": list(interval.begins),
                "because": because_of(interval.because),
            }
            for interval in found.intervals
        ],
        "unreached_stages": list(found.unreached),
        **provenance_of(found.provenance),
    }


def curves(found: PayoffCurves) -> Json:
    """`stanchion curve -o FILE.json`: knots of every payee's exact payoff."""
    return {
        "entity": found.waterfall.entity,
        "currency": found.waterfall.currency,
        "payees": [
            {
                "payee": payee,
                "knots": [[exact(x), exact(y)] for x, y in curve.knots],
                "final_slope": exact(curve.final_slope),
            }
            for payee, curve in found.by_payee().items()
        ],
    }


def _amounts(pairs: Iterable[tuple[PayeeId, Fraction | None]]) -> Json:
    return {str(payee): exact(amount) for payee, amount in pairs}


def readings(found: Readings) -> Json:
    """`stanchion readings --json`."""
    return {
        "entity": found.entity,
        "residual": found.residual,
        "amount": exact(found.amount),
        "questions": dict(found.questions),
        "rows": [
            {
                "options": list(row.options),
                "moot": list(row.moot),
                "reverts_at": exact(row.reverts_at),
                "receives": _amounts(row.receives),
                "at_most": _amounts(row.at_most),
            }
            for row in found.rows
        ],
        "spread": {
            str(payee): {"low": exact(low), "high": exact(high)}
            for payee, low, high in found.spread
        },
        "reverts_between": found.reverts_between and [exact(x) for x in found.reverts_between],
        "never_reverts": found.never_reverts,
        "terms": [
            {
                "term": effect.term,
                "range": [exact(effect.low), exact(effect.high)],
                "reverts_at": [exact(effect.reverts_at_low), exact(effect.reverts_at_high)],
                "receives_at_low": _amounts(effect.receives_at_low),
                "receives_at_high": _amounts(effect.receives_at_high),
            }
            for effect in found.terms
        ],
    }


def steps(reasons: Iterable[Step]) -> list[Json]:
    """Reasons of an answer about power."""
    return [{"text": s.text, "clause": s.clause, "where": str(s.at or "") or None} for s in reasons]


def who(found: Who) -> Json:
    """`stanchion who CASE DECISION --json`."""
    return {
        "decision": found.decision,
        "as_of": found.as_of,
        "players": list(found.players),
        "voters": found.voters,
        "fewest": found.fewest,
        "winning_coalitions": found.winning,
        "minimal_winning": [list(c) for c in found.minimal],
        "minimal_blocking": [list(c) for c in found.blocking],
        "winning": least(found.least),
        "blocking": least(found.least_blocking),
        "veto_players": list(found.veto_players),
        "dictators": list(found.dictators),
        "dummies": list(found.dummies),
        "proper": found.proper,
        "attendance": _attendance(found.attendance),
        "routes": [
            {
                "route": route.name,
                "fewest": route.fewest,
                "notice": route.notice,
                "minimal_winning": [list(c) for c in route.minimal],
                "winning": least(route.least),
                "blocking": least(route.blocking),
                "attendance": _attendance(route.attendance),
            }
            for route in found.routes
        ],
        "because": steps(found.because),
        "assumptions": list(found.assumptions),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def least(found: Least) -> Json:
    return {
        "count": found.count,
        "fewest": found.fewest,
        "patterns": [
            [
                {"count": k.count, "of": list(k.of), "voters": k.voters, "crowd": k.crowd}
                for k in pattern.picks
            ]
            for pattern in found.patterns
        ],
        "all_patterns": found.whole,
    }


def _attendance(found: Attendance | None) -> Json | None:
    if found is None:
        return None
    return {
        "prevents_a_quorum": least(found.stops),
        "carries_a_bare_quorum": None if found.enough is None else least(found.enough),
    }


def overview(item: Overview) -> Json:
    """One entry of `stanchion who CASE --json`."""
    return {
        "decision": item.decision,
        "title": item.title,
        "who": None if item.who is None else who(item.who),
        "why_not": item.why_not,
    }


def expectations(found: Checked) -> Json:
    """The expectations of one file in `stanchion check --json`."""
    return {"met": found.met, "expectations": [_outcome(item) for item in found.outcomes]}


def _outcome(found: Outcome) -> Json:
    example = found.counterexample
    return {
        "text": found.text,
        "verdict": found.verdict.value,
        "met": found.met,
        "words": found.words,
        "readings": list(found.readings),
        "counterexample": exact(example) if isinstance(example, Fraction) else example,
        "method": found.method,
        "because": because_of(found.because),
        "assumptions": list(found.assumptions),
        "where": found.at,
    }


def tour(found: Tour) -> Json:
    """`stanchion tour --json`."""
    return {
        "name": dict(found.view.charter.name.texts),
        "pay": found.pay and payment(found.pay),
        "breakpoints": found.breakpoints and breakpoints(found.breakpoints),
        "readings": found.readings and readings(found.readings),
        "decisions": [overview(item) for item in found.decisions],
        "checked": expectations(found.checked),
        "paid_without_a_vote": {name: exact(part) for name, part in found.paid_without_a_vote},
        "prevails": found.prevails and _prevails(found.prevails),
    }


def _prevails(found: Prevails) -> Json:
    """A few runs of a dispute; `clash` says more."""
    return {
        "question": found.question,
        "as_of": found.as_of,
        "endings": {
            name: {
                "title": title,
                "probability": found.likely.probability(name).share,
                "by_rules_alone": found.by_rules.probability(name).share,
            }
            for name, title in found.titles
        },
        "runs": found.likely.runs,
        "seed": found.likely.seed,
        "caveat": found.caveat,
    }


def standing(found: Standing) -> Json:
    """`stanchion show --json`."""
    return {
        "as_of": found.as_of,
        "bodies": [
            {
                "body": body.body,
                "name": body.name,
                "of": body.of,
                "in_office": list(body.in_office),
                "vacant": body.vacant,
                "size": body.size,
                "observers": list(body.observers),
            }
            for body in found.bodies
        ],
        "offices": dict(found.offices),
        "stakes": [
            {"entity": entity, "class": held, "holder": holder, "holds": much}
            for entity, held, holder, much in found.stakes
        ],
        "decisions": dict(found.decisions),
        "waterfalls": list(found.waterfalls),
        "counts": dict(found.counts),
    }


def event(found: Event) -> Json:
    """One entry of `stanchion timeline --json`."""
    return {
        "id": found.id,
        "at": found.when.text,
        "from": found.when.start.isoformat(),
        "until": found.when.end.isoformat(),
        "what": dict(found.what.texts),
        "about": [topic.value for topic in found.about],
        "parties": list(found.parties),
        "decided": found.decided,
        "by": list(found.by),
        "changes_the_company": bool(found.effect),
        "sources": list(found.source),
        "confidence": None if found.confidence is None else found.confidence.value,
    }
