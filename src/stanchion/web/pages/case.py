"""What all tabs of a case have in common: its name, the tabs, and what is supposed."""

from typing import Any
from urllib.parse import urlencode

from stanchion.api.comparison import Comparison, Difference, comparison
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name, Named, Quantity
from stanchion.source.tree import Table, Text
from stanchion.web.asked import Asked
from stanchion.web.job import TERM, Page
from stanchion.web.rendering import html

TABS = (
    ("overview", "Overview"),
    ("paid", "Who is paid"),
    ("decides", "Who decides"),
    ("prevails", "Who prevails"),
    ("ship", "May it ship"),
    ("time", "Over time"),
    ("proof", "Proof"),
    ("sources", "Sources"),
    ("edit", "Text"),
)
COMPARED = (
    "payments",
    "decisions",
    "seats, offices and holdings",
    "endings of the dispute",
    "release gates",
)


def tab(template: str, asked: Asked, **context: Any) -> Page:
    """A tab of a case, with everything around it."""
    charter, say = asked.charter, asked.language
    here = asked.job.page
    found = compared(asked)
    return html(
        template,
        asked.job,
        asked=asked,
        title=say.said(charter.name),
        summary=None if charter.summary is None else say.said(charter.summary),
        tabs=[(asked.link(page), say.text(words), page == here) for page, words in TABS],
        at=asked.view.state.instant,
        what_if=_what_if(asked),
        change=None if found is None else _change(asked, found),
        warnings=asked.loaded.diagnostics,
        draft=asked.job.draft,
        link=asked.link,
        **context,
    )


def compared(asked: Asked) -> Comparison | None:
    """What differs from the charter as it was, where anything is supposed."""
    if asked.before is None:
        return None
    return comparison(asked.before, asked.view, at=asked.since)


def _change(asked: Asked, found: Comparison) -> dict[str, Any]:
    """How much differs and how much does not, question by question."""
    payments, decisions, places, endings, gates = COMPARED
    parts = (
        ("paid", payments, found.payoffs),
        ("decides", decisions, found.decisions),
        ("overview", places, found.places),
        ("prevails", endings, found.endings),
        ("ship", gates, found.gates),
    )
    rows = [
        {
            "page": asked.link(page),
            "what": asked.language.text(words),
            "changed": sum(1 for item in items if item.difference is not Difference.SAME),
            "all": len(items),
        }
        for page, words, items in parts
        if items
    ]
    return {"rows": rows, "same": found.is_same}


def _what_if(asked: Asked) -> dict[str, Any]:
    charter = asked.charter
    chosen = set(asked.many("reading"))
    return {
        "readings": [_reading(asked, str(name), chosen) for name in charter.readings],
        "terms": [_term(asked, str(name)) for name, t in charter.terms.items() if t.range],
        "changes": list(asked.many("with")),
        "ideas": _ideas(asked, charter),
        "example": _example(charter),
        "at": asked.one("at") or "",
        "active": asked.wrong is not None,
        "reset": asked.root + "/" + asked.job.page,
        "kept": [(k, v) for k, v in asked.job.query if k in {"entity", "amount", "decision"}],
    }


def _reading(asked: Asked, name: str, chosen: set[str]) -> dict[str, Any]:
    terms, say = asked.charter.readings[Name(name)], asked.language
    options = [
        {
            "value": f"{name}.{option}",
            "words": say.said(each.says),
            "written": option == terms.as_written,
            "chosen": f"{name}.{option}" in chosen,
        }
        for option, each in terms.options.items()
    ]
    return {"asks": say.said(terms.asks), "options": options}


def _term(asked: Asked, name: str) -> dict[str, Any]:
    term, say = asked.charter.terms[Name(name)], asked.language
    now = asked.one(f"{TERM}{name}") or ""
    return {
        "name": name,
        "what": name.replace("_", " ") if term.what is None else say.said(term.what),
        "low": say.amount(term.range.low) if term.range else "",
        "high": say.amount(term.range.high) if term.range else "",
        "written": say.amount(term.value.value) if isinstance(term.value, Quantity) else "",
        "now": now,
    }


def _ideas(asked: Asked, charter: Charter) -> list[dict[str, Any]]:
    """Changes worth trying, in the charter's own words: the levers of its dispute."""
    if charter.dispute is None or asked.loaded.tree is None:
        return []
    written = _part(_part(asked.loaded.tree.root, "dispute"), "levers")
    found = []
    for name, lever in charter.dispute.levers.items():
        phrases = _part(_part(written, str(name)), "set")
        words = asked.language.said(lever.name) if lever.name else str(name).replace("_", " ")
        texts = [phrases] if isinstance(phrases, Text) else list(phrases or ())
        found.append({"words": words, "address": _supposing(asked, [str(t) for t in texts])})
    return found


def _example(charter: Charter) -> str:
    """A change of the first decision that a body takes, as one would write it."""
    for name, decision in charter.decisions.items():
        match decision.by:
            case Named(body) if body in charter.bodies:
                return f"decision {name} needs at least 2/3 of seats in office of {body}"
            case _:
                continue
    return ""


def _part(node: Any, key: str) -> Any:
    return node.get(key) if isinstance(node, Table) else None


def _supposing(asked: Asked, phrases: list[str]) -> str:
    kept = [(k, v) for k, v in asked.job.query if k != "with"]
    query = urlencode([*kept, *(("with", phrase) for phrase in phrases)])
    return f"{asked.root}/{asked.job.page}?{query}"
