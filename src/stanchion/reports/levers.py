"""What each change of the rules would have done, in text, JSON and as a drawing."""

from stanchion.conflict.levers.results import Levers, Together, Tried
from stanchion.economics.simulation.summary import Bracket
from stanchion.reports.drawings.bars import Bar, outcome_bars
from stanchion.reports.drawings.blocks import bar
from stanchion.reports.drawings.frame import Spec
from stanchion.reports.grounds import (
    bracket_json,
    grounds,
    grounds_json,
    percent,
    shares_json,
    within,
)
from stanchion.reports.jsonable import Json
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, table
from stanchion.reports.who import reason

WIDE = 20


def levers(found: Levers) -> str:
    """Every lever on a line, then the smallest sets that cross one half."""
    said = [
        bold(f"What would have changed it: {found.title}"),
        f"as of {found.as_of}",
        "",
        f"As the charter is: {bold(within(found.before))}",
        "",
        table(
            ["lever", "becomes", "", "change", ""],
            [_row(one) for one in found.tried],
            right="1",
        ),
        *_untried(found),
        "",
        *_endings(found),
        "",
        *_smallest(found),
        "",
        "Levers:",
        *(f"  {one.key}: {reason(one.because)}" for one in found.tried),
        *grounds(found.grounds),
    ]
    return "\n".join(said)


def _untried(found: Levers) -> list[str]:
    if not found.stopped:
        return []
    if not found.untried:
        return [unsure("stopped before all sets of levers were tried")]
    return [unsure(f"stopped before these were tried: {', '.join(found.untried)}")]


def points(change: Bracket) -> str:
    """`-13.1 (-14.1 to -12.0)`, in points of a hundred."""
    return f"{100 * change.value:+.1f} ({100 * change.low:+.1f} to {100 * change.high:+.1f})"


def _row(one: Tried) -> list[str]:
    if one.difference is None:
        return [one.key, "", "", dim(f"cannot be tried: {one.unable}"), ""]
    after = one.difference.after
    if not one.difference.gained and not one.difference.lost:
        change = dim("changes no run")
    else:
        change = points(one.difference.change)
    mark = good("crosses one half") if one.crosses else ""
    return [one.key, percent(after), bar(after, WIDE), change, mark]


def _endings(found: Levers) -> list[str]:
    """Of every lever how all endings come out."""
    names = [name for name, _ in found.titles]
    rows = [["as it is", *_shares(found.endings, names)]]
    rows += [[one.key, *_shares(one.endings, names)] for one in found.tried if one.difference]
    return [table(["", *names], rows, right=range(1, len(names) + 1))]


def _shares(endings: tuple[tuple[str, Bracket], ...], names: list[str]) -> list[str]:
    known = {name: share.value for name, share in endings}
    return [percent(known.get(name, 0.0)) for name in names]


def _smallest(found: Levers) -> list[str]:
    side = "below" if found.before.value > 0.5 else "above"
    head = f"Smallest sets of levers that bring it {side} one half:"
    searched = f"({found.sets_tried} sets tried, of up to {found.largest} levers"
    searched += ")" if found.complete else "; larger ones were not tried)"
    if not found.smallest:
        return [head, indented(bad("none")), indented(dim(searched))]
    return [head, *(indented(_set(one)) for one in found.smallest), indented(dim(searched))]


def _set(one: Together) -> str:
    doubt = "" if one.clear else ", by less than the error of so few runs"
    return f"{' + '.join(one.keys)}: {within(one.probability)}{doubt}"


def drawing(found: Levers) -> Spec:
    """A bar a lever: the probability that it leads to."""
    first = found.before
    bars = [Bar("as the charter is", first.value, first.low, first.high)]
    for one in found.tried:
        share = dict(one.endings).get(found.outcome)
        if share is not None:
            bars.append(Bar(one.name, share.value, share.low, share.high))
    subtitle = f"{found.title}, as of {found.as_of}; {found.grounds.runs:,} runs, the same for all"
    return outcome_bars("What each lever would have done", subtitle, bars)


def levers_json(found: Levers) -> Json:
    """`stanchion clash levers CASE --json`."""
    return {
        "outcome": found.outcome,
        "title": found.title,
        "as_of": found.as_of,
        "before": bracket_json(found.before),
        "endings": shares_json(found.endings),
        "levers": [_tried_json(one) for one in found.tried],
        "smallest_sets": [_together_json(one) for one in found.smallest],
        "sets_tried": found.sets_tried,
        "largest_set_tried": found.largest,
        "all_sets_tried": found.complete,
        "stopped": found.stopped,
        "untried": list(found.untried),
        **grounds_json(found.grounds),
    }


def _tried_json(one: Tried) -> Json:
    found: Json = {
        "lever": one.key,
        "name": one.name,
        "where": str(one.because.at or "") or None,
        "unable": one.unable or None,
    }
    if one.difference is not None:
        found |= {
            "becomes": one.difference.after,
            "change": bracket_json(one.difference.change),
            "runs_gained": one.difference.gained,
            "runs_lost": one.difference.lost,
            "crosses_one_half": one.crosses,
            "endings": shares_json(one.endings),
        }
    return found


def _together_json(one: Together) -> Json:
    return {
        "levers": list(one.keys),
        "becomes": bracket_json(one.probability),
        "change": bracket_json(one.difference.change),
        "clear": one.clear,
    }
