"""May it ship: what is required of a model at a stage, who decides, what would have to happen."""

from typing import Any

from stanchion.api.comparison import Difference
from stanchion.api.gates import GateChange, Key, gate_changes, gates
from stanchion.api.release import may_ship
from stanchion.charter.phrases import Name
from stanchion.control.results import Step
from stanchion.exact.errors import StanchionError
from stanchion.release.results import ApprovalState, Requirement, Verdict
from stanchion.reports.spoken import called, listed
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab

MOST_COALITIONS = 8
MOST_STEPS = 60


def page(asked: Asked) -> Page:
    """The tab, or that no policy covers anything."""
    found = list(gates(asked.view))
    if not found:
        return tab("ship.html", asked, nothing=True)
    key = chosen(asked, found)
    model, stage, product = key
    try:
        verdict = may_ship(asked.view, model=model, stage=stage, product=product)
    except StanchionError as unable:
        return tab(
            "ship.html",
            asked,
            nothing=False,
            choices=_choices(asked, found, key),
            why_not=str(unable),
        )
    return tab(
        "ship.html",
        asked,
        nothing=False,
        why_not=None,
        choices=_choices(asked, found, key),
        verdict=verdict,
        outcome=asked.language.text(verdict.outcome.value),
        policy=_policy(asked, verdict),
        as_of=asked.language.moment(asked.view.state.instant),
        requirements=[_requirement(asked, each) for each in verdict.requirements],
        approvals=[_approval(asked, each) for each in verdict.approvals],
        least=_least(asked, verdict),
        because=_because(verdict),
        gate_change=_gate_change(asked, key),
        files={"gate": "/".join(key)},
    )


def chosen(asked: Asked, found: list[Key]) -> Key:
    """The gate asked about, else the first."""
    wish = asked.one("gate")
    return next((key for key in found if "/".join(key) == wish), found[0])


def _choices(asked: Asked, found: list[Key], key: Key) -> list[tuple[str, str, bool]]:
    release, say = asked.view.charter.release, asked.language
    assert release is not None  # INVARIANT: there is a gate
    names = {str(name): say.said(model.name) for name, model in release.models.items()}
    products = {str(name): say.said(product.name) for name, product in release.products.items()}
    return [
        (
            "/".join(each),
            f"{names[each[0]]} → {products[each[2]]}: {say.text(each[1])}",
            each == key,
        )
        for each in found
    ]


def _policy(asked: Asked, verdict: Verdict) -> str | None:
    release = asked.view.charter.release
    if verdict.policy is None or release is None:
        return None
    terms = release.policies[Name(verdict.policy)]
    return verdict.policy if terms.name is None else asked.language.said(terms.name)


def _requirement(asked: Asked, found: Requirement) -> dict[str, Any]:
    return {
        "title": found.title,
        "kind": asked.language.text(found.kind.value),
        "state": asked.language.text(found.found.value),
        "passes": found.passes,
        "words": found.words,
        "where": _places(found.because),
    }


def _approval(asked: Asked, found: ApprovalState) -> dict[str, Any]:
    say = asked.language
    ways = [listed(called(asked.charter, names, say), say) for names in found.could]
    return {
        "name": found.id.replace("_", " "),
        "by": found.by,
        "effect": say.text(found.effect),
        "state": say.text(found.standing.value),
        "words": found.words,
        "could": ways[:MOST_COALITIONS],
        "left_out": max(0, len(ways) - MOST_COALITIONS),
        "where": _places(found.because),
    }


def _least(asked: Asked, verdict: Verdict) -> dict[str, Any]:
    say = asked.language
    if verdict.least is None:
        return {"known": False, "ways": [], "left_out": 0}
    ways = [listed(called(asked.charter, names, say), say) for names in verdict.least]
    left = max(0, len(ways) - MOST_COALITIONS)
    return {"known": True, "ways": ways[:MOST_COALITIONS], "left_out": left}


def _places(steps: tuple[Step, ...]) -> str:
    """The clauses and lines of some steps, each once."""
    said = dict.fromkeys(
        part for step in steps for part in (step.clause, str(step.at or "")) if part
    )
    return ", ".join(list(said)[:3])


def _because(verdict: Verdict) -> list[Step]:
    steps = [*verdict.because]
    steps += [step for each in verdict.requirements for step in each.because]
    steps += [step for each in verdict.approvals for step in each.because]
    return list(dict.fromkeys(steps))[:MOST_STEPS]


def _gate_change(asked: Asked, key: Key) -> dict[str, Any] | None:
    """What became of this gate by what is supposed, where anything is."""
    if asked.before is None:
        return None
    found = next(
        (
            each
            for each in gate_changes(asked.before, asked.view)
            if (each.model, each.stage, each.product) == key
        ),
        None,
    )
    return None if found is None else _told(asked, found)


def _told(asked: Asked, found: GateChange) -> dict[str, Any]:
    was, now = found.before, found.after
    if was is None or now is None or found.difference is Difference.SAME:
        return {"same": found.difference is Difference.SAME, "was": None, "ways": [], "by": []}
    return {
        "same": False,
        "was": asked.language.text(was.outcome.value),
        "ways": _least(asked, was)["ways"],
        "by": [words for words in was.would if words not in now.would],
    }
