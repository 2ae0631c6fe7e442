"""Who owns and who controls, as text."""

from collections.abc import Callable, Sequence
from math import comb

from stanchion.charter.model import Charter
from stanchion.control.ownership.closure import Link
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.results import (
    METHODS,
    Controller,
    Owner,
    OwnerNetwork,
    Owners,
    Portfolio,
)
from stanchion.control.ownership.rings import Ring
from stanchion.control.results import Step
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.marks import bad, bold, dim, unsure
from stanchion.reports.tables import listed, table

MOST_LISTED = 12
COLUMNS: tuple[tuple[str, str, Callable[[Owner], Interval | None]], ...] = (
    ("direct", "direct", lambda o: o.direct),
    ("votes direct", "direct", lambda o: o.direct_votes),
    ("geometric", "geometric", lambda o: o.geometric),
    ("corrected", "corrected", lambda o: o.corrected),
    ("loops ignored", "loops_ignored", lambda o: o.loops_ignored),
    ("votes", "votes", lambda o: o.votes),
    ("weakest link", "weakest_link", lambda o: o.weakest_link),
    ("attributed", "attributed", lambda o: o.attributed),
    ("votes attributed", "attributed", lambda o: o.attributed_votes),
)
"""Head, method, figure; `corrected` and `loops ignored` are left out where they add nothing."""


def owners(charter: Charter, found: Owners, *, language: str = "en") -> str:
    """One entity: its holders, those at the end of every chain, and who controls it."""
    name = charter.party_name(found.entity, language)
    said = [bold(f"{name}  ({found.entity})"), f"as of {found.as_of}", ""]
    said += _shares(charter, found, language)
    said += ["", *_control(charter, found, language)]
    said += [line for ring in found.rings for line in _ring(ring)]
    said += _because(found)
    return "\n".join([*said, "", *_methods(found), dim(f"inputs {found.digest[:12]}")])


def _shares(charter: Charter, found: Owners, language: str) -> list[str]:
    if not found.owners:
        why = [dim(f"  {unknown.why}") for unknown in found.unknown]
        return ["Nobody is known to hold any of it.", *why]
    shown = _columns(found)
    rows = [
        [charter.party_name(line.owner, language) + ("" if line.ultimate else " (held itself)")]
        + [share(figure(line)) for _, _, figure in shown]
        for line in found.owners
    ]
    head = ["owner", *(head for head, _, _ in shown)]
    lines = [table(head, rows, right="123456789")]
    if found.untraced is not None and found.untraced.high:
        lines.append(f"{share(found.untraced)} of ownership leads to nobody known.")
    if found.untraced_votes is not None and found.untraced_votes.high:
        lines.append(f"{share(found.untraced_votes)} of the votes leads to nobody known.")
    lines += [unsure(f"declared: {_declared(charter, found, language)}")] if found.declared else []
    lines += [bad(found.why_not)] if found.why_not else []
    return lines + [dim(f"no {u.of.value}: {u.why}") for u in found.unknown]


def portfolio(charter: Charter, found: Portfolio, *, language: str = "en") -> str:
    """What one party has of others over all chains, and whom it controls."""
    rows = []
    for item in found.owned:
        by = "" if item.controls is None else item.controls.by
        doubt = "" if item.controls is None or item.controls.certain else "maybe: "
        name = charter.party_name(item.entity, language)
        rows.append([name, share(item.geometric), share(item.votes), doubt + by])
    name = charter.party_name(found.owner, language)
    head = ["entity", "geometric", "votes", "controls it by"]
    lines = [bold(f"What {name} has of others"), table(head, rows, right="12")]
    return "\n".join([*lines, *(bad(f"{entity}: {why}") for entity, why in found.not_said)])


def _columns(found: Owners) -> list[tuple[str, str, Callable[[Owner], Interval | None]]]:
    """The columns in which anything stands that the one before them does not say as well."""
    shown = []
    for head, method, figure in COLUMNS:
        figures = [figure(line) for line in found.owners]
        echo = head in {"corrected", "loops ignored"} and not found.rings
        if not echo and any(value is not None for value in figures):
            shown.append((head, method, figure))
    return shown


def _declared(charter: Charter, found: Owners, language: str) -> str:
    said = [
        f"{charter.party_name(item.owner, language)} {share(item.share)} of {item.of.value}"
        for item in found.declared
    ]
    return "; ".join(said) + " (as stated, kept apart from what follows from units)"


def share(value: Interval | None) -> str:
    """A share, or the range in which it lies; a dash where there is none."""
    if value is None:
        return "-"
    if value.exact:
        return describe_share(value.low)
    return f"{describe_share(value.low)} to {describe_share(value.high)}"


def _control(charter: Charter, found: Owners, language: str) -> list[str]:
    lines = []
    for controller in found.controllers:
        name = charter.party_name(controller.owner, language)
        may = "controls it" if controller.certain else unsure("may control it, within the ranges")
        lines.append(f"{bold(name)} {may}:")
        lines += [f"  {_link(charter, link, language)}" for link in controller.chain]
        lines += _wedge(controller)
    if not any(controller.certain for controller in found.controllers):
        lines += _joint(charter, found, language)
    return lines


def _link(charter: Charter, link: Link, language: str) -> str:
    through = listed([charter.party_name(name, language) for name in link.through])
    held = charter.party_name(link.entity, language)
    doubt = "" if link.certain else unsure(" (at some shares within the ranges)")
    return f"{held}: {link.by}, through {through or 'nobody'}{_where(link.because[:1])}{doubt}"


def _wedge(found: Controller) -> list[str]:
    owned = "none of it" if found.ownership is None else share(found.ownership)
    lines = []
    if found.wedge is not None:
        ends = [describe_amount(found.wedge.low), describe_amount(found.wedge.high)]
        times = ends[0] if found.wedge.exact else " to ".join(ends)
        lines.append(f"  commands {times} votes for each it owns ({owned} over all chains)")
    if found.pyramid:
        lines.append(unsure(f"  a pyramid: control through others with {owned} owned"))
    return lines


def _joint(charter: Charter, found: Owners, language: str) -> list[str]:
    if found.joint is None:
        return ["Nobody controls it alone; too many could together to list them."]
    if not found.joint:
        return ["Nobody known controls it, alone or together."]
    people = list(dict.fromkeys(name for coalition in found.joint for name in coalition))
    size = len(found.joint[0])
    if len(found.joint) == comb(len(people), size) and len(found.joint) > 1:
        names = listed([charter.party_name(name, language) for name in people])
        return [f"Nobody controls it alone; together any {size} of {names}."]
    shown = [
        f"  {listed([charter.party_name(name, language) for name in coalition])}"
        for coalition in found.joint[:MOST_LISTED]
    ]
    if len(found.joint) > MOST_LISTED:
        shown.append(f"  … and {len(found.joint) - MOST_LISTED} more")
    return ["Nobody controls it alone; together, at the least:", *shown]


def _ring(ring: Ring) -> list[str]:
    shown = " -> ".join(ring.witness)
    if ring.closed:
        return [bad(f"closed ring: {shown}; nobody outside owns any of it")]
    return [unsure(f"ring: {shown}")]


def _because(found: Owners) -> list[str]:
    steps = dict.fromkeys(step for stake in found.stakes for step in stake.because)
    lines = ["", "Because:"] if steps else []
    lines += [f"  {step.text}{_where([step])}" for step in steps]
    return lines + [f"  assumed: {assumption}" for assumption in found.assumptions]


def _where(steps: Sequence[Step]) -> str:
    places = [p for step in steps for p in (step.clause, str(step.at or "")) if p]
    return dim(f"  [{', '.join(places)}]") if places else ""


def _methods(found: Owners) -> list[str]:
    keys = dict.fromkeys(method for _, method, _ in _columns(found))
    lines = [dim(f"{key.replace('_', ' ')}: {METHODS[key]}") for key in keys]
    return [*lines, dim(f"control: {found.threshold}; {METHODS['control']}")]


def network(charter: Charter, found: OwnerNetwork, *, language: str = "en") -> str:
    """Every entity in a line: who owns it in the end, and who controls it."""
    rows = []
    for item in found.entities:
        ultimate = [
            f"{charter.party_name(line.owner, language)} {share(line.geometric)}"
            for line in item.ultimate
            if line.geometric is not None
        ]
        rows.append(
            [
                charter.party_name(item.entity, language),
                listed(ultimate) or ("closed ring" if item.why_not else "nobody known"),
                _controllers(charter, item, language),
            ]
        )
    if not rows:
        return "The charter says of no entity who holds it or by whom it acts."
    said = [f"as of {found.as_of}", ""]
    said.append(table(["entity", "owned in the end by (geometric)", "controlled by"], rows))
    said += [line for ring in found.rings for line in _ring(ring)]
    said += ["", *_power_index(charter, found, language)]
    said += [dim(f"assumed: {assumption}") for assumption in found.assumptions]
    said += [dim(f"geometric: {METHODS['geometric']}")]
    said.append(dim(f"control: {found.threshold}; {METHODS['control']}"))
    return "\n".join([*said, dim(f"inputs {found.digest[:12]}")])


def _controllers(charter: Charter, item: Owners, language: str) -> str:
    names = [
        charter.party_name(c.owner, language) + ("" if c.certain else " (maybe)")
        for c in item.controllers
    ]
    if names:
        return listed(names)
    return "nobody alone" if item.joint is None or item.joint else "nobody known"


def _power_index(charter: Charter, found: OwnerNetwork, language: str) -> list[str]:
    if found.power_index.why_not is not None:
        return [dim(f"no network power index: {found.power_index.why_not}")]
    said = [
        f"{charter.party_name(name, language)} {describe_amount(value.low)}"
        for name, value in found.power_index.shares
    ]
    return [f"network power index: {'; '.join(said)}", dim(f"  {METHODS['power_index']}")]
