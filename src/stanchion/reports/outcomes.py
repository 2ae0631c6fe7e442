"""Payouts that hang on decisions, as text and JSON."""

from typing import Any

from stanchion.api.outcomes import Force, Outcomes, Step, Stretch
from stanchion.charter.model import Charter
from stanchion.exact.money import describe_amount
from stanchion.reports.jsonable import exact
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import listed, table

Json = dict[str, Any]


def hanging(found: Outcomes, charter: Charter, *, language: str = "en") -> str:
    """Who can force each decision, when it is taken by those who vote for money, and the steps."""
    decisions = listed([f"`{force.decision}`" for force in found.forces])
    said = [bold(f"What {found.entity} pays hangs on {decisions}  ({found.currency})"), ""]
    said += [line for force in found.forces for line in _force(force)]
    if found.stretches:
        said += ["", "If everybody votes for what pays more to them:", *_stretches(found)]
    for step in found.steps:
        said += ["", *_step(step, charter, language)]
    said += ["", *(dim(f"assumed: {assumption}") for assumption in found.assumptions)]
    said.append(dim(f"{found.method}; {_exactness(found)}; inputs {found.digest[:12]}"))
    return "\n".join(said)


def _exactness(found: Outcomes) -> str:
    return "exact" if found.exact else "not exact"


def _force(force: Force) -> list[str]:
    if force.who is None:
        return [unsure(f"who can take `{force.decision}` is not known: {force.why_not}")]
    who = force.who
    if who.fewest is None:
        return [f"nobody can take `{force.decision}` as things stand"]
    ways = [listed(list(coalition)) for coalition in who.minimal[:4]]
    stops = [listed(list(coalition)) for coalition in who.blocking[:4]]
    lines = [f"{listed(ways, joint='or') or f'{who.fewest} people'} can take `{force.decision}`"]
    return [*lines, f"{listed(stops, joint='or')} can stop it"] if stops else lines


def _stretches(found: Outcomes) -> list[str]:
    rows = [
        [
            describe_amount(stretch.start),
            "for ever" if stretch.end is None else describe_amount(stretch.end),
            "taken" if stretch.taken else "not taken",
            listed(list(stretch.in_favour)) or "nobody",
        ]
        for stretch in found.stretches
    ]
    head = ["from", "to", found.forces[0].decision, "in favour"]
    return table(head, rows, right="01").splitlines()


def _step(step: Step, charter: Charter, language: str) -> list[str]:
    rows = [
        [
            charter.party_name(limit.payee, language),
            describe_amount(limit.below),
            describe_amount(limit.above),
            describe_amount(limit.above - limit.below),
        ]
        for limit in step.limits
    ]
    begins = "begins to pass" if step.to else "begins to fail"
    at_it = "passes" if step.at_it else "fails"
    return [
        f"At {describe_amount(step.at)} the vote {begins}; at the amount itself it {at_it}.",
        dim(f"    exactly {step.at}"),
        table(["payee", "just below", "just above", "step"], rows, right="123"),
    ]


def jsonable(found: Outcomes) -> Json:
    """`stanchion outcomes --json`."""
    return {
        "entity": found.entity,
        "currency": found.currency,
        "decisions": [_jsonable_force(force) for force in found.forces],
        "outcomes": [
            {
                "taken": dict(outcome.taken),
                "payees": [
                    {
                        "payee": payee,
                        "knots": [[exact(x), exact(y)] for x, y in curve.knots],
                        "final_slope": exact(curve.final_slope),
                    }
                    for payee, curve in outcome.curves.by_payee().items()
                ],
            }
            for outcome in found.outcomes
        ],
        "stretches": [_jsonable_stretch(stretch) for stretch in found.stretches],
        "steps": [
            {
                "at": exact(step.at),
                "passes_above": step.to,
                "passes_at_it": step.at_it,
                "limits": [
                    {"payee": x.payee, "below": exact(x.below), "above": exact(x.above)}
                    for x in step.limits
                ],
            }
            for step in found.steps
        ],
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": list(found.assumptions),
    }


def _jsonable_force(force: Force) -> Json:
    who = force.who
    return {
        "decision": force.decision,
        "fewest": None if who is None else who.fewest,
        "minimal_winning": [] if who is None else [list(c) for c in who.minimal],
        "minimal_blocking": [] if who is None else [list(c) for c in who.blocking],
        "why_not": force.why_not,
    }


def _jsonable_stretch(stretch: Stretch) -> Json:
    return {
        "from": exact(stretch.start),
        "to": exact(stretch.end),
        "taken": stretch.taken,
        "in_favour": list(stretch.in_favour),
    }
