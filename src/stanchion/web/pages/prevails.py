"""Who prevails: what was likely, how sure that is, day by day, whose doing, and which rule."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from stanchion.api.clash import Clash, Followed, clash
from stanchion.api.comparison import Difference
from stanchion.api.levers import NoLevers, Trials, levers
from stanchion.api.prospects import prospects
from stanchion.charter.phrases import Name
from stanchion.conflict.inputs import Input
from stanchion.conflict.levers.results import Tried
from stanchion.conflict.power import Influence
from stanchion.control.power.results import Estimate, Figure
from stanchion.exact.errors import StanchionError
from stanchion.reports.language import Language
from stanchion.reports.prevails import (
    Told,
    days_svg,
    endings_svg,
    forecasts_svg,
    signers_svg,
    told,
)
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab

RUNS = (1_000, 4_000, 20_000)
"""How often a dispute can be followed here, the fewest first, which a page is made with."""
SEED = 1
MOST_KEPT = 8

PICTURES: Mapping[str, Callable[[Told], str]] = {
    "endings": endings_svg,
    "days": days_svg,
    "forecasts": forecasts_svg,
}
"""By the name of their files."""


def page(asked: Asked) -> Page:
    """The tab, or why there is nothing to follow."""
    if asked.charter.dispute is None:
        return tab("prevails.html", asked, nothing=True)
    try:
        made = answered(asked)
    except StanchionError as unable:
        return tab("prevails.html", asked, nothing=False, why_not=str(unable))
    found, say = made.found, asked.language
    opened = any(one.opening is not None for one in found.influences)
    return tab(
        "prevails.html",
        asked,
        nothing=False,
        why_not=None,
        made=made,
        question=say.said(asked.charter.dispute.question),
        since=say.moment(found.at),
        horizon=found.horizon,
        runs=found.ensemble.runs,
        seed=SEED,
        choices=[(n, say.number(n), n == found.ensemble.runs) for n in RUNS],
        endings=_endings(made),
        prospects=_prospects(asked, made),
        pictures={
            "endings": endings_svg(made),
            "days": days_svg(made),
            "forecasts": forecasts_svg(made) if len(found.forecasts) > 1 else None,
        },
        crowds=_crowds(asked, made),
        forecasts=_forecasts(made),
        opened=opened,
        powers=[_power(asked, made, one) for one in found.influences],
        levers=_levers(asked, made),
        judged=[_input(one) for one in found.judgements],
        inputs=len(found.inputs),
        hypotheses=found.hypotheses,
    )


_kept: OrderedDict[object, Clash] = OrderedDict()


def answered(asked: Asked) -> Told:
    """The dispute followed; raises NoCrisis. The last few answers are kept, for files ask again."""
    key = (asked.text, runs_of(asked), asked.since, _supposed(asked))
    found = _kept.get(key)
    if found is None:
        found = clash(asked.view, Followed(runs=runs_of(asked), seed=SEED, at=asked.since))
        _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return told(asked.view.charter, found, asked.language)


def _supposed(asked: Asked) -> object:
    """What of an address changes the charter; nothing where it could not be supposed."""
    if asked.wrong is not None:
        return None
    return (asked.many("reading"), asked.many("with"), tuple(sorted(asked.terms().items())))


def runs_of(asked: Asked) -> int:
    """How many runs are asked for, of those that can be had here."""
    return next((n for n in RUNS if str(n) == asked.one("runs")), RUNS[0])


def _endings(made: Told) -> list[dict[str, Any]]:
    found = made.found
    return [
        {
            "title": title,
            "colour": number % 16,
            "share": percent(found.ensemble.probability(name).share),
            "error": percent(found.ensemble.probability(name).error),
            "by_rules": percent(found.by_rules.probability(name).share),
            "foreseen": None
            if found.foreseen is None
            else percent(found.foreseen.probability(name).share),
            "came": found.happened is not None and found.happened[0] == name,
        }
        for number, (name, title) in enumerate(made.titles.items())
    ]


def _prospects(asked: Asked, made: Told) -> dict[str, Any] | None:
    """Before and after what is supposed, on the same draws; no rows where no rule differs."""
    if asked.before is None:
        return None
    found = prospects(asked.before, asked.view, at=asked.since)
    rows = [
        {
            "title": made.titles.get(one.ending, one.ending),
            "was": percent(one.paired.before),
            "now": percent(one.paired.after),
            "change": f"{one.paired.change.value:+.1%}",
            "interval": f"{one.paired.change.low:+.1%} – {one.paired.change.high:+.1%}",
            "shown": one.shown,
            "runs": one.paired.runs,
        }
        for one in found
        if one.paired is not None
    ]
    return {
        "rows": rows,
        "same": all(one.difference is Difference.SAME for one in found) and not rows,
        "why_not": next((one.why_not for one in found if one.why_not), None),
    }


def percent(share: float) -> str:
    """A probability in per cent, with one decimal: more would be noise of so few runs."""
    return f"{share:.1%}"


def _crowds(asked: Asked, made: Told) -> list[tuple[str, str]]:
    crowds = made.found.crisis.crowds
    names = [asked.charter.party_name(crowd.name, asked.language.tag) for crowd in crowds]
    return [
        (name, signers_svg(made, crowd.name, name))
        for name, crowd in zip(names, crowds, strict=True)
    ]


def _forecasts(made: Told) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "when": made.say.moment(forecast.at),
            "told": "; ".join(forecast.events),
            "shares": [
                percent(forecast.probabilities[name].share)
                if name in forecast.probabilities
                else "–"
                for name in made.titles
            ],
        }
        for number, forecast in enumerate(made.found.forecasts, start=1)
    ]


def _power(asked: Asked, made: Told, one: Influence) -> dict[str, Any]:
    say = asked.language
    return {
        "name": asked.charter.party_name(one.party, say.tag),
        "likes": made.titles.get(one.preferred, one.preferred),
        "wins": percent(one.wins.share),
        "opening": _figure(one.opening, say),
        "undoing": _figure(one.undoing, say),
        "acts": one.acts,
        "fact": f"{one.actual:+.1%} ± {one.error:.1%}",
    }


def _figure(found: Figure | None, say: Language) -> str:
    match found:
        case None:
            return "–"
        case Estimate():
            return f"{found.value:.1%} ± {found.error:.1%}"
        case part:
            return say.share(part)


def _levers(asked: Asked, made: Told) -> dict[str, Any] | None:
    """Which change of the rules would have altered it, on the same draws as without it."""
    trials = Trials(SEED, made.found.ensemble.runs)
    try:
        found = levers(asked.view.charter, trials, at=asked.since, largest=2)
    except NoLevers:
        return None
    except StanchionError as unable:
        return {"why_not": str(unable), "rows": []}
    return {
        "why_not": None,
        "title": made.titles.get(found.outcome, found.title),
        "before": percent(found.before.value),
        "rows": [_lever(asked, one) for one in found.tried],
        "sets": [
            (
                " + ".join(_called(asked, key) for key in one.keys),
                percent(one.probability.value),
                one.clear,
            )
            for one in found.smallest
        ],
        "tried": found.sets_tried,
        "largest": found.largest,
    }


def _called(asked: Asked, key: str) -> str:
    """What a lever is called in the language of the page."""
    dispute = asked.charter.dispute
    lever = None if dispute is None else dispute.levers.get(Name(key))
    return key if lever is None else asked.language.said(lever.name)


def _lever(asked: Asked, one: Tried) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": _called(asked, one.key),
        "where": str(one.because.at or ""),
        "unable": one.unable,
        "crosses": one.crosses,
    }
    if one.difference is not None:
        change = one.difference.change
        row |= {
            "after": percent(one.difference.after),
            "change": f"{change.value:+.1%}",
            "interval": f"{change.low:+.1%} – {change.high:+.1%}",
            "shown": one.difference.shown,
        }
    return row


def _input(one: Input) -> dict[str, str]:
    best, low, high = (f"{float(x):g}" for x in (one.best, one.low, one.high))
    return {
        "name": one.name,
        "best": best,
        "range": f"{low} – {high}",
        "because": one.because or "",
    }
