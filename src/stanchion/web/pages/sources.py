"""Sources: every publication that a fact rests on, how sure it is, and what stands on it."""

from typing import Any

from stanchion.api.citations import citations
from stanchion.api.likeness import Likeness, related
from stanchion.charter.phrases import Name
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab


def page(asked: Asked) -> Page:
    """The tab, with cases that are alike in structure."""
    cited = citations(asked.charter)
    rows = [{**source_of(asked, name), "facts": facts} for name, facts in cited.items()]
    own = asked.job.case
    others = {name: charter for name, charter in asked.others.items() if name != own}
    return tab(
        "sources.html",
        asked,
        nothing=not rows,
        rows=sorted(rows, key=lambda row: -int(row["facts"])),
        related=[_related(asked, each) for each in related(asked.charter, others)],
    )


def source_of(asked: Asked, name: str) -> dict[str, Any]:
    """One source as a page shows it."""
    found = asked.charter.sources[Name(name)]
    say = asked.language
    safe = found.url is not None and found.url.startswith(("https://", "http://"))
    return {
        "id": name,
        "title": say.said(found.title),
        "publisher": found.publisher,
        "date": found.date.text,
        "confidence": say.text(found.confidence.value),
        "kind": found.confidence.value,
        "url": found.url if safe else None,
    }


def _related(asked: Asked, found: Likeness) -> dict[str, Any]:
    say = asked.language
    return {
        "name": say.said(asked.others[found.case].name),
        "address": f"/{asked.job.language}/case/{found.case}/overview",
        "share": say.share(found.likeness),
        "common": [say.text(words) for words in found.common],
    }
