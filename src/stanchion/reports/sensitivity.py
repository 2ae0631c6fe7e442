"""Which assumptions carry an answer, in text, JSON and as a tornado."""

from fractions import Fraction
from typing import assert_never

from stanchion.conflict.inputs import Certain, Distribution, Normal, Pert, Triangular, Uniform
from stanchion.conflict.why.results import Carrier, Why
from stanchion.exact.money import describe_amount
from stanchion.reports.drawings.blocks import bar, span
from stanchion.reports.drawings.frame import Spec
from stanchion.reports.drawings.tornado import Row, tornado
from stanchion.reports.grounds import bracket_json, grounds, grounds_json, percent, within
from stanchion.reports.jsonable import Json
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import indented, paragraph, table
from stanchion.reports.who import reason

WIDE = 24


def why(found: Why) -> str:
    """Indices, tornado, spread of specifications."""
    said = [
        bold(f"What carries it: {found.title}"),
        f"as of {found.as_of}",
        "",
        f"With all inputs as uncertain as they are: {bold(within(found.before))}",
        "",
        *_tornado(found),
        "",
        *_indices(found),
        "",
        *_specifications(found),
        *(["", unsure("stopped: what is shown was done by then")] if found.stopped else []),
        *(["", "Inputs:"] if found.carriers else []),
        *(
            f"  {one.name}, {distribution(one.distribution)}"
            f"{' (judgement)' if one.judgement else ''}: {reason(one.because)}"
            for one in found.carriers
        ),
        *grounds(found.grounds),
    ]
    return "\n".join(said)


def distribution(found: Distribution) -> str:
    """A distribution as a charter writes it."""
    match found:
        case Certain(value):
            return _number(value)
        case Uniform(low, high):
            return f"uniform {_number(low)} to {_number(high)}"
        case Triangular(low, mode, high):
            return f"{_number(mode)} ({_number(low)} to {_number(high)})"
        case Pert(low, mode, high):
            return f"beta {_number(mode)} ({_number(low)} to {_number(high)})"
        case Normal(mean, deviation, low, high):
            return (
                f"normal {_number(mean)} with deviation {_number(deviation)} within "
                f"{_number(low)} to {_number(high)}"
            )
        case _:
            assert_never(found)


def _number(value: Fraction) -> str:
    return describe_amount(value)


def _flips(one: Carrier) -> str:
    return ", ".join(f"{flip:.0f}" for flip in one.flips)


def _tornado(found: Why) -> list[str]:
    rows = [
        [
            one.name,
            f"{_number(one.ends[0])}: {percent(one.low.value)}",
            f"{_number(one.ends[1])}: {percent(one.high.value)}",
            span(one.low.value, one.high.value, [0.5], WIDE),
            _flips(one) or "-",
        ]
        for one in found.carriers
    ]
    if not rows and found.stopped:
        return [unsure("stopped before any input was looked at closely")]
    if not rows:
        return [unsure("no input moves it by more than chance alone would")]
    head = ["one input at its ends", "at its low", "at its high", "0% to 100%", "flips at"]
    return [table(head, rows)]


def _indices(found: Why) -> list[str]:
    if not found.carriers or found.explained is None:
        return []
    if not found.shares_known:
        return [unsure("the probability hardly depends on these inputs: no shares are claimed")]
    rows = [
        [
            one.name,
            _index(one.first, one.first_error),
            _index(one.total, one.total_error),
            bar(one.total, WIDE),
        ]
        for one in sorted(found.carriers, key=lambda carrier: -carrier.total)
    ]
    about = (
        "Shares of the variance of the probability given these inputs, which is "
        f"{found.explained:.3f}; of a single yes or no another {found.by_chance:.3f} is chance, "
        f"or the {found.left_out} inputs that matter less. "
        "A run ends with the outcome or without it: what is analysed is the probability of it."
    )
    head = ["share of what is uncertain", "alone", "with others", ""]
    return [table(head, rows, right="12"), indented(dim(paragraph(about, columns=90)))]


def _index(value: float, error: float) -> str:
    return f"{max(0.0, value):.2f} ± {error:.2f}"


def _specifications(found: Why) -> list[str]:
    if found.spread is None:
        return [unsure("stopped before it was built otherwise")]
    low, high = found.spread
    head = f"Built otherwise, it would be between {percent(low)} and {percent(high)}:"
    rows = [
        [one.words, within(one.probability), bar(one.probability.value, WIDE)]
        for one in found.specifications
    ]
    elsewhere = dim(
        "these build the crisis otherwise; `clash compare` has those of the challenge model"
    )
    return [head, indented(table(["specification", "probability", ""], rows)), indented(elsewhere)]


def drawing(found: Why) -> Spec:
    """The tornado."""
    rows = [
        Row(
            one.name,
            one.low.value,
            one.high.value,
            _number(one.ends[0]),
            _number(one.ends[1]),
            _flips(one),
        )
        for one in found.carriers
    ]
    subtitle = (
        f"{found.title}, as of {found.as_of}; one input at the ends of its range, all others "
        f"drawn; the line is {percent(found.before.value)}"
    )
    return tornado("What carries it", subtitle, rows, base=found.before.value)


def why_json(found: Why) -> Json:
    """`stanchion clash why CASE --json`."""
    return {
        "outcome": found.outcome,
        "title": found.title,
        "as_of": found.as_of,
        "before": bracket_json(found.before),
        "inputs": [_carrier_json(one) for one in found.carriers],
        "inputs_left_out": found.left_out,
        "indices": {
            "known": found.shares_known,
            "variance_explained": found.explained,
            "variance_by_chance": found.by_chance,
            "rows": found.rows,
            "runs_a_row": found.tries,
        },
        "specifications": [
            {"name": one.name, "words": one.words, "probability": bracket_json(one.probability)}
            for one in found.specifications
        ],
        "stopped": found.stopped,
        **grounds_json(found.grounds),
    }


def _carrier_json(one: Carrier) -> Json:
    return {
        "input": one.name,
        "distribution": distribution(one.distribution),
        "low": {"at": str(one.ends[0]), "probability": bracket_json(one.low)},
        "high": {"at": str(one.ends[1]), "probability": bracket_json(one.high)},
        "flips_at": list(one.flips),
        "first": {"index": one.first, "error": one.first_error},
        "total": {"index": one.total, "error": one.total_error},
        "judgement": one.judgement,
        "because": one.because.text,
        "where": str(one.because.at or "") or None,
    }
