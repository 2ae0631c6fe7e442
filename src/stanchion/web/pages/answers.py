"""Answers as data: what the tabs show, under `/api`, for programs instead of people."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from stanchion.api.errors import BadQuestion
from stanchion.api.holder import statement
from stanchion.api.loading import Loaded
from stanchion.api.money import curves, pay
from stanchion.api.power import decisions
from stanchion.api.release import may_ship
from stanchion.api.schedule import clawbacks, payouts_of, schedule
from stanchion.api.tenders import tenders
from stanchion.api.timeline import timeline
from stanchion.api.view import amounts_of
from stanchion.api.vote import Tally, tallies
from stanchion.exact.errors import StanchionError
from stanchion.reports import (
    jsonable,
    jsonable_clash,
    jsonable_release,
    jsonable_tenders,
    jsonable_time,
    jsonable_timeline,
)
from stanchion.source.render import to_json
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
    return _data(200, found)


def refused(why: str, status: int) -> Page:
    """Why there is no answer, as data."""
    return _data(status, {"error": why})


def unusable(loaded: Loaded) -> Page:
    """Why a charter answers nothing: every fault, with its place and remedy."""
    faults = to_json(loaded.diagnostics)
    return _data(422, {"error": "this charter cannot be used", "diagnostics": faults})


def checked(loaded: Loaded) -> Page:
    """What is wrong with a charter, and whether it can be used all the same."""
    faults = to_json(loaded.diagnostics)
    return _data(200, {"usable": loaded.charter is not None, "diagnostics": faults})


def _data(status: int, found: Any) -> Page:
    body = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
    return Page(status, MEDIA, body)


def _pay(asked: Asked) -> Any:
    amounts = amounts_of(asked.charter, asked.one("amount") or "")
    return jsonable.payment(pay(asked.view, amounts, entity=asked.one("entity")))


def _curve(asked: Asked) -> Any:
    return jsonable.curves(curves(asked.view, entity=asked.one("entity")))


def _statement(asked: Asked) -> Any:
    text = asked.one("amount") or ""
    amounts = amounts_of(asked.charter, text)
    if len(amounts) != 1:
        raise BadQuestion(text, "an account is about one amount", 0, len(text), "one amount")
    payee = asked.one("payee") or ""
    found = statement(asked.view, payee, amounts[0], entity=asked.one("entity"))
    return jsonable_time.account(found)


def _schedule(asked: Asked) -> Any:
    said, entity = asked.one("amounts"), asked.one("entity")
    payouts = None if said is None else payouts_of(asked.view.charter, said, entity=entity)
    return jsonable_time.run(schedule(asked.view, payouts, entity=entity))


def _clawback(asked: Asked) -> Any:
    said = asked.one("amounts")
    payouts = None if said is None else payouts_of(asked.view.charter, said)
    return jsonable_time.clawbacks(clawbacks(asked.view, payouts, name=asked.one("name")))


def _tender(asked: Asked) -> Any:
    return [jsonable_tenders.tender(each) for each in tenders(asked.view, asked.one("name"))]


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
    runs, choices = asked.one("runs"), [str(number) for number in prevails.RUNS]
    if runs is not None and runs not in choices:
        raise BadQuestion(runs, f"one of {', '.join(choices)}", 0, len(runs), "not one of them")
    return jsonable_clash.clash(prevails.answered(asked).found)


def _ship(asked: Asked) -> Any:
    model, stage = asked.one("model") or "", asked.one("stage") or ""
    found = may_ship(asked.view, model=model, stage=stage, product=asked.one("product"))
    return jsonable_release.verdict(found)


ANSWERS: Mapping[str, Answered] = {
    "pay": _pay,
    "curve": _curve,
    "statement": _statement,
    "schedule": _schedule,
    "clawback": _clawback,
    "tender": _tender,
    "decisions": _decisions,
    "vote": _vote,
    "timeline": _timeline,
    "proof": _proof,
    "sources": _sources,
    "clash": _clash,
    "ship": _ship,
}
"""By the last part of the address."""
