"""Who prevails, as JSON; numbers here are floats, for none of them is exact but voting power."""

from typing import Any

from stanchion.conflict.clash import Clash, Forecast
from stanchion.conflict.crisis.game import Solved
from stanchion.conflict.crisis.lawful import OpenMove, Way
from stanchion.conflict.ensembles.ensemble import SHARES, Chance, Ensemble
from stanchion.conflict.inputs import Input
from stanchion.conflict.power import Influence
from stanchion.control.power.results import Estimate, Figure
from stanchion.reports.jsonable import exact, least
from stanchion.reports.jsonable_compare import answer, tipping
from stanchion.source.span import Span

Json = dict[str, Any]


def chance(found: Chance) -> Json:
    """A probability with its standard error."""
    return {"value": found.share, "standard_error": found.error, "count": found.count}


def clash(found: Clash) -> Json:
    """`stanchion clash --json`."""
    return {
        "question": found.question,
        "as_of": found.at.isoformat(),
        "known_until": found.known.isoformat(),
        "days_followed": found.horizon,
        "opened": found.opened,
        "endings": [
            {
                "ending": status.name,
                "title": status.title,
                "left_by": status.left_by,
                "probability": chance(found.ensemble.probability(status.name)),
                "by_rules_alone": chance(found.by_rules.probability(status.name)),
                "had_all_been_known": None
                if found.foreseen is None
                else chance(found.foreseen.probability(status.name)),
                "days": list(found.ensemble.days(status.name)),
            }
            for status in found.crisis.statuses
        ],
        "error_on_real_decisions": None,
        "baselines": [
            {
                "axis": each.axis.id,
                "why_not": each.why_not,
                "models": [answer(one) for one in each.answers],
            }
            for each in found.baselines
        ],
        "ways": [_way(way) for way in found.ways],
        "moves": [_move(move) for move in found.moves],
        "crowds": [_crowd(found.ensemble, crowd.name) for crowd in found.crisis.crowds],
        "offers": [
            {"by": offer.by, "day": offer.day, "made": chance(found.ensemble.offered(place))}
            for place, offer in enumerate(found.crisis.offers)
        ],
        "standing": _standing(found.ensemble),
        "forecasts": [_forecast(forecast) for forecast in found.forecasts],
        "power": [_influence(item) for item in found.influences],
        "tree": None if found.tree is None else _tree(found.tree),
        "tree_why_not": found.tree_why_not,
        "tipping": [tipping(item) for item in found.tipping],
        "hypotheses": [
            {
                "claim": one.claim,
                "because": one.because,
                "confidence": one.confidence,
                "axis": one.axis,
                "where": str(one.at or "") or None,
            }
            for one in found.hypotheses
        ],
        "happened": None
        if found.happened is None
        else {"ending": found.happened[0], "at": found.happened[1].isoformat()},
        "inputs": [_input(one) for one in found.inputs],
        "runs": found.ensemble.runs,
        "runs_asked": found.ensemble.asked,
        "seed": found.ensemble.seed,
        "assumptions": list(found.assumptions),
        "honesty": list(found.honesty),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def where(at: Span | None) -> str | None:
    """`file:line:column` of what is said, where it is."""
    return None if at is None else str(at)


def _way(way: Way) -> Json:
    return {
        "from": way.source,
        "to": way.target,
        "decisions": list(way.decisions),
        "days": way.days,
        "lawful": way.lawful,
        "least": None if way.least is None else least(way.least),
        "vetoes": list(way.vetoes),
        "why_not": list(way.why_not),
    }


def _move(move: OpenMove) -> Json:
    return {
        "move": move.kind,
        "party": move.party,
        "decision": move.decision,
        "allowed": move.allowed,
        "why": move.why,
        "where": where(move.at),
    }


def _crowd(made: Ensemble, name: str) -> Json:
    return {
        "crowd": name,
        "signed_from": list(SHARES),
        "runs": list(made.signed(name)),
    }


def _standing(made: Ensemble) -> list[Json]:
    return [
        {name: chance(each) for name, each in zip(made.names, day, strict=True)}
        for day in made.standing()
    ]


def _forecast(forecast: Forecast) -> Json:
    return {
        "at": forecast.at.isoformat(),
        "events": list(forecast.events),
        "days_left": forecast.days_left,
        "probabilities": {name: chance(each) for name, each in forecast.probabilities.items()},
    }


def _influence(item: Influence) -> Json:
    return {
        "party": item.party,
        "preferred": item.preferred,
        "vote_on_opening": _figure(item.opening),
        "vote_on_changing": _figure(item.undoing),
        "wins": chance(item.wins),
        "wins_by_rules_alone": chance(item.by_rules),
        "wins_if_passive": chance(item.passive),
        "actual": {"value": item.actual, "standard_error": item.error},
        "acts": item.acts,
    }


def _figure(found: Figure | None) -> object:
    match found:
        case None:
            return None
        case Estimate(value, error):
            return {"value": value, "error": error}
        case _:
            return exact(found)


def _tree(tree: Solved) -> Json:
    return {
        "path": [{"player": player, "move": move} for player, move in tree.perfect.path],
        "without_error": {name: exact(odd) for name, odd in tree.perfect.outcomes.items()},
        "ties": len(tree.perfect.ties),
        "with_noise": tree.likely,
        "draws": tree.draws,
        "nodes": tree.nodes,
        "method": tree.method,
    }


def _input(one: Input) -> Json:
    return {
        "input": one.name,
        "low": exact(one.low),
        "best": exact(one.best),
        "high": exact(one.high),
        "shape": type(one.distribution).__name__.lower(),
        "judgement": one.is_judgement,
        "confidence": None if one.confidence is None else one.confidence.value,
        "because": one.because,
        "where": where(one.at),
    }
