"""The company as it stood, as text."""

from stanchion.api.facts import SeatsOf, Standing
from stanchion.charter.model import Charter
from stanchion.reports.marks import bold, dim
from stanchion.reports.tables import indented, listed, paragraph, table


def standing(charter: Charter, found: Standing, *, language: str = "en") -> str:
    """Who sits where, who holds which office, who holds what, at one instant."""
    said = [bold(charter.name.said_in(language)), dim(f"as of {found.as_of}"), ""]
    if charter.summary is not None:
        said += [paragraph(charter.summary.said_in(language)), ""]
    said += [line for body in found.bodies for line in _body(charter, body, language)]
    said.append("")
    offices = [
        [name, "vacant" if holder is None else charter.party_name(holder, language)]
        for name, holder in found.offices
    ]
    if offices:
        said += [table(["office", "held by"], offices), ""]
    stakes = [
        [entity, held, charter.party_name(holder, language), much]
        for entity, held, holder, much in found.stakes
    ]
    if stakes:
        said += [table(["entity", "class", "holder", "holds"], stakes), ""]
    said.append(dim(", ".join(f"{count} {what}" for what, count in found.counts)))
    return "\n".join(said)


def _body(charter: Charter, body: SeatsOf, language: str) -> list[str]:
    people = [charter.party_name(name, language) for name in body.in_office]
    seats = f"{len(people)} in office" + (f" of {body.size} seats" if body.size else "")
    lines = [f"{bold(body.name)} ({body.body}{f', of {body.of}' if body.of else ''}): {seats}"]
    lines.append(indented(paragraph(listed(people) or "nobody")))
    if body.observers:
        observers = listed([charter.party_name(name, language) for name in body.observers])
        lines.append(f"  observing, without a vote: {observers}")
    return lines
