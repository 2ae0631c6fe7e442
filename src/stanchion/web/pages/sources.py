"""Sources: every publication that a fact rests on, how sure it is, and what stands on it."""

from collections.abc import Iterator
from typing import Any

from stanchion.api.likeness import Likeness, related
from stanchion.charter.phrases import Name
from stanchion.charter.sources import Cited
from stanchion.charter.written import Written
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab


def page(asked: Asked) -> Page:
    """The tab, with cases that are alike in structure."""
    cited = [name for each in _cited(asked.charter) for name in each.source]
    rows = [
        {**source_of(asked, str(name)), "facts": cited.count(name)}
        for name in asked.charter.sources
    ]
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


def _cited(part: object) -> Iterator[Cited]:
    """Everything in a charter that can name its sources."""
    match part:
        case Written():
            if isinstance(part, Cited):
                yield part
            for name in part.fields():
                yield from _cited(getattr(part, name))
        case dict():
            for value in part.values():
                yield from _cited(value)
        case tuple():
            for value in part:
                yield from _cited(value)
        case _:
            return


def _related(asked: Asked, found: Likeness) -> dict[str, Any]:
    say = asked.language
    return {
        "name": say.said(asked.others[found.case].name),
        "address": f"/{asked.job.language}/case/{found.case}/overview",
        "share": say.share(found.likeness),
        "common": [say.text(words) for words in found.common],
    }
