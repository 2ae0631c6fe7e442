"""Answers about voting power as JSON documents; their shapes are in `docs/json.md`."""

from fractions import Fraction

from stanchion.control.power.results import Attended, Estimate, Figure, Power, VoterPower
from stanchion.reports.jsonable import Json, exact, steps

INDICES = (
    "banzhaf",
    "banzhaf_normalised",
    "shapley_shubik",
    "coleman_prevention",
    "coleman_initiative",
    "johnston",
    "deegan_packel",
    "holler",
)

MOST_DECIMAL_BITS, MOST_WRITTEN_BITS = 200, 10_000
"""Denominators up to which a figure is a decimal number, and up to which it is a fraction."""
EPSILON = 2.0**-52


def power(found: Power) -> Json:
    """`stanchion who power CASE DECISION --json`."""
    return {
        "decision": found.decision,
        "as_of": found.as_of,
        "voters": found.voters,
        "players": [_player(each) for each in found.players],
        "collectivity_to_act": figure(found.collectivity),
        "winning_coalitions": found.winning,
        "shapley_shubik_sum": figure(found.checksum),
        "proper": found.proper,
        "yes_no_absent": _attended(found.attended),
        "not_given": dict(found.not_given),
        "because": steps(found.because),
        "assumptions": list(found.assumptions),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def _player(found: VoterPower) -> Json:
    return {
        "player": found.player,
        "heads": found.heads,
        "swings": found.swings,
        **{name: figure(getattr(found, name)) for name in INDICES},
    }


def figure(value: Figure | None) -> Json | str | None:
    """An exact number as text, an inexact one with its error."""
    match value:
        case None:
            return None
        case Fraction() if value.denominator.bit_length() <= MOST_DECIMAL_BITS:
            return exact(value)
        case Fraction() if value.denominator.bit_length() <= MOST_WRITTEN_BITS:
            return f"{value.numerator}/{value.denominator}"
        case Fraction():
            return {"value": float(value), "error": float(value) * EPSILON}
        case Estimate(estimated, error):
            return {"value": estimated, "error": error}


def _attended(found: Attended | None) -> Json | None:
    if found is None:
        return None
    return {
        "quorate": exact(found.quorate),
        "passes": exact(found.passes),
        "voters": [
            {
                "player": each.player,
                "heads": each.heads,
                "yes_not_no": exact(each.decides),
                "yes_not_absent": exact(each.by_coming),
                "no_not_absent": exact(each.no_carries_it),
                "absent_not_no": exact(each.absence_carries_it),
            }
            for each in found.voters
        ],
    }
