"""Who decides: the decisions under the votes that are ticked, and one of them in full."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from stanchion.api.comparison import DecisionChange, Difference, comparison
from stanchion.api.money import curves
from stanchion.api.power import power, who
from stanchion.api.reach import Ahead, reach
from stanchion.api.tour import telling_amounts
from stanchion.api.vote import Tally, Vote, tallies
from stanchion.charter.phrases import Name
from stanchion.control.results import Who
from stanchion.exact.diagram import Budget
from stanchion.exact.errors import StanchionError
from stanchion.reports.spoken import called, least, listed, pattern
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab

MOST_ROWS = 30
MOST_NODES = 100_000


def page(asked: Asked) -> Page:
    """The tab; without decisions it says so."""
    if not asked.charter.decisions:
        return tab("decides.html", asked, nothing=True)
    fault: str | None = None
    yes, no = asked.many("yes"), asked.many("no")
    votes = dict.fromkeys(yes, "yes") | dict.fromkeys(no, "no")
    yes = tuple(name for name, vote in votes.items() if vote == "yes")
    no = tuple(name for name, vote in votes.items() if vote == "no")
    ballots = {k.removeprefix("vote."): v for k, v in asked.job.query if k.startswith("vote.")}
    yes += tuple(name for name, vote in ballots.items() if vote == "yes")
    no += tuple(name for name, vote in ballots.items() if vote == "no")
    budget = Budget(nodes=MOST_NODES)
    try:
        found = tallies(asked.view, yes=yes, no=no, budget=budget)
    except StanchionError as wrong:
        fault, yes, no = str(wrong), (), ()
        found = tallies(asked.view, yes=(), no=(), budget=budget)
    chosen = asked.one("decision")
    if chosen not in {tally.decision for tally in found}:
        chosen = found[0].decision
    return tab(
        "decides.html",
        asked,
        nothing=False,
        fault=fault,
        voters=_voters(asked, found, set(yes), set(no)),
        cast=bool(yes or no),
        rows=[_row(asked, tally, _changes(asked), chosen) for tally in found],
        chosen=chosen,
        detail=_detail(asked, chosen, budget),
        plan=_plan(asked),
    )


def _voters(
    asked: Asked, found: Sequence[Tally], yes: set[str], no: set[str]
) -> list[dict[str, Any]]:
    """Everybody who has a vote in some decision, in the order of the charter."""
    have = {str(player) for tally in found for vote in tally.votes for player in vote.voters}
    return [
        {
            "id": str(name),
            "name": asked.charter.party_name(name, asked.language.tag),
            "vote": "yes" if name in yes else "no" if name in no else "absent",
        }
        for name in asked.charter.parties
        if name in have
    ]


def _title(asked: Asked, decision: str) -> str:
    terms = asked.view.state.charter.decisions[Name(decision)]
    return decision.replace("_", " ") if terms.name is None else asked.language.said(terms.name)


def _changes(asked: Asked) -> dict[str, DecisionChange]:
    if asked.before is None:
        return {}
    return {each.decision: each for each in comparison(asked.before, asked.view).decisions}


def _row(
    asked: Asked, tally: Tally, changes: dict[str, DecisionChange], chosen: str
) -> dict[str, Any]:
    change = changes.get(tally.decision)
    return {
        "decision": tally.decision,
        "title": _title(asked, tally.decision),
        "address": asked.link("decides", decision=tally.decision) + "#detail",
        "here": tally.decision == chosen,
        "passes": tally.passes,
        "why_not": tally.why_not,
        "lacking": [] if tally.passes else _all_lacking(asked, tally),
        "changed": None if change is None else change.difference is not Difference.SAME,
    }


def _all_lacking(asked: Asked, tally: Tally) -> list[tuple[str, str]]:
    """What is lacking by each way; once, where it is the same by all."""
    found = [_lacking(asked, vote) for vote in tally.votes]
    needed = {words for _, words in found}
    return [("", needed.pop())] if len(needed) == 1 else found


def _lacking(asked: Asked, vote: Vote) -> tuple[str, str]:
    """By which way, and whose yes is still needed."""
    say, charter, found = asked.language, asked.charter, vote.lacking
    way = "" if vote.way is None else say.text(vote.way.replace("_", " "))
    if found is None:
        return way, ""
    if found.heaviest:
        return way, listed(called(charter, found.heaviest, say), say)
    if found.least is None or found.least.fewest is None:
        return way, say.text("nobody who is away can carry it")
    return way, pattern(charter, found.least.patterns[0], say) if (found.least.patterns) else least(
        charter, found.least, say
    )


def _detail(asked: Asked, decision: str, budget: Budget) -> dict[str, Any]:
    say, charter = asked.language, asked.charter
    title = _title(asked, decision)
    try:
        found = who(asked.view, decision, budget=budget)
    except StanchionError as unable:
        return {"title": title, "why_not": str(unable)}
    return {
        "title": title,
        "why_not": None,
        "who": least(charter, found.least, say),
        "stop": least(charter, found.least_blocking, say),
        "fewest": found.fewest,
        "voters": say.number(found.voters),
        "veto": called(charter, found.veto_players, say),
        "dictators": called(charter, found.dictators, say),
        "dummies": called(charter, found.dummies, say),
        "proper": found.proper,
        "matrix": _matrix(asked, found),
        "bars": _bars(asked, decision, budget),
        "routes": _routes(asked, found),
        "because": found.because,
        "assumptions": found.assumptions,
        "method": found.method,
        "digest": found.digest[:12],
        "change": _change(asked, decision),
    }


def _change(asked: Asked, decision: str) -> dict[str, Any] | None:
    """What differs from the charter as it was, in this decision."""
    found = _changes(asked).get(decision)
    if found is None or asked.before is None:
        return None
    was = None
    if found.difference is not Difference.SAME:
        try:
            earlier = who(asked.before, decision)
            was = least(asked.before.charter, earlier.least, asked.language)
        except StanchionError as unable:
            was = str(unable)
    return {
        "same": found.difference is Difference.SAME,
        "aspects": [asked.language.text(aspect.value) for aspect in found.aspects],
        "was": was,
    }


def _matrix(asked: Asked, found: Who) -> dict[str, Any] | None:
    """Least winning coalitions as rows, people as columns; None where they cannot be listed."""
    rows = found.minimal
    if not rows:
        return None
    players = [p for p in found.players if any(p in row for row in rows)]
    return {
        "players": called(asked.charter, players, asked.language),
        "rows": [[player in row for player in players] for row in rows[:MOST_ROWS]],
        "left_out": max(0, len(rows) - MOST_ROWS),
    }


def _bars(asked: Asked, decision: str, budget: Budget) -> dict[str, Any]:
    """Power beside the share of money: control against economics in one picture."""
    say, charter = asked.language, asked.charter
    try:
        found = power(asked.view, decision, budget=budget)
    except StanchionError as unable:
        return {"why_not": str(unable), "rows": []}
    money, amount = _money(asked)
    powers = {
        str(p.player): p.banzhaf_normalised
        for p in found.players
        if isinstance(p.banzhaf_normalised, Fraction)
    }
    names = dict.fromkeys([*powers, *money])
    rows = [
        {
            "name": charter.party_name(name, say.tag),
            "power": say.share(powers[name]) if name in powers else None,
            "power_part": _percent(powers.get(name)),
            "money": say.share(money[name]) if name in money else None,
            "money_part": _percent(money.get(name)),
        }
        for name in names
        if powers.get(name) or money.get(name)
    ]
    return {"why_not": None, "rows": rows, "amount": amount, "exact": found.exact}


def _percent(part: Fraction | None) -> str:
    """A width for a bar, in per cent to a tenth; it places a picture and is no figure."""
    return f"{float(part or 0) * 100:.1f}"


def _money(asked: Asked) -> tuple[dict[str, Fraction], str]:
    """Each payee's part of a telling amount of the first entity whose payments are known."""
    for entity in asked.charter.pay:
        try:
            made = curves(asked.view, entity=str(entity)).by_payee()
        except StanchionError:
            continue
        points = sorted({x for curve in made.values() for x in curve.breakpoints})
        telling = telling_amounts(tuple(points))
        amount = telling[-2] if len(telling) > 1 else telling[0]
        return {str(p): curve(amount) / amount for p, curve in made.items()}, (
            asked.language.amount(amount)
        )
    return {}, ""


def _routes(asked: Asked, found: Who) -> list[dict[str, Any]]:
    say = asked.language
    return [
        {
            "name": say.text(route.name.replace("_", " ")),
            "who": least(asked.charter, route.least, say),
            "notice": route.notice,
            "fewest": route.fewest,
        }
        for route in found.routes
    ]


def _plan(asked: Asked) -> dict[str, Any]:
    """What a coalition can come to bring about, and in which steps."""
    goal, by, within = asked.one("goal"), asked.one("by"), asked.one("within")
    plain: dict[str, Any] = {"goal": goal or "", "by": by or "", "within": within or ""}
    offices = [str(name) for name in asked.charter.offices]
    plain["example"] = f"{offices[0]} is vacant" if offices else ""
    if goal is None:
        return {**plain, "answer": None, "fault": None}
    try:
        found = reach(asked.view, goal, by=by, ahead=Ahead(within=within, positions=20_000))
    except StanchionError as wrong:
        return {**plain, "answer": None, "fault": str(wrong)}
    days = max((step.effective.total_seconds() for p in found.plans for step in p.steps), default=0)
    steps = [
        {
            "text": step.text,
            "by": listed(called(asked.charter, step.by, asked.language), asked.language),
            "hours": f"{step.effective.total_seconds() / 3600:g}",
            "place": f"{step.effective.total_seconds() / days * 100:.1f}" if days else "0",
        }
        for step in (found.plans[0].steps if found.plans else ())
    ]
    return {**plain, "answer": found.words, "steps": steps, "fault": None, "found": found}
