"""What happened, what was owed and told, and what it changed in who can do what, as text."""

from collections.abc import Sequence

from stanchion.api.timeline import Duties, Entry, Timeline
from stanchion.charter.calendar import in_words
from stanchion.charter.disclosures import Breach, Disclosure, Kept
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Named, Selector
from stanchion.charter.sources import Confidence
from stanchion.control.changes import Change, EventChanges, Power
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, listed, paragraph


def timeline(found: Timeline, *, language: str = "en") -> str:
    """Events in order; what changes the company is marked, what is disputed is called so."""
    charter = found.charter
    said = [line for entry in found.entries for line in _entry(charter, entry, language)]
    if not found.entries:
        return "Nothing is recorded."
    said += ["", dim("* changes who sits, who holds office, who holds what, or a rule")]
    return "\n".join(said)


def _entry(charter: Charter, entry: Entry, language: str) -> list[str]:
    event = entry.event
    mark = bold("*") if event.effect else " "
    said = [f"{mark} {dim(event.when.text)}{_doubt(event.confidence)}"]
    said.append(indented(paragraph(event.what.said_in(language)), 4))
    if event.reason is not None:
        reason = f"reason given by those who decided: {event.reason.said_in(language)}"
        said.append(indented(paragraph(reason), 4))
    for disclosure in entry.disclosures:
        said += [f"    {line}" for line in _disclosure(charter, disclosure, language)]
    said += [f"    {_breach(charter, breach, language)}" for breach in entry.breaches]
    if entry.changes is not None:
        said += [f"    {line}" for line in _changes(entry.changes)]
    if event.source:
        said.append(dim(f"    {listed(list(event.source))}"))
    return said


def _doubt(confidence: Confidence | None) -> str:
    match confidence:
        case Confidence.DISPUTED:
            return unsure(" (disputed)")
        case Confidence.ASSUMPTION | Confidence.JUDGEMENT:
            return unsure(f" ({confidence.value})")
        case _:
            return ""


def _disclosure(charter: Charter, found: Disclosure, language: str) -> list[str]:
    by = (
        listed([charter.party_name(name, language) for name in found.owed_by]) or "nobody in office"
    )
    confidence = f" ({found.confidence.value})" if found.confidence else ""
    account = listed([charter.party_name(name, language) for name in found.said_by])
    said = [f"duty {found.duty}, owed by {by}{confidence}"]
    if account:
        said.append(f"  by the account of {account}:")
    for kept in Kept:
        people = [t for t in found.told if t.kept is kept]
        names = listed([charter.party_name(t.person, language) for t in people])
        if not people:
            continue
        late = {Kept.LATE, Kept.NOT, Kept.UNRECORDED}
        words = bad(kept.value) if kept in late else good(kept.value)
        at = listed(list(dict.fromkeys(t.when.text for t in people if t.when is not None)))
        said.append(f"  {words}: {names}{f' on {at}' if at else ''}")
    due = "no time is set" if found.due is None else f"due {found.due:%Y-%m-%d %H:%M}"
    because = "" if found.due is None else f" ({found.due_because})"
    by_account = " by that account" if found.said_by else ""
    is_overdue = found.due is not None and found.overdue
    overdue = bad(f", overdue{by_account}") if is_overdue else ""
    said.append(dim(f"  {due}{because}") + overdue)
    return said


def _breach(charter: Charter, found: Breach, language: str) -> str:
    who = "" if found.person is None else f"{charter.party_name(found.person, language)} "
    return bad(f"{found.decision}: {who}{found.why}")


def _changes(found: EventChanges) -> list[str]:
    said = []
    if found.taken is not None:
        taken = found.taken
        by = listed(list(taken.by)) or "unrecorded"
        match taken.sufficed:
            case True:
                words = good("they were enough")
            case False:
                words = bad("by the rules as written here they were not enough")
            case None:
                words = unsure("whether they were enough cannot be said")
        said.append(f"decided {taken.decision} by {by}: {words}, for {taken.why}")
    if found.passed:
        said.append("by the passing of time since the event before:")
        said += [f"  {line}" for line in _alike(found.passed)]
    return said + _alike(found.changes)


def _alike(changes: Sequence[Change]) -> list[str]:
    """Changes in words, those that are alike together."""
    said: list[str] = []
    alike: dict[tuple[Power, Power], list[str]] = {}
    for change in changes:
        alike.setdefault((change.before, change.after), []).append(change.decision)
    for (before, after), decisions in alike.items():
        said += paragraph(bold(listed(decisions))).split("\n")
        said += [f"  before: {before.words}", f"  after:  {after.words}"]
    return said


def duties(found: Duties, *, language: str = "en") -> str:
    """Who owes whom which disclosure by when, and what events tell of it."""
    charter = found.charter
    said = [bold("Duties")]
    for name, duty in found.duties:
        to = f"{_who(duty.owed_by)} to {_who(duty.owed_to)}"
        when = []
        if duty.within is not None:
            when.append(f"within {in_words(duty.within)}")
        if duty.before is not None:
            when.append(f"before {duty.before}")
        said.append(
            f"  {bold(name)}: {to}, {listed(when) or 'no time set'}{_doubt(duty.confidence)}"
        )
        said.append(indented(paragraph(duty.of.said_in(language)), 4))
        if duty.note is not None:
            said.append(indented(dim(paragraph(duty.note.said_in(language))), 4))
        for matter in (d for d in found.disclosures if d.duty == name):
            said.append(f"    {dim(matter.arose.text)} {matter.event.what.said_in(language)}")
            said += [f"      {line}" for line in _disclosure(charter, matter, language)]
        if not any(d.duty == name for d in found.disclosures):
            said.append(dim("    no event speaks of it"))
    said += _interests(found, language)
    if found.breaches:
        said += ["", bold("Decisions by people who had to step aside, or without their reason")]
    said += [
        f"  {dim(breach.event.when.text)} {_breach(charter, breach, language)}"
        for breach in found.breaches
    ]
    return "\n".join(said)


def _interests(found: Duties, language: str) -> list[str]:
    if not found.interests:
        return []
    said = ["", bold("Interests")]
    for name, interest in found.interests:
        who = found.charter.party_name(interest.party, language)
        said.append(f"  {bold(name)}: {who}{_doubt(interest.confidence)}")
        said.append(indented(paragraph(interest.what.said_in(language)), 4))
        keeps = listed(list(interest.recused_from))
        said.append(
            f"    steps aside from {keeps}" if keeps else dim("    keeps out of no decision")
        )
        declared = None if interest.declared is None else interest.declared.text
        said.append(
            dim(f"    declared {declared}" if declared else "    no declaration is recorded")
        )
    return said


def _who(selector: Selector) -> str:
    return str(selector.name) if isinstance(selector, Named) else "those selected"
