"""Answers about power, and what was proved, as text."""

from collections.abc import Sequence
from math import comb

from stanchion.api.power import Overview
from stanchion.api.proof import Checked, Outcome
from stanchion.control.results import Step, Verdict, Who
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.money import place
from stanchion.reports.tables import listed, table

MOST_LISTED = 24


def decision(found: Who, *, title: str) -> str:
    """Who can take one decision, who can stop it, and why."""
    said = [
        bold(f"{title}  ({found.decision})"),
        f"as of {found.as_of}",
        "",
        *_who(found),
        "",
        "Because:",
        *(f"  {step.text}{_where(step)}" for step in found.because),
    ]
    said += [f"  assumed: {assumption}" for assumption in found.assumptions]
    for route in found.routes:
        notice = f", notice {route.notice}" if route.notice else ""
        fewest = "nobody" if route.fewest is None else f"{route.fewest} at least"
        said.append(f"  by {route.name}: {fewest}{notice}")
    said += ["", dim(f"{found.method}; exact; inputs {found.digest[:12]}")]
    return "\n".join(said)


def _where(step: Step) -> str:
    where = ", ".join(part for part in (step.clause, str(step.at or "")) if part)
    return dim(f"  [{where}]") if where else ""


def _who(found: Who) -> list[str]:
    if found.fewest is None:
        return [bad("Nobody can take this decision as things stand.")]
    lines = [f"{bold(str(found.fewest))} of {len(found.players)} people can do it: any of"]
    lines += _coalitions(found.minimal)
    fewest = min(map(len, found.blocking))
    lines += ["", f"{bold(str(fewest))} can stop it:", *_coalitions(found.blocking)]
    if found.veto_players:
        lines.append(f"Nothing happens without {listed(found.veto_players)}.")
    if found.dictators:
        lines.append(f"{listed(found.dictators)} can do it alone, and nobody else can.")
    if found.dummies:
        lines.append(f"No vote of theirs ever matters: {listed(found.dummies)}.")
    return lines


def _coalitions(coalitions: Sequence[Sequence[str]]) -> list[str]:
    shown = [f"  {listed(list(coalition))}" for coalition in coalitions[:MOST_LISTED]]
    if len(coalitions) > MOST_LISTED:
        shown.append(f"  … and {len(coalitions) - MOST_LISTED} more")
    return shown


def expectations(found: Checked, *, because: bool = False) -> str:
    """What became of every expectation."""
    if not found.outcomes:
        return "The charter expects nothing; add `expect:` lines to have them proved."
    lines = [line for outcome in found.outcomes for line in _outcome(outcome, because=because)]
    met = sum(1 for outcome in found.outcomes if outcome.met)
    return "\n".join([*lines, "", f"{met} of {len(found.outcomes)} as expected"])


def _outcome(outcome: Outcome, *, because: bool) -> list[str]:
    mark = {
        Verdict.PROVED: "proved",
        Verdict.REFUTED: "refuted",
        Verdict.UNDECIDED: "undecided",
    }[outcome.verdict]
    shown = good(mark) if outcome.met else bad(mark)
    if outcome.verdict is Verdict.UNDECIDED:
        shown = unsure(mark)
    expected = "" if outcome.met else dim(f"  [{outcome.at}]")
    lines = [f"{shown}  {outcome.text}{expected}", dim(f"    {outcome.words}")]
    if because:
        lines += [dim(f"    because {step.text}  [{place(step)}]") for step in outcome.because]
    return lines


def overview_table(found: Sequence[Overview]) -> str:
    """All decisions, a line each."""
    rows = []
    for item in found:
        if item.who is None:
            rows.append([item.decision, "?", "?", item.why_not or ""])
            continue
        fewest = "nobody" if item.who.fewest is None else str(item.who.fewest)
        block = str(min(map(len, item.who.blocking), default=0))
        rows.append([item.decision, fewest, block, _essence(item.who)])
    head = ["decision", "fewest", "to stop it", "who"]
    return table(head, rows, right="12")


def _essence(found: Who) -> str:
    if found.fewest is None:
        return "nobody can, as things stand"
    if found.dictators:
        return f"{listed(found.dictators)} alone"
    if len(found.minimal) == 1:
        return f"only {listed(found.minimal[0])} together"
    movers = [player for player in found.players if player not in found.dummies]
    same = all(len(c) == found.fewest for c in found.minimal)
    any_so_many = same and _symmetric(found, movers)
    count = f"any {found.fewest}" if any_so_many else f"{len(found.minimal)} ways"
    return f"{count} of {', '.join(movers)}"


def _symmetric(found: Who, movers: Sequence[str]) -> bool:
    return len(found.minimal) == comb(len(movers), found.fewest or 0)
