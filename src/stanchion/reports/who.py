"""Who can take a decision, and who can stop it, as text."""

from collections.abc import Sequence
from math import comb

from stanchion.api.power import Overview
from stanchion.control.results import Attendance, Least, Pattern, Pick, Route, Step, Who
from stanchion.reports.marks import bad, bold, dim, unsure
from stanchion.reports.tables import indented, listed, table

MOST_LISTED = 24
MOST_IN_A_LINE = 2
MOST_NAMED = 8


def decision(found: Who, *, title: str) -> str:
    """Who can take one decision, who can stop it, and why."""
    said = [
        bold(f"{title}  ({found.decision})"),
        f"as of {found.as_of}",
        "",
        *_who(found),
        *_attendance(found.attendance),
        "",
        *_routes(found.routes),
        "",
        "Because:",
        *(f"  {reason(step)}" for step in found.because),
    ]
    said += [f"  assumed: {assumption}" for assumption in found.assumptions]
    said += ["", dim(f"{found.method}; exact; inputs {found.digest[:12]}")]
    return "\n".join(said)


def reason(step: Step) -> str:
    """A step of a reason, with the clause and the line that say so."""
    where = ", ".join(part for part in (step.clause, str(step.at or "")) if part)
    return step.text + (dim(f"  [{where}]") if where else "")


def _routes(routes: Sequence[Route]) -> list[str]:
    """The ways side by side: how few, who can stop it, after what notice."""
    rows = [
        [
            _spoken(route.name),
            "nobody" if route.fewest is None else _people(route.fewest),
            "-" if route.fewest is None else _people(route.blocking.fewest or 0),
            route.notice or "not stated",
        ]
        for route in routes
    ]
    return indented(table(["by", "fewest", "to stop it", "notice"], rows, right="12")).splitlines()


def _spoken(route: str) -> str:
    return route.replace("_", " ")


def _who(found: Who) -> list[str]:
    if found.fewest is None:
        return [bad("Nobody can take this decision as things stand.")]
    lines = [f"{bold(_people(found.fewest))} of {found.voters:,} people can do it:"]
    lines += _least(found.least)
    stop = found.least_blocking.fewest
    lines += ["", f"{bold(_people(stop or 0))} can stop it:", *_least(found.least_blocking)]
    if found.veto_players:
        lines.append(f"Nothing happens without {listed(found.veto_players)}.")
    if found.dictators:
        lines.append(f"{listed(found.dictators)} can do it alone, and nobody else can.")
    if found.dummies:
        lines.append(f"No vote of theirs ever matters: {listed(found.dummies)}.")
    if not found.proper:
        lines.append(unsure("Two coalitions without a common member can both do it."))
    return lines


def _least(least: Least) -> list[str]:
    shown = [f"  {pattern_in_words(pattern)}" for pattern in least.patterns[:MOST_LISTED]]
    left = len(least.patterns) - MOST_LISTED
    if left > 0 or not least.whole:
        more = f"{left:,} more" if least.whole else f"more than {max(left, 0):,} more"
        shown.append(f"  … and {more} kinds of coalition")
    if least.count is not None and least.count > len(least.patterns):
        shown.append(dim(f"  {figure(least.count)} coalitions in all"))
    return shown


def pattern_in_words(pattern: Pattern) -> str:
    """`ann, any 2 of bob, cyd and dan, and 12 of the 770 of staff`."""
    if not pattern.picks:
        return "nobody at all: it needs no vote"
    alone = [name for pick in pattern.picks if _all_named(pick) for name in pick.of]
    some = [_pick(pick) for pick in pattern.picks if not _all_named(pick)]
    return " with ".join(part for part in (listed(alone), " and ".join(some)) if part)


def _all_named(pick: Pick) -> bool:
    return pick.count == pick.voters and not pick.crowd


def _pick(pick: Pick) -> str:
    if pick.crowd:
        return f"{_people(pick.count)} of the {pick.voters:,} of {pick.of[0]}"
    return f"any {_people(pick.count)} of {listed(pick.of)}"


def _people(count: int) -> str:
    return f"{count:,}"


def figure(count: int) -> str:
    """A number as people read it: in full up to eighteen digits, above as a power of ten."""
    if count < 10**18:
        return f"{count:,}"
    digits = int(count.bit_length() * 0.30102999566398)
    digits -= 10**digits > count
    return f"about {count // 10 ** (digits - 2) / 100:.2f} x 10^{digits}"


def _attendance(found: Attendance | None) -> list[str]:
    if found is None or found.stops.fewest is None:
        return []
    stay = _people(found.stops.fewest)
    lines = ["", f"{bold(stay)} can prevent a quorum by staying away:", *_least(found.stops)]
    if found.enough is not None and found.enough.fewest is not None:
        few = _people(found.enough.fewest)
        lines.append(f"If no more come than the quorum needs, {bold(few)} of them carry it:")
        lines += _least(found.enough)
    return lines


# --------------------------------------------------------------------- overview


def overview_table(found: Sequence[Overview]) -> str:
    """All decisions, a line each."""
    rows = []
    for item in found:
        if item.who is None:
            rows.append([item.decision, "?", "?", "?", item.why_not or ""])
            continue
        fewest = "nobody" if item.who.fewest is None else _people(item.who.fewest)
        block = "-" if item.who.fewest is None else _people(item.who.least_blocking.fewest or 0)
        ways = _ways(item.who.routes)
        rows.append([item.decision, fewest, block, ways, _essence(item.who)])
    head = ["decision", "fewest", "to stop it", "by", "who"]
    more = dim("`stanchion who CASE DECISION` says why; `stanchion reach` what can never happen")
    return table(head, rows, right="12") + f"\n\n{more}"


def _ways(routes: Sequence[Route]) -> str:
    """`meeting (7 days' notice) or written consent (at once)`; what is not stated is left out."""
    if len({route.notice for route in routes}) == 1:
        named = listed([_spoken(route.name) for route in routes], joint="or")
        return named + _notice(routes[0])
    return listed([_spoken(route.name) + _notice(route) for route in routes], joint="or")


def _notice(route: Route) -> str:
    match route.notice:
        case None:
            return ""
        case "none":
            return " (no notice)"
        case notice:
            return f" ({notice})"


def _essence(found: Who) -> str:
    if found.fewest is None:
        return "nobody can, as things stand"
    if found.dictators:
        return f"{listed(found.dictators)} alone"
    if found.least.count == 1 and found.minimal:
        return f"only {listed(found.minimal[0])} together"
    if len(found.least.patterns) <= MOST_IN_A_LINE and found.least.whole:
        return ", or ".join(map(pattern_in_words, found.least.patterns))
    movers = [player for player in found.players if player not in found.dummies]
    same = found.least.by_people is not None and len(found.least.by_people) == 1
    any_so_many = same and found.least.count == comb(len(movers), found.fewest)
    ways = "many" if found.least.count is None else figure(found.least.count)
    count = f"any {found.fewest}" if any_so_many else f"{ways} ways"
    if len(movers) > MOST_NAMED:
        return f"{count} among {len(movers)} voters"
    return f"{count} among {listed(movers)}"
