"""Answers as data: what the tabs show, under `/api`, for programs instead of people."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from stanchion.api.money import curves, pay
from stanchion.api.power import decisions
from stanchion.api.release import may_ship
from stanchion.api.timeline import timeline
from stanchion.api.view import amounts_of
from stanchion.api.vote import Tally, tallies
from stanchion.exact.errors import StanchionError
from stanchion.reports import jsonable, jsonable_clash, jsonable_release, jsonable_timeline
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages import prevails, proof, sources

MEDIA = "application/json"
Answered = Callable[[Asked], Any]


def page(asked: Asked, *, name: str) -> Page:
    """The answer, or with status 422 what is wrong with the question."""
    if asked.wrong is not None:
        return refused(asked.wrong, 422)
    try:
        found = ANSWERS[name](asked)
    except StanchionError as wrong:
        return refused(str(wrong), 422)
    return Page(200, MEDIA, json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def refused(why: str, status: int) -> Page:
    """Why there is no answer, as data."""
    return Page(status, MEDIA, json.dumps({"error": why}).encode())


def _pay(asked: Asked) -> Any:
    amounts = amounts_of(asked.charter, asked.one("amount") or "")
    return jsonable.payment(pay(asked.view, amounts, entity=asked.one("entity")))


def _curve(asked: Asked) -> Any:
    return jsonable.curves(curves(asked.view, entity=asked.one("entity")))


def _decisions(asked: Asked) -> Any:
    return [jsonable.overview(item) for item in decisions(asked.view)]


def _vote(asked: Asked) -> Any:
    found = tallies(asked.view, yes=asked.many("yes"), no=asked.many("no"))
    return [_tally(each) for each in found]


def _tally(found: Tally) -> Any:
    return {
        "decision": found.decision,
        "title": found.title,
        "passes": found.passes,
        "ways": [{"way": vote.way, "passes": vote.passes} for vote in found.votes],
        "why_not": found.why_not,
    }


def _timeline(asked: Asked) -> Any:
    found = timeline(asked.view.charter, changes=True)
    return [jsonable_timeline.entry(entry) for entry in found.entries]


def _proof(asked: Asked) -> Any:
    return jsonable.expectations(proof.checked(asked))


def _sources(asked: Asked) -> Any:
    return [sources.source_of(asked, str(name)) for name in asked.charter.sources]


def _clash(asked: Asked) -> Any:
    return jsonable_clash.clash(prevails.answered(asked).found)


def _ship(asked: Asked) -> Any:
    model, stage = asked.one("model") or "", asked.one("stage") or ""
    found = may_ship(asked.view, model=model, stage=stage, product=asked.one("product"))
    return jsonable_release.verdict(found)


ANSWERS: Mapping[str, Answered] = {
    "pay": _pay,
    "curve": _curve,
    "decisions": _decisions,
    "vote": _vote,
    "timeline": _timeline,
    "proof": _proof,
    "sources": _sources,
    "clash": _clash,
    "ship": _ship,
}
"""By the last part of the address."""
