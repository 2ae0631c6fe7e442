"""What answers about disputes rest on, in text and JSON: the same lines under each of them."""

from collections.abc import Iterable

from stanchion.conflict.grounds import Grounds
from stanchion.economics.simulation.summary import Bracket
from stanchion.reports.jsonable import Json
from stanchion.reports.marks import dim, unsure
from stanchion.reports.tables import indented, paragraph

COLUMNS = 90


def percent(value: float) -> str:
    """`74.3%`."""
    return f"{value:.1%}"


def within(found: Bracket) -> str:
    """`74.3% (72.9% to 75.6%)`."""
    return f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})"


def grounds(found: Grounds) -> list[str]:
    """Judgements, assumptions, what is not known, and how it was made."""
    return [
        "",
        unsure(f"{len(found.judgements)} of {found.inputs} uncertain inputs are judgements"),
        "",
        "Taken for granted:",
        *_lines(found.assumptions),
        "",
        "What this cannot know:",
        *_lines(found.caveats),
        "",
        dim("in brackets 95 of 100 simulations of as many runs cover the model's own figure"),
        dim(
            f"{found.method}; not exact; {found.runs:,} runs, seed {found.seed}; "
            f"inputs {found.digest[:12]}"
        ),
    ]


def _lines(texts: Iterable[str]) -> list[str]:
    return [indented(paragraph(text, columns=COLUMNS)) for text in texts]


def bracket_json(found: Bracket) -> Json:
    """A probability or a difference with its interval."""
    return {"value": found.value, "low": found.low, "high": found.high}


def shares_json(found: Iterable[tuple[str, Bracket]]) -> Json:
    """Probabilities by ending."""
    return {name: bracket_json(share) for name, share in found}


def grounds_json(found: Grounds) -> Json:
    """The keys that every answer about a dispute ends with."""
    return {
        "runs": found.runs,
        "seed": found.seed,
        "judgements": list(found.judgements),
        "uncertain_inputs": found.inputs,
        "assumptions": list(found.assumptions),
        "caveats": list(found.caveats),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }
