"""The first page: the cases as cards, with their structure in small."""

from collections.abc import Mapping
from typing import Any

from stanchion.api.loading import Loaded
from stanchion.api.structure import structure
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.reports.language import Language
from stanchion.reports.structure.drawing import small_structure_svg
from stanchion.web.job import Job, Page
from stanchion.web.rendering import html, spoken

COUNTED = ("parties", "decisions", "events", "expectations")


def page(job: Job, loaded: Mapping[str, Loaded]) -> Page:
    """All cases, or those that have the words looked for in their name, summary or parties."""
    wanted = next((v.strip() for k, v in job.query if k == "q"), "")
    say = spoken(job)
    charters = {name: one.charter for name, one in loaded.items() if one.charter is not None}
    found = {n: c for n, c in charters.items() if not wanted or _speaks_of(c, n, wanted)}
    templates = [(v, v.replace("-", " ")) for k, v in job.query if k == "template"]
    return html(
        "home.html",
        job,
        title=say.text("Stanchion"),
        cards=[_card(name, charter, say) for name, charter in sorted(found.items(), key=_richest)],
        wanted=wanted,
        templates=templates,
    )


def _speaks_of(charter: Charter, name: str, wanted: str) -> bool:
    labels = [charter.name, *([charter.summary] if charter.summary else [])]
    labels += [party.name for party in charter.parties.values()]
    said = [name, *(text for label in labels for _, text in label.texts)]
    return all(any(word in text.casefold() for text in said) for word in wanted.casefold().split())


def _richest(item: tuple[str, Charter]) -> tuple[int, str]:
    """Cases of which there is most to see come first."""
    name, charter = item
    return -len(charter.events) - len(charter.expect) - len(charter.decisions), name


def _card(name: str, charter: Charter, say: Language) -> dict[str, Any]:
    sizes = (
        len(charter.parties),
        len(charter.decisions),
        len(charter.events),
        len(charter.expect),
    )
    counts = zip(COUNTED, sizes, strict=True)
    return {
        "address": f"/{say.tag}/case/{name}/overview",
        "name": say.said(charter.name),
        "summary": "" if charter.summary is None else say.said(charter.summary),
        "picture": small_structure_svg(structure(view(charter)), say),
        "counts": [(say.text(what), say.number(count)) for what, count in counts if count],
    }
