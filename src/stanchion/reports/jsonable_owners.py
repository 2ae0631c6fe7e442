"""Answers about owners as JSON documents."""

from collections.abc import Iterable

from stanchion.control.ownership.closure import Closure, Link
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import Declared, Stake, Unknown
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
from stanchion.reports.jsonable import Json, exact


def share(value: Interval | None) -> Json | None:
    """`{"low", "high"}`, equal where the share is known; `null` where there is none."""
    return None if value is None else {"low": exact(value.low), "high": exact(value.high)}


def _steps(steps: Iterable[Step]) -> list[Json]:
    return [{"text": s.text, "clause": s.clause, "where": str(s.at or "") or None} for s in steps]


def owners(found: Owners) -> Json:
    """`stanchion owners CASE ENTITY --json`."""
    return {
        "entity": found.entity,
        "as_of": found.as_of,
        "threshold": found.threshold,
        "stakes": [_stake(stake) for stake in found.stakes],
        "declared": [_declared(item) for item in found.declared],
        "owners": [_owner(line) for line in found.owners],
        "untraced": share(found.untraced),
        "untraced_votes": share(found.untraced_votes),
        "controllers": [_controller(item) for item in found.controllers],
        "joint_controllers": None if found.joint is None else [list(c) for c in found.joint],
        "rings": [_ring(ring) for ring in found.rings],
        "unknown": [_unknown(item) for item in found.unknown],
        "why_not": found.why_not,
        "methods": METHODS,
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": list(found.assumptions),
    }


def network(found: OwnerNetwork) -> Json:
    """`stanchion owners CASE --json`."""
    index = found.power_index
    return {
        "as_of": found.as_of,
        "threshold": found.threshold,
        "entities": [owners(item) for item in found.entities],
        "controls": [_closure(item) for item in found.closures],
        "rings": [_ring(ring) for ring in found.rings],
        "power_index": {
            "why_not": index.why_not,
            "of": {name: exact(value.low) for name, value in index.shares},
        },
        "methods": METHODS,
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
        "assumptions": list(found.assumptions),
    }


def portfolio(found: Portfolio) -> Json:
    """What a party has of others, in `stanchion owners CASE PARTY --json`."""
    return {
        "owned": [
            {
                "entity": item.entity,
                "geometric": share(item.geometric),
                "corrected": share(item.corrected),
                "votes": share(item.votes),
                "controls": None if item.controls is None else _link(item.controls),
            }
            for item in found.owned
        ],
        "not_said": [{"entity": entity, "why": why} for entity, why in found.not_said],
    }


def _stake(stake: Stake) -> Json:
    return {
        "holder": stake.holder,
        "ownership": share(stake.ownership),
        "votes": share(stake.votes),
        "declared_votes": share(stake.declared_votes),
        "because": _steps(stake.because),
    }


def _declared(item: Declared) -> Json:
    return {"owner": item.owner, "of": item.of.value, "share": share(item.share)}


def _unknown(item: Unknown) -> Json:
    return {"of": item.of.value, "why": item.why}


def _owner(line: Owner) -> Json:
    return {
        "owner": line.owner,
        "ultimate": line.ultimate,
        "direct": share(line.direct),
        "direct_votes": share(line.direct_votes),
        "geometric": share(line.geometric),
        "corrected": share(line.corrected),
        "loops_ignored": share(line.loops_ignored),
        "votes": share(line.votes),
        "weakest_link": share(line.weakest_link),
        "attributed": share(line.attributed),
        "attributed_votes": share(line.attributed_votes),
    }


def _controller(item: Controller) -> Json:
    return {
        "owner": item.owner,
        "certain": item.certain,
        "chain": [_link(link) for link in item.chain],
        "ownership": share(item.ownership),
        "attributed_votes": share(item.attributed_votes),
        "votes_per_ownership": share(item.wedge),
        "pyramid": item.pyramid,
    }


def _link(link: Link) -> Json:
    return {
        "entity": link.entity,
        "by": link.by,
        "through": list(link.through),
        "certain": link.certain,
        "because": _steps(link.because),
    }


def _closure(item: Closure) -> Json:
    return {
        "coalition": list(item.coalition),
        "certain": list(item.certain),
        "possible": [link.entity for link in item.links if not link.certain],
    }


def _ring(ring: Ring) -> Json:
    return {"members": list(ring.members), "witness": list(ring.witness), "closed": ring.closed}
