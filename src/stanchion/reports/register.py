"""A register as text: what was added, how a release stands, what verification shows and cannot."""

from collections.abc import Sequence
from datetime import datetime

from stanchion.api.records import Status
from stanchion.release.records import statements as s
from stanchion.release.records.cases import Decision, Refused
from stanchion.release.records.decisions import Stands, StandsNot, Why
from stanchion.release.records.entries import Entry
from stanchion.release.records.statements import Said, Statement
from stanchion.release.records.verification import Verification
from stanchion.reports import ship
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, listed, paragraph, table


def told(instant: datetime) -> str:
    """An instant to the minute."""
    return instant.strftime("%Y-%m-%d %H:%M UTC")


def said_in_words(statement: Statement) -> str:
    """What a record says, in a line."""
    return _said(statement.said, statement.subject.name)


def _said(said: Said, of: str) -> str:
    match said:
        case s.PolicyAdopted(keys=keys, witnesses=witnesses):
            return f"`{of}` is adopted: {len(keys)} keys, {len(witnesses)} witnesses"
        case s.KeyChanged(party=party, enrols=new, retires=old, reason=reason):
            parts = ["takes a key into use"] if new else []
            parts += [f"retires the key {old[:12]}…"] if old else []
            return f"{party} {listed(parts)}: {reason}"
        case s.Opened(party=party, stage=stage):
            return f"{party} opens the release of {of} to {stage.value}"
        case s.EvidenceFiled(party=party, rows=rows):
            figures = "1 figure" if len(rows) == 1 else f"{len(rows)} figures"
            return f"{party} files `{of}`: {figures} of {rows[0].tool}"
        case s.EvidenceBound(party=party, file=file):
            return f"{party} attests that `{file.name}` is of {of}"
        case s.ReportFiled(party=party, report=report, file=file):
            return f"{party} files the report {report} on {of}: `{file.name}`"
        case s.LevelScored(party=party, category=category, mitigation=when, level=level):
            return f"{party} scores {category} of {of} {when.value}: {level}"
        case s.Voted(party=party, approval=approval, choice=choice, stage=stage, reason=reason):
            why = f": {reason}" if reason else ""
            return f"{party} votes {choice.value} on {approval}, {of} to {stage.value}{why}"
        case s.HaltCalled(party=party, reason=reason):
            return f"{party} calls for a halt of {of}: {reason}"
        case s.Decided(verification_result=result, stage=stage, supersedes=old):
            place = "" if old is None else f", in the place of entry {old}"
            return f"{of} to {stage.value}: {result.value}{place}"


def added(index: int, statement: Statement) -> str:
    """What was put on record, and where."""
    return f"entry {index}: {said_in_words(statement)}"


def entries(found: Sequence[Entry], refused: Sequence[Refused]) -> str:
    """All entries, a line each, with the rule against those that do not count."""
    against = {each.entry: each.rule for each in refused}
    rows = []
    for entry in found:
        words = said_in_words(entry.statement)
        rule = against.get(entry.index)
        rows.append(
            [
                str(entry.index),
                told(entry.statement.said.time),
                words if rule is None else f"{words}  {bad(f'does not count: {rule}')}",
            ]
        )
    return table(["entry", "when", "what"], rows, right="0")


def decided(index: int, statement: Statement) -> str:
    """A decision that was put on record, with its reasons."""
    said = statement.said
    assert isinstance(said, s.Decided)  # INVARIANT: called for decisions
    passed = said.verification_result is s.Result.PASSED
    lines = [f"entry {index}: {_result(said)} for {statement.subject.name} to {said.stage.value}"]
    if passed:
        lines.append(indented(_validity(said)))
    lines += [indented(paragraph(f"- {reason}", columns=88)) for reason in said.reasons]
    return "\n".join(lines)


def _result(said: s.Decided) -> str:
    word = said.verification_result.value
    return good(word) if said.verification_result is s.Result.PASSED else bad(word)


def _validity(said: s.Decided) -> str:
    since = "at once" if said.valid_from is None else f"from {told(said.valid_from)}"
    until = "without an end" if said.valid_until is None else f"until {told(said.valid_until)}"
    return f"it stands {since}, {until}"


def status(found: Status) -> str:
    """One release as it stands on record."""
    question = found.question
    head = f"{question.model} to {question.stage}"
    lines = [bold(head), f"as of {told(found.as_of)}; sha256 {question.subject[:16]}…", ""]
    lines.append(standing(found.standing))
    lines += ["", *_decisions(found.decisions)] if found.decisions else []
    lines += ["", "If it were decided now:", ""]
    lines.append(ship.verdict(found.verdict, title=str(question.model)))
    return "\n".join(lines)


def standing(found: Stands | StandsNot) -> str:
    """Whether a release stands, in a sentence."""
    match found:
        case Stands(decision, since, until):
            end = "without an end" if until is None else f"until {told(until)}"
            return good(f"It stands, by entry {decision.entry}, from {told(since)} {end}.")
        case StandsNot(Why.NOT_DECIDED | Why.NOT_YET, words):
            return unsure(paragraph(f"It does not stand: {words}."))
        case StandsNot(why, words, decision):
            by = "" if decision is None else f" (decision: entry {decision.entry})"
            return bad(paragraph(f"It does not stand, {why.value}{by}: {words}."))


def _decisions(found: Sequence[Decision]) -> list[str]:
    lines = ["On record:"]
    for each in found:
        valid = f"; {_validity(each.said)}" if each.said.valid_from else ""
        lines.append(f"  entry {each.entry}, {told(each.at)}: {_result(each.said)}{valid}")
    return lines


def overview(found: Sequence[Status]) -> str:
    """All releases, a line each."""
    rows = []
    for each in found:
        of = [str(each.question.model), str(each.question.stage)]
        match each.standing:
            case Stands(decision):
                rows.append([*of, good("stands"), f"by entry {decision.entry}"])
            case StandsNot(why, _, decision):
                shade = unsure if decision is None else bad
                by = "" if decision is None else f"entry {decision.entry}"
                rows.append([*of, shade(why.value), by])
    return table(["model", "stage", "", "decision"], rows) if rows else "no release was opened yet"


def verification(found: Verification) -> str:
    """What a register shows, and what it cannot."""
    size = "1 entry" if found.size == 1 else f"{found.size:,} entries"
    lines = [
        bold(f"Register {found.origin or '(of no charter)'}"),
        f"{size}, root {found.root.hex()}",
    ]
    if found.faults:
        lines += ["", bad("It cannot be trusted:")]
        lines += [indented(paragraph(f"- {fault}", columns=88)) for fault in found.faults[:40]]
        if len(found.faults) > 40:
            lines.append(f"  … and {len(found.faults) - 40:,} more")
    else:
        lines += ["", good("It shows")]
        lines += [indented(paragraph(f"- {words}", columns=88)) for words in found.shows]
        lines += ["", "It cannot show" if found.sealed else unsure("It cannot show")]
        lines += [indented(paragraph(f"- {words}", columns=88)) for words in found.cannot]
    if found.refused:
        lines += ["", "Records that do not count:"]
        lines += [f"  entry {r.entry}: {r.kind} by {r.party}: {r.rule}" for r in found.refused]
    return "\n".join([*lines, "", dim(f"{found.method}; inputs {found.digest[:12]}")])
