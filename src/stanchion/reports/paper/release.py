"""May it ship: what a release requires, who approves it, and what would have to happen."""

from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.release.results import Outcome, Verdict
from stanchion.reports.language import Language
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Table,
    Tone,
    Words,
)
from stanchion.reports.spoken import called, listed

MOST_COALITIONS = 6


def release_blocks(
    charter: Charter, found: tuple[Verdict, ...], say: Language
) -> tuple[Block, ...]:
    """Each model version in turn; without a register nothing is on record, and that is said."""
    if not found:
        return (Words(say.text("The charter names no model version to release.")),)
    note = say.text(
        "No register of evidence and votes belongs to this paper: it shows what is required and "
        "who decides, with nothing handed in yet."
    )
    said = [block for verdict in found for block in verdict_blocks(charter, verdict, say)]
    return (Words(note, Tone.QUIET), *said)


def verdict_blocks(charter: Charter, found: Verdict, say: Language) -> tuple[Block, ...]:
    """One model version at one stage: outcome, requirements, approvals, what is missing."""
    release = charter.release
    written = None if release is None else release.models.get(Name(found.model))
    name = found.model if written is None or written.name is None else say.said(written.name)
    passed = found.outcome is Outcome.PASSED
    status = say.text("may ship") if passed else say.text("may not ship as things stand")
    policy = say.text("no policy in force")
    if found.policy is not None:
        policy = say.text("under policy {policy}").format(policy=found.policy.replace("_", " "))
    title = say.text("{model}, to stage {stage}").format(model=name, stage=say.text(found.stage))
    return (
        Heading(title),
        Items((Item(status, policy),)),
        *_required(found, say),
        *_approved(found, say),
        *_would(found, say),
        *_least(charter, found, say),
        Words(f"{found.method} · {found.digest[:12]}", Tone.QUIET, ENGLISH),
    )


def _required(found: Verdict, say: Language) -> tuple[Block, ...]:
    rows = tuple(
        (Cell(each.title), Cell(each.found.value, ENGLISH), Cell(each.words, ENGLISH))
        for each in found.requirements
    )
    heads = (say.text("required"), say.text("found"), say.text("because"))
    return (Table(say.text("What is required"), heads, rows, wide=(0, 2)),) if rows else ()


def _approved(found: Verdict, say: Language) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(each.id.replace("_", " ")),
            Cell(each.by, ENGLISH),
            Cell(each.effect, ENGLISH),
            Cell(each.standing.value, ENGLISH),
            Cell(each.words, ENGLISH),
        )
        for each in found.approvals
    )
    heads = (
        say.text("approval"),
        say.text("by"),
        say.text("effect"),
        say.text("state"),
        say.text("because"),
    )
    return (Table(say.text("Who approves"), heads, rows, wide=(4,)),) if rows else ()


def _would(found: Verdict, say: Language) -> tuple[Block, ...]:
    if not found.would:
        return ()
    items = tuple(Item(each, tag=ENGLISH) for each in found.would)
    return (Words(say.text("What would have to happen:")), Items(items))


def _least(charter: Charter, found: Verdict, say: Language) -> tuple[Block, ...]:
    if found.least is None:
        return ()
    if not found.least:
        return (Words(say.text("Nobody has the votes to force it, as things stand.")),)
    shown = tuple(
        Item(listed(called(charter, list(map(str, each)), say), say))
        for each in found.least[:MOST_COALITIONS]
    )
    left = len(found.least) - MOST_COALITIONS
    told = say.text("{count} more are left out here.").format(count=say.number(left))
    more = (Words(told, Tone.QUIET),) if left > 0 else ()
    first = say.text("The fewest who together can force it, evidence apart:")
    return (Words(first), Items(shown), *more)
