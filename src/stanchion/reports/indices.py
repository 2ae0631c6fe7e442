"""How much one vote counts, as text."""

from fractions import Fraction

from stanchion.control.power.results import Attended, Estimate, Figure, Power, VoterPower
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import table
from stanchion.reports.who import figure, reason

MOST_ROWS = 60

NAMES = {
    "banzhaf": "Banzhaf",
    "banzhaf_normalised": "normalised",
    "shapley_shubik": "Shapley-Shubik",
    "coleman_prevention": "prevent",
    "coleman_initiative": "initiate",
    "johnston": "Johnston",
    "deegan_packel": "Deegan-Packel",
    "holler": "Holler",
}


def power(found: Power, *, title: str) -> str:
    """The indices of everybody in a decision, what they rest on, and what is missing."""
    said = [
        bold(f"{title}  ({found.decision})"),
        f"as of {found.as_of}",
        "",
        _indices(found.players),
        "",
        *_sums(found),
        *_attended(found.attended),
        *(f"{NAMES.get(name, name)} is not given: {why}" for name, why in found.not_given),
        "",
        "Because:",
        *(f"  {reason(step)}" for step in found.because),
        *(f"  assumed: {assumption}" for assumption in found.assumptions),
        "",
        dim(f"{found.method}; {'exact' if found.exact else 'not exact'}; {_inputs(found)}"),
    ]
    return "\n".join(said)


def _inputs(found: Power) -> str:
    return f"inputs {found.digest[:12]}"


def _indices(players: tuple[VoterPower, ...]) -> str:
    given = [name for name in NAMES if any(getattr(p, name) is not None for p in players)]
    rows = [
        [_name(p.player, p.heads), *(_figure(getattr(p, name)) for name in given)]
        for p in players[:MOST_ROWS]
    ]
    right = "".join(str(place + 1) for place in range(len(given)))
    shown = table(["", *(NAMES[name] for name in given)], rows, right=right)
    left = len(players) - MOST_ROWS
    return shown if left <= 0 else f"{shown}\n… and {left:,} more; `--json` has all"


def _name(player: str, heads: int) -> str:
    return player if heads == 1 else f"each of the {heads:,} of {player}"


def _figure(value: Figure | None) -> str:
    match value:
        case None:
            return "-"
        case Fraction():
            return _decimal(float(value))
        case Estimate(estimated, error):
            return f"{_decimal(estimated)} ± {error:.1g}"


def _decimal(value: float) -> str:
    return f"{value:.4f}" if value == 0 or abs(value) >= 0.001 else f"{value:.3g}"


def _sums(found: Power) -> list[str]:
    lines = []
    if found.collectivity is not None:
        share = f"{_figure(found.collectivity)} of all coalitions"
        many = "" if found.winning is None else f", {figure(found.winning)},"
        lines.append(f"{share}{many} can do it: the power to act.")
    if found.checksum is not None:
        sums = f"Shapley-Shubik of all {found.voters:,} voters adds up to"
        value = found.checksum
        lines.append(f"{sums} {value if isinstance(value, Fraction) else f'{value.value:.12g}'}.")
    if found.proper is False:
        lines.append(unsure("Two coalitions without a common member can both do it."))
    if any(p.holler is not None for p in found.players):
        lines.append(dim("Deegan-Packel and Holler may give more to who has fewer votes."))
    return lines


def _attended(found: Attended | None) -> list[str]:
    if found is None:
        return []
    rows = [
        [
            _name(t.player, t.heads),
            _figure(t.decides),
            _figure(t.by_coming),
            _figure(t.no_carries_it),
            _figure(t.absence_carries_it),
        ]
        for t in found.voters[:MOST_ROWS]
    ]
    head = ["", "yes, not no", "yes, not absent", "no, not absent", "absent, not no"]
    quorum, passes = _figure(found.quorate), _figure(found.passes)
    return [
        "",
        f"If everybody says yes, says no or stays away at random, a quorum comes in {quorum} and",
        f"it passes in {passes} of all ways. It is carried by one voter's",
        table(head, rows, right="1234"),
    ]
