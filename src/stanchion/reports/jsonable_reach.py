"""Answers of reach as JSON documents; the shapes are documented in `docs/json.md`."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from stanchion.api.reach import Prospect, Reach
from stanchion.control.reach.results import Choice, Plan, PlanStep
from stanchion.control.results import Step
from stanchion.reports.jsonable import Json


def reach(found: Reach) -> Json:
    """`stanchion reach CASE GOAL --json`."""
    return {
        "goal": found.goal,
        "as_of": found.as_of,
        "outcome": found.outcome.value,
        "words": found.words,
        "by": list(found.by),
        "against": list(found.against),
        "nominees": found.nominees,
        "horizon": found.horizon,
        "least_coalitions": [[_choice(choice) for choice in one] for one in found.coalitions],
        "plans": [_plan(plan) for plan in found.plans],
        "positions": found.positions,
        "because": _steps(found.because),
        "assumptions": list(found.assumptions),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def prospect(item: Prospect) -> Json:
    """One entry of `stanchion reach CASE --by PARTIES --json`."""
    return {"decision": item.decision, "reach": reach(item.reach)}


def _choice(choice: Choice) -> Json:
    return {"any": choice.count, "of": list(choice.of)}


def _plan(plan: Plan) -> Json:
    return {
        "decisions": plan.decisions,
        "days": _days(plan.takes),
        "steps": [_step(step) for step in plan.steps],
    }


def _step(step: PlanStep) -> Json:
    return {
        "decision": step.decision,
        "what": step.text,
        "by": list(step.by),
        "opposing": step.opposing,
        "route": step.route,
        "voted_after_days": _days(step.waits),
        "effective_after_days": _days(step.effective),
        "because": _steps([step.because])[0],
    }


def _days(time: timedelta) -> str:
    """Days as an exact number: `14`, `2`, `1/24`."""
    return str(Fraction(int(time.total_seconds()), 86_400))


def _steps(steps: Iterable[Step]) -> list[Json]:
    return [{"text": s.text, "clause": s.clause, "where": str(s.at or "") or None} for s in steps]
