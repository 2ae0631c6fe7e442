"""All models of a dispute side by side, and their errors on real decisions, as JSON."""

from typing import Any

from stanchion.conflict.accuracy.known import Known
from stanchion.conflict.accuracy.measurement import Interval, Measured
from stanchion.conflict.compare import Answer, AxisAnswer, Compared
from stanchion.conflict.ending_models import EndingModels
from stanchion.conflict.tipping import Tipping
from stanchion.reports.jsonable import exact

Json = dict[str, Any]


def compared(found: Compared) -> Json:
    """`stanchion clash compare --json`."""
    return {
        "question": found.question,
        "as_of": found.instant.isoformat(),
        "axes": [_axis(axis) for axis in found.axes],
        "election": _election(found),
        "followed": _followed(found.followed),
        "runs": found.runs,
        "runs_asked": found.asked,
        "seed": found.seed,
        "judgements": found.judgements,
        "inputs": found.inputs,
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": list(found.assumptions),
    }


def _axis(found: AxisAnswer) -> Json:
    axis = found.axis
    baselines = found.exact
    return {
        "axis": axis.id,
        "low": str(axis.low),
        "high": str(axis.high),
        "scale": [exact(axis.floor), exact(axis.ceiling)],
        "contested": None if axis.contested is None else str(axis.contested),
        "parties": list(found.parties),
        "why_not": found.why_not,
        "models": [answer(each) for each in found.answers],
        "endings": {
            each.preset: {"at_rest": each.at_rest, "cycling": each.cycling, "moving": each.moving}
            for each in found.endings
        },
        "spread_by_inputs": None if found.parameters is None else list(found.parameters),
        "spread_by_reading": None if found.specification is None else list(found.specification),
        "exact_baselines": None
        if baselines is None
        else {
            "compromise_mean": exact(baselines.compromise_mean),
            "weighted_median": exact(baselines.weighted_median),
            "midpoint": exact(baselines.midpoint),
        },
    }


def answer(found: Answer) -> Json:
    """What one model says of an axis, with its error on real decisions."""
    spread = found.spread
    return {
        "model": found.model,
        "text": found.words,
        "at_best_guess": found.at_best,
        "mean": {"value": spread.mean, "standard_error": spread.error},
        "quantiles": {"0.1": spread.low, "0.5": spread.median, "0.9": spread.high},
        "error_on_real_decisions": _known(found.known),
    }


def _followed(found: EndingModels) -> Json:
    return {
        "why_not": found.why_not,
        "endings": dict(found.endings),
        "models": [
            {
                "model": each.model,
                "text": each.words,
                "probabilities": {
                    odds.ending: {"value": odds.share, "standard_error": odds.error}
                    for odds in each.odds
                },
                "error_on_real_decisions": None,
            }
            for each in found.answers
        ],
        "tree_why_not": found.tree_why_not,
        "tipping": [tipping(each) for each in found.tipping],
    }


def tipping(found: Tipping) -> Json:
    """Where a crowd tips."""
    return {
        "crowd": found.crowd,
        "under": found.under,
        "cost": found.cost,
        "theta": found.theta,
        "sign": found.sign,
        "stages": found.stages,
    }


def _known(known: Known | None) -> Json | None:
    if known is None:
        return None
    return {
        "mean": known.mean,
        "low": known.low,
        "high": known.high,
        "median": known.median,
        "within_ten": known.near,
        "source": known.source,
    }


def _election(found: Compared) -> Json | None:
    election = found.election
    if election is None:
        return None
    return {
        "axes": list(election.axes),
        "probabilities": {
            each.party: {"value": each.probability, "standard_error": each.error}
            for each in election.chances
        },
        "left_out": list(election.left_out),
        "runs": election.runs,
    }


def measured(found: Measured) -> Json:
    """`stanchion clash accuracy --json`."""
    return {
        "issues": found.issues,
        "proposals": found.proposals,
        "left_out": found.left_out,
        "models": [
            {
                "model": each.model,
                "text": each.words,
                "mean_error": _interval(each.mean),
                "median_error": each.median,
                "within_ten": _interval(each.near),
                "against_compromise_mean": _interval(each.against),
            }
            for each in found.errors
        ],
        "seed": found.seed,
        "resamples": found.resamples,
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": list(found.assumptions),
    }


def _interval(found: Interval) -> Json:
    return {"value": found.value, "low": found.low, "high": found.high}
