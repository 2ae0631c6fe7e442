"""The first tab: the story in a few lines, the structure, and what the other tabs say in short."""

from typing import Any

from stanchion.api.facts import standing
from stanchion.api.money import breakpoints
from stanchion.api.structure import structure
from stanchion.charter.phrases import Name
from stanchion.exact.errors import StanchionError
from stanchion.reports.spoken import called, listed
from stanchion.reports.structure.drawing import structure_svg, ties_in_words
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab


def page(asked: Asked) -> Page:
    """The structure with its legend and words, seats and offices, and where the money ends."""
    found, say = structure(asked.view), asked.language
    was = None if asked.before is None else structure(asked.before)
    changed = was is not None and (was.nodes, was.edges) != (found.nodes, found.edges)
    return tab(
        "overview.html",
        asked,
        picture=structure_svg(found, say),
        picture_before=structure_svg(was, say) if changed and was is not None else None,
        ties=[(edge.tie.is_money, words) for edge, words in ties_in_words(found, say)],
        people=_people(asked),
        ends=_ends(asked),
        counts=_counts(asked),
    )


def _people(asked: Asked) -> list[dict[str, Any]]:
    """Who sits where and who holds which office."""
    charter, say, found = asked.charter, asked.language, standing(asked.view)
    rows = []
    for body in found.bodies:
        written = charter.bodies[Name(body.body)].name
        rows.append(
            {
                "place": body.body.replace("_", " ") if written is None else say.said(written),
                "people": listed(called(charter, body.in_office, say), say),
                "count": say.number(len(body.in_office)),
                "vacant": body.vacant,
            }
        )
    for office, holder in found.offices:
        name = charter.offices[Name(office)].name
        rows.append(
            {
                "place": office.replace("_", " ") if name is None else say.said(name),
                "people": say.text("vacant")
                if holder is None
                else called(charter, [holder], say)[0],
                "count": "",
                "vacant": 0,
            }
        )
    return rows


def _ends(asked: Asked) -> list[dict[str, Any]]:
    """For every entity that pays: who owns the last unit of money, and from which amount on."""
    rows = []
    charter, say = asked.charter, asked.language
    for entity in charter.pay:
        row: dict[str, Any] = {"entity": charter.party_name(entity, say.tag), "why_not": None}
        try:
            last = breakpoints(asked.view, entity=str(entity)).intervals[-1]
            row["from"] = say.amount(last.start) if last.start else None
            row["owners"] = [
                (charter.party_name(share.payee, say.tag), say.share(share.part))
                for share in last.owners
            ]
        except StanchionError as unable:
            row["why_not"] = str(unable)
        rows.append(row)
    return rows


def _counts(asked: Asked) -> list[tuple[str, int, str]]:
    charter = asked.charter
    return [
        (asked.link("decides"), len(charter.decisions), asked.language.text("decisions")),
        (asked.link("time"), len(charter.events), asked.language.text("events")),
        (asked.link("proof"), len(charter.expect), asked.language.text("expectations")),
        (asked.link("sources"), len(charter.sources), asked.language.text("sources")),
    ]
