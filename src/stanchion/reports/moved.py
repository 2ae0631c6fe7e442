"""Who moved whom on an axis, in text, JSON and as a drawing."""

from collections.abc import Sequence

from stanchion.conflict.challenge.account import Account, Offer, RoundAccount
from stanchion.conflict.moved import CAVEAT, Moved, measured
from stanchion.reports.drawings.frame import Spec, stacked_up
from stanchion.reports.drawings.moved import Move, Party, moved_graph
from stanchion.reports.jsonable import Json
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import indented, paragraph, table


def moved(found: Sequence[Moved]) -> str:
    """Axis by axis: who moved whom, then the offers of each round with their reasons."""
    said: list[str] = []
    for one in found:
        said += [bold(f"{one.name}: {one.low} (0) to {one.high} (100)"), f"as of {one.as_of}", ""]
        said += [one.why_not or "", ""] if one.account is None else _told(one, one.account)
    said += [unsure(paragraph(CAVEAT, columns=90))]
    if found:
        said += [paragraph(measured(found[0].preset), columns=90)]
        said += [dim(f"{found[0].method}, preset {found[0].preset}; not exact")]
    return "\n".join(said)


def _told(one: Moved, told: Account) -> list[str]:
    rows = [[pull.mover, pull.moved, f"{pull.by:.1f}", f"{pull.times}"] for pull in one.pulls]
    medians = ", ".join(f"{each.median:.1f}" for each in told.rounds)
    said = [
        f"median {told.median:.1f}, then {medians}; {_rest(told)}",
        "",
        table(["who moved", "whom", "by", "offers"], rows, right="23")
        if rows
        else "nobody moved anybody",
        "",
    ]
    for each in told.rounds:
        said += [f"Round {each.number}", indented(_offers(each)), ""]
    return said


def _rest(told: Account) -> str:
    match told.period:
        case 0:
            return "still moving when the rounds were over"
        case 1:
            return "at rest"
        case many:
            return f"the same {many} positions come again and again"


def _offers(each: RoundAccount) -> str:
    taken = [offer for offer in each.offers if offer.taken]
    left = len(each.offers) - len(taken)
    rows = [_offer(offer) for offer in taken]
    text = (
        table(["takes", "from", "kind", "moves to", "it expects", "it fears"], rows, right="345")
        if rows
        else "no offer is taken"
    )
    return text if not left else f"{text}\n{dim(f'{left} other offers are not taken')}"


def _offer(offer: Offer) -> list[str]:
    return [
        offer.to,
        offer.of,
        offer.kind.value,
        f"{offer.position:.1f}",
        f"{offer.expects:+.2f}",
        f"{offer.fears:+.2f}",
    ]


def drawing(found: Sequence[Moved]) -> Spec | None:
    """A graph for each axis on which there is something to tell; None where there is none."""
    graphs = [_graph(one, one.account) for one in found if one.account is not None]
    return stacked_up(graphs) if graphs else None


def _graph(one: Moved, told: Account) -> Spec:
    ends = dict(told.rounds[-1].positions) if told.rounds else dict(told.positions)
    low, high = one.scale
    span = high - low

    def scaled(at: float) -> float:
        return 100 * (at - low) / span

    parties = [Party(name, scaled(at), scaled(ends[name])) for name, at in told.positions]
    moves = [Move(p.mover, p.moved, 100 * p.by / span, p.times) for p in one.pulls]
    title = f"Who moved whom: {one.name}"
    axis = f"{one.low} (0) to {one.high} (100)"
    return moved_graph(title, f"preset {one.preset}, as of {one.as_of}", axis, parties, moves)


def moved_json(found: Sequence[Moved]) -> list[Json]:
    """`stanchion clash moved CASE --json`."""
    return [_moved_json(one) for one in found]


def _moved_json(one: Moved) -> Json:
    told = one.account
    return {
        "axis": one.axis,
        "name": one.name,
        "as_of": one.as_of,
        "why_not": one.why_not,
        "preset": one.preset,
        "pulls": [
            {"mover": p.mover, "moved": p.moved, "by": p.by, "offers": p.times} for p in one.pulls
        ],
        "began": None if told is None else dict(told.positions),
        "rounds": [] if told is None else [_round_json(each) for each in told.rounds],
        "period": None if told is None else told.period,
        "caveat": CAVEAT,
        "measured": measured(one.preset),
        "method": one.method,
        "exact": one.exact,
    }


def _round_json(each: RoundAccount) -> Json:
    return {
        "round": each.number,
        "median": each.median,
        "mean": each.mean,
        "positions": dict(each.positions),
        "risk": dict(each.risk),
        "offers": [
            {
                "to": offer.to,
                "of": offer.of,
                "kind": offer.kind.value,
                "position": offer.position,
                "expects": offer.expects,
                "fears": offer.fears,
                "taken": offer.taken,
            }
            for offer in each.offers
        ],
    }
