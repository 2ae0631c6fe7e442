"""Over time: one event after the other, and the company as it stood then."""

from datetime import timedelta
from typing import Any

from stanchion.api.comparison import Difference, comparison
from stanchion.api.facts import standing
from stanchion.api.power import decisions
from stanchion.api.structure import structure
from stanchion.api.view import View, view
from stanchion.charter.events import Event
from stanchion.charter.phrases import Name
from stanchion.exact.diagram import Budget
from stanchion.exact.errors import StanchionError
from stanchion.reports.spoken import called, least, listed
from stanchion.reports.structure.drawing import structure_svg
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab
from stanchion.web.pages.sources import source_of


def page(asked: Asked) -> Page:
    """The tab, at the event asked for, else at the last one before the charter's own instant."""
    events = sorted(asked.charter.events, key=lambda event: event.when.start)
    if not events:
        return tab("time.html", asked, nothing=True)
    at = _place(asked, events)
    event = events[at]
    return tab(
        "time.html",
        asked,
        nothing=False,
        place=at,
        last=len(events) - 1,
        events=[_short(asked, each, number, at) for number, each in enumerate(events)],
        event=_event(asked, event),
        moment=_moment(asked, event),
        previous=asked.link("time", event=str(at - 1)) if at else None,
        following=asked.link("time", event=str(at + 1)) if at + 1 < len(events) else None,
    )


def _place(asked: Asked, events: list[Event]) -> int:
    text = asked.one("event") or ""
    if text.isdigit():
        return min(int(text), len(events) - 1)
    now = asked.view.state.instant
    return max((n for n, each in enumerate(events) if each.when.start <= now), default=0)


def _short(asked: Asked, event: Event, number: int, chosen: int) -> dict[str, Any]:
    return {
        "when": event.when.text,
        "what": asked.language.said(event.what),
        "address": asked.link("time", event=str(number)),
        "here": number == chosen,
        "effect": bool(event.effect),
    }


def _event(asked: Asked, event: Event) -> dict[str, Any]:
    say = asked.language
    return {
        "when": event.when.text,
        "what": say.said(event.what),
        "reason": None if event.reason is None else say.said(event.reason),
        "confidence": None if event.confidence is None else say.text(event.confidence.value),
        "disputed": event.confidence is not None and event.confidence.value == "disputed",
        "note": None if event.note is None else say.said(event.note),
        "decided": None if event.decided is None else str(event.decided).replace("_", " "),
        "by": listed(called(asked.charter, [str(n) for n in event.by], say), say),
        "sources": [source_of(asked, str(name)) for name in event.source],
    }


def _moment(asked: Asked, event: Event) -> dict[str, Any]:
    """The company just after an event; events before the opening are history only."""
    say, charter = asked.language, asked.charter
    if event.when.start <= charter.opens.start:
        return {"history": True, "opens": charter.opens.text}
    changes = asked.many("with")
    readings = asked.many("reading")
    try:
        now = view(charter, at=event.when.start, readings=readings, changes=changes)
    except StanchionError as unable:
        return {"history": True, "opens": charter.opens.text, "why_not": str(unable)}
    before = _just_before(asked, event)
    found = standing(now)
    return {
        "history": False,
        "picture": structure_svg(structure(now), say),
        "people": [
            _seats(asked, now, each.body, list(each.in_office), before) for each in found.bodies
        ],
        "offices": [
            (
                _post(asked, name),
                say.text("vacant") if holder is None else charter.party_name(holder, say.tag),
            )
            for name, holder in found.offices
        ],
        "powers": _powers(asked, now, before),
    }


def _post(asked: Asked, office: str) -> str:
    name = asked.charter.offices[Name(office)].name
    return office.replace("_", " ") if name is None else asked.language.said(name)


def _just_before(asked: Asked, event: Event) -> View | None:
    try:
        earlier = event.when.start - timedelta(seconds=1)
        readings, changes = asked.many("reading"), asked.many("with")
        return view(asked.charter, at=earlier, readings=readings, changes=changes)
    except StanchionError:
        return None


def _seats(
    asked: Asked, now: View, body: str, people: list[str], before: View | None
) -> dict[str, Any]:
    say, charter = asked.language, asked.charter
    written = charter.bodies[Name(body)].name
    was = set(before.state.in_office(Name(body))) if before is not None else None
    sat = {str(name) for name in now.state.in_office(Name(body))}
    gone = [str(name) for name in was or () if str(name) not in sat]
    return {
        "name": body.replace("_", " ") if written is None else say.said(written),
        "people": [
            (charter.party_name(name, say.tag), was is not None and bool(sat) and name not in was)
            for name in people
        ],
        "gone": called(charter, gone, say),
    }


def _powers(asked: Asked, now: View, before: View | None) -> list[dict[str, Any]]:
    say = asked.language
    changed: set[str] = set()
    if before is not None:
        found = comparison(before, now).decisions
        changed = {each.decision for each in found if each.difference is not Difference.SAME}
    alike: dict[str, list[tuple[str, bool]]] = {}
    for item in decisions(now, budget=Budget(nodes=100_000)):
        terms = now.state.charter.decisions[Name(item.decision)]
        words = item.why_not if item.who is None else least(asked.charter, item.who.least, say)
        title = item.title if terms.name is None else say.said(terms.name)
        alike.setdefault(words or "", []).append((title, item.decision in changed))
    return [{"who": who, "decisions": titles} for who, titles in alike.items()]
