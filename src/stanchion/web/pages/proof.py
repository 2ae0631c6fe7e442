"""Proof: what the charter expects of itself, each line proved or with its counterexample."""

from fractions import Fraction
from typing import Any

from stanchion.api.proof import Checked, Outcome, check
from stanchion.api.view import view
from stanchion.control.results import Verdict
from stanchion.exact.errors import StanchionError
from stanchion.reports.money import place
from stanchion.reports.spoken import called, listed
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab


def page(asked: Asked) -> Page:
    """The tab; beside each line what it was before anything was supposed."""
    now = checked(asked)
    before = None
    if asked.before is not None:
        before = {each.text: each for each in check(asked.before.charter).outcomes}
    rows = [_row(asked, each, before) for each in now.outcomes]
    rows.sort(key=lambda row: row["was"] is None)  # what came out otherwise comes first
    verdicts = {v: sum(1 for each in now.outcomes if each.verdict is v) for v in Verdict}
    return tab(
        "proof.html",
        asked,
        nothing=not now.outcomes,
        rows=rows,
        met=now.met,
        proved=verdicts[Verdict.PROVED],
        refuted=verdicts[Verdict.REFUTED],
        undecided=verdicts[Verdict.UNDECIDED],
        differ=sum(1 for row in rows if row["was"] is not None),
    )


def checked(asked: Asked) -> Checked:
    """The expectations under what is supposed; each line names its own readings."""
    try:
        supposed = view(asked.charter, terms=asked.terms(), changes=asked.many("with")).charter
    except StanchionError:
        return check(asked.charter)
    return check(supposed)


def _row(asked: Asked, found: Outcome, before: dict[str, Outcome] | None) -> dict[str, Any]:
    say = asked.language
    was = None if before is None else before.get(found.text)
    differs = was is not None and was.verdict is not found.verdict
    return {
        "text": found.text,
        "verdict": found.verdict.value,
        "said": say.text(found.verdict.value),
        "met": found.met,
        "words": found.words,
        "example": _example(asked, found.counterexample),
        "readings": found.readings,
        "because": [(step.text, place(step)) for step in found.because],
        "assumptions": found.assumptions,
        "method": found.method,
        "place": found.at,
        "was": say.text(was.verdict.value) if differs and was is not None else None,
        "is_new": before is not None and was is None,
    }


def _example(asked: Asked, example: Fraction | tuple[str, ...] | None) -> str | None:
    match example:
        case None:
            return None
        case Fraction():
            return asked.language.amount(example)
        case names:
            return listed(called(asked.charter, names, asked.language), asked.language)
