"""Who prevails, as text: what was allowed, what was likely, day by day, and whose doing it was."""

from collections.abc import Sequence
from fractions import Fraction

from stanchion.conflict.clash import Clash, Forecast
from stanchion.conflict.crisis.lawful import OpenMove, Way
from stanchion.conflict.ensembles.ensemble import Chance, Ensemble
from stanchion.conflict.inputs import Input
from stanchion.conflict.power import Influence
from stanchion.control.power.results import Figure
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.compare import answers
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, listed, paragraph, table
from stanchion.reports.who import pattern_in_words

BLOCKS = " ▁▂▃▄▅▆▇█"
BAR = 24
MOST_WAYS = 4
MOST_JUDGED = 12
MOST_COLUMNS = 48


def clash(found: Clash) -> str:
    """Everything that was asked of a dispute, in the order in which one would ask."""
    said = [bold(found.question), dim(_when(found)), ""]
    said += [bold("What the charter allowed"), *_ways(found), *_moves(found.moves), ""]
    said += [bold("How it ends"), *_endings(found), ""]
    said += [*_days(found), ""]
    said += [bold("Where each axis would end, by the baselines"), *_baselines(found)]
    for crowd in found.crisis.crowds:
        said += [*_signed(found.ensemble, crowd.name), ""]
    said += [bold("Day by day, by what was known then"), _forecasts(found), ""]
    said += [bold("Power by the rules, and in fact"), *_power(found), ""]
    said += [*_tree(found), *_tipping(found)]
    said += _hypotheses(found)
    said += [bold("What this rests on"), *_rests_on(found)]
    return "\n".join(said)


def _hypotheses(found: Clash) -> list[str]:
    """Why it came to this, as the charter has it: readings side by side, none of them used."""
    if not found.hypotheses:
        return []
    said = [bold("Why it came to this: hypotheses side by side, none of which the answer uses")]
    for one in found.hypotheses:
        axis = "" if one.axis is None else f", on `{one.axis}`"
        where = dim(f"  [{one.at}]") if one.at else ""
        said.append(f"  {one.claim} ({one.confidence}{axis}): {one.because}{where}")
    return [*said, ""]


def _when(found: Clash) -> str:
    at = found.at.isoformat(sep=" ", timespec="minutes")
    known = "nothing dated later is used"
    if found.known > found.at:
        known = f"as if all until {found.known.isoformat(sep=' ', timespec='minutes')} were known"
    return f"as of {at}, followed for {found.horizon} days; {known}"


# ----------------------------------------------------------------------- the rules


def _ways(found: Clash) -> list[str]:
    titles = {status.name: status.title for status in found.crisis.statuses}
    lines = []
    opening = found.crisis.opening
    for way in found.ways:
        is_opening = opening is not None and way.source == found.crisis.names[found.crisis.start]
        verb = "What opened the dispute" if is_opening else f"{titles[way.target]} ({way.target})"
        lines += [f"  {verb}: {_way(way)}", *_coalitions(way)]
    if not found.ways:
        lines.append("  No outcome says what it changes, so that nothing is decided by a vote.")
    return lines


def _way(way: Way) -> str:
    by = listed([f"`{decision}`" for decision in way.decisions]) or "nothing"
    if not way.lawful:
        return bad("nobody could lawfully bring it about: ") + "; ".join(way.why_not)
    if way.least is None:
        return f"by {by}; " + "; ".join(way.why_not)
    people = "1 person" if way.least.fewest == 1 else f"{way.least.fewest} people"
    days = "at once" if not way.days else f"after {way.days} day{'s' if way.days > 1 else ''}"
    return f"{bold(people)} together, by {by}, {days}"


def _coalitions(way: Way) -> list[str]:
    if way.least is None:
        return []
    shown = [f"    {pattern_in_words(pattern)}" for pattern in way.least.patterns[:MOST_WAYS]]
    left = len(way.least.patterns) - MOST_WAYS
    if left > 0 or not way.least.whole:
        shown.append("    and others")
    if way.vetoes:
        shown.append(f"    not without {listed(way.vetoes)}")
    return shown


def _moves(moves: Sequence[OpenMove]) -> list[str]:
    if not moves:
        return []
    rows = [
        [
            move.party,
            f"{move.kind} {move.decision or ''}".strip(),
            good("yes") if move.allowed else bad("no"),
            move.why,
        ]
        for move in moves
    ]
    return ["", indented(table(["party", "move", "allowed", "because"], rows))]


# --------------------------------------------------------------------- the endings


def share(found: Chance) -> str:
    """`12.3% ± 0.2%`: a probability and its standard error."""
    return f"{found.share:.1%} ± {found.error:.1%}"


def bar(part: float) -> str:
    """A part of one as a bar."""
    eighths = round(part * BAR * 8)
    rest = "" if eighths % 8 == 0 else "▏▎▍▌▋▊▉"[eighths % 8 - 1]
    return "█" * (eighths // 8) + rest


def _endings(found: Clash) -> list[str]:
    made = found.ensemble
    head = ["ending", "probability", "", "by the rules alone"]
    if found.foreseen is not None:
        head.append("had all that came been known")
    rows = []
    for status in found.crisis.statuses:
        chance = made.probability(status.name)
        row = [
            f"{status.title} ({status.name})",
            bold(share(chance)),
            bar(chance.share),
            share(found.by_rules.probability(status.name)),
        ]
        if found.foreseen is not None:
            row.append(share(found.foreseen.probability(status.name)))
        rows.append(row)
    lines = [indented(table(head, rows, right=(1, 3, 4)))]
    lines.append(dim("  error of this simulation on real decisions: never measured"))
    if found.happened is not None:
        name, when = found.happened
        lines.append(
            f"  What happened: {bold(name)}, {when.isoformat(sep=' ', timespec='minutes')}"
        )
    if not made.whole:
        lines.append(unsure(f"  Stopped: from {made.runs:,} of {made.asked:,} runs"))
    return lines


def _baselines(found: Clash) -> list[str]:
    said = []
    for each in found.baselines:
        floor, ceiling = describe_amount(each.axis.floor), describe_amount(each.axis.ceiling)
        ends = f"{floor} {each.axis.low}, {ceiling} {each.axis.high}"
        said.append(f"  {each.axis.name} ({ends}):")
        said.append(indented(each.why_not if each.why_not is not None else answers(each)))
        said.append("")
    return said


def sparks(counts: Sequence[int]) -> str:
    """A histogram in one line of blocks; anything at all shows."""
    most = max(counts, default=0)
    return "".join(
        BLOCKS[0 if not n else max(1, round(n / most * (len(BLOCKS) - 1)))] for n in counts
    )


def _days(found: Clash) -> list[str]:
    rows = []
    for name in found.ensemble.names:
        days = found.ensemble.days(name)
        if sum(days):
            most = max(range(len(days)), key=days.__getitem__)
            wide = -(-len(days) // MOST_COLUMNS)
            parts = [sum(days[first : first + wide]) for first in range(0, len(days), wide)]
            rows.append([name, sparks(parts), f"most often day {most}"])
    head = ["ends on day", f"0 to {found.horizon}", ""]
    note = dim(f"  what stands on day {found.horizon}, the deadline, is counted there")
    return [indented(table(head, rows)), note]


GROUPS = ((0, 5), (5, 25), (25, 50), (50, 75), (75, 100))


def _signed(made: Ensemble, crowd: str) -> list[str]:
    """In how many runs how much of a crowd signs; no mean, for mostly all sign or next to none."""
    counts = made.signed(crowd)
    total, parts = sum(counts), len(counts) - 1
    rows = []
    for low, high in GROUPS:
        inside = sum(counts[low * parts // 100 : high * parts // 100])
        rows.append([f"{low}% to below {high}%", f"{inside / total:.1%}", bar(inside / total)])
    rows.append(["all", f"{counts[-1] / total:.1%}", bar(counts[-1] / total)])
    head = [f"of {crowd} sign", "in so many runs", sparks(counts)]
    return [indented(table(head, rows, right=(1,)))]


def _forecasts(found: Clash) -> str:
    names = list(dict.fromkeys(n for f in found.forecasts for n in f.probabilities))
    rows = [_forecast(forecast, names) for forecast in found.forecasts]
    text = table(["from", *names, "what had become known"], rows, right=range(1, len(names) + 1))
    return indented(text)


def _forecast(forecast: Forecast, names: Sequence[str]) -> list[str]:
    told = "; ".join(forecast.events) or "the beginning"
    cut = told if len(told) <= 64 else told[:63].rstrip() + "…"
    cells = [
        f"{forecast.probabilities[name].share:.1%}" if name in forecast.probabilities else "-"
        for name in names
    ]
    return [forecast.at.isoformat(sep=" ", timespec="minutes")[:16], *cells, cut]


# ------------------------------------------------------------------------- power


def figure(found: Figure | None) -> str:
    """An index of power, or `-` where there is nothing to vote on."""
    match found:
        case None:
            return "-"
        case Fraction():
            return describe_share(found) if found else "0"
        case _:
            return f"{found.value:.1%} ± {found.error:.1%}"


def _power(found: Clash) -> list[str]:
    opened = any(item.opening is not None for item in found.influences)
    head = ["party", "likes best", "wins"]
    head += ["vote on the opening", "vote on changing it"] if opened else ["vote on changing it"]
    head += ["in fact"]
    rows = [_influence(item, opened=opened) for item in found.influences]
    return [
        indented(table(head, rows, right=range(2, len(head)))),
        dim("  vote: how often it decides when all others vote by a coin (Banzhaf, exact)"),
        dim("  in fact: how much likelier what it likes best is than if it did nothing"),
    ]


def _influence(item: Influence, *, opened: bool) -> list[str]:
    votes = [figure(item.opening), figure(item.undoing)] if opened else [figure(item.undoing)]
    fact = f"{item.actual:+.1%} ± {item.error:.1%}" if item.acts else "no move that counts"
    return [item.party, item.preferred, f"{item.wins.share:.1%}", *votes, fact]


def _tree(found: Clash) -> list[str]:
    if found.tree is None:
        return [] if found.tree_why_not is None else [unsure(paragraph(found.tree_why_not)), ""]
    tree = found.tree
    path = "; ".join(f"{player} {move}" for player, move in tree.perfect.path)
    exact = ", ".join(
        f"{name} {describe_share(odd)}" for name, odd in tree.perfect.outcomes.items() if odd
    )
    noisy = ", ".join(f"{name} {odd:.1%}" for name, odd in tree.likely.items())
    return [
        bold("The same as a game, solved backwards"),
        indented(paragraph(f"nobody errs, best guesses: {exact}; {path}", columns=90)),
        indented(paragraph(f"with logit noise, over {tree.draws:,} draws: {noisy}", columns=90)),
        "",
    ]


def _tipping(found: Clash) -> list[str]:
    if not found.tipping:
        return []
    sizes = {crowd.name: crowd.size for crowd in found.crisis.crowds}
    rows = [
        [
            item.crowd,
            item.under,
            f"{item.cost:.0f}",
            f"{item.sign:,} of {sizes[item.crowd]:,}",
            str(item.stages),
            f"{item.theta:.0%}",
        ]
        for item in found.tipping
    ]
    head = [
        "crowd",
        "under",
        "cost of leaving",
        "sign",
        "in stages",
        "gives way: can lose less than",
    ]
    return [
        bold("Where a crowd tips, at best guesses"),
        indented(table(head, rows, right=(2, 3, 4, 5))),
        dim("  sign: the cascade when all is at stake; gives way: who can lose less (global game)"),
        "",
    ]


# ------------------------------------------------------------------- what it rests on


def _rests_on(found: Clash) -> list[str]:
    judged = found.judgements
    said = [f"  {len(judged)} of {len(found.inputs)} inputs are judgements:"]
    said += [f"    {_input(one)}" for one in judged[:MOST_JUDGED]]
    if len(judged) > MOST_JUDGED:
        said.append(f"    and {len(judged) - MOST_JUDGED} more (`--json` lists all)")
    said += [dim(indented(paragraph(f"assumed: {text}"))) for text in found.assumptions]
    said += [unsure(indented(paragraph(text))) for text in found.honesty]
    runs = f"{found.ensemble.runs:,} runs, seed {found.ensemble.seed}"
    said += ["", dim(f"± is one standard error; {runs}")]
    said += [dim(f"{found.method}; not exact; inputs {found.digest[:12]}")]
    return said


def _input(one: Input) -> str:
    best, low, high = (f"{float(x):g}" for x in (one.best, one.low, one.high))
    because = f": {one.because}" if one.because else ""
    return f"{one.name} {best} ({low} to {high}){because}"
