"""What can be read: models, decisions, use, health; the register's state as JSON."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from stanchion.charter.release import ReleaseStage
from stanchion.gateway.errors import ApiError
from stanchion.gateway.keeper import Unavailable
from stanchion.gateway.standing import Answer, Decision, Refusal, Release, Snapshot

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, Response

    from stanchion.gateway.access import Entry
    from stanchion.gateway.service import Service


def health(service: "Service") -> "Response":
    """Whether requests are served: 200, or 503 with the reason."""
    standing = service.keeper.current(service.clock())
    last = service.keeper.last
    why = standing.code if isinstance(standing, Unavailable) else None
    if service.draining:
        why = "draining"
    found = {
        "status": "ok" if why is None else why,
        "under_way": len(service.flights),
        "register": None
        if last is None
        else {"verified": last.verified.isoformat(), "size": last.log_size, "root": last.root},
    }
    return _json(found, status=200 if why is None else 503)


async def models(
    service: "Service", request: "BaseRequest", entry: "Entry", name: str
) -> "Response":
    """The API's list of models: those whose release stands for who asks."""
    del name
    snapshot, audience = _seen(service, request, entry)
    seen = snapshot.seen_by(audience, service.clock())
    data = [_model(service, answer) for answer in seen if isinstance(answer, Release)]
    return _json({"object": "list", "data": data})


async def model(
    service: "Service", request: "BaseRequest", entry: "Entry", name: str
) -> "Response":
    """One model of the list; raises ApiError 403 where its release does not stand."""
    from stanchion.gateway.service import decided

    snapshot, audience = _seen(service, request, entry)
    answer = snapshot.released(name, audience, service.clock())
    if isinstance(answer, Refusal):
        from stanchion.gateway.service import refused

        raise refused(answer)
    return _json(_model(service, answer), headers=decided(answer, service.settings))


async def status(
    service: "Service", request: "BaseRequest", entry: "Entry", name: str
) -> "Response":
    """What the chat page shows: models that stand, and those that a decision took away."""
    del name
    snapshot, audience = _seen(service, request, entry)
    seen = snapshot.seen_by(audience, service.clock())
    found = {
        "verified": snapshot.verified.isoformat(),
        "log_size": snapshot.log_size,
        "root": snapshot.root,
        "shows": list(snapshot.shows),
        "models": [_answer(service, answer) for answer in seen],
    }
    return _json(found)


async def decision(
    service: "Service", request: "BaseRequest", entry: "Entry", name: str
) -> "Response":
    """One decision as it stands in the register, for those who may know of its model."""
    snapshot, audience = _seen(service, request, entry)
    found = snapshot.decisions.get(name)
    seen = {answer.decision for answer in snapshot.seen_by(audience, service.clock())}
    if found is None or name not in seen:
        raise ApiError(404, "not_found", "there is no such decision")
    return _json(_decision(snapshot, found))


async def usage(
    service: "Service", request: "BaseRequest", entry: "Entry", name: str
) -> "Response":
    """All use so far, for keys that may read it."""
    del name
    if service.caller(request, entry).audience is not None:
        raise ApiError(403, "role_not_allowed", "a key of the role `auditor` reads usage")
    from stanchion.reports.usage import as_json

    rows = await asyncio.to_thread(service.meter.rows)
    return _json({"usage": as_json(rows)})


Read = Callable[["Service", "BaseRequest", "Entry", str], Awaitable["Response"]]

READ: dict[str, Read] = {
    "/v1/models": models,
    "/v1/models/": model,
    "/stanchion/models": status,
    "/stanchion/decisions/": decision,
    "/stanchion/usage": usage,
}
"""By path; one that ends in `/` takes a name. Asked with a key, like all else."""


def route_of(path: str) -> tuple[str | None, str]:
    """The route that a path takes, and the name that follows it."""
    if path in READ:
        return path, ""
    for route in READ:
        if route.endswith("/") and path.startswith(route):
            return route, unquote(path.removeprefix(route))
    return None, ""


def _seen(
    service: "Service", request: "BaseRequest", entry: "Entry"
) -> tuple[Snapshot, ReleaseStage]:
    snapshot = service.standing()
    audience = service.caller(request, entry).audience
    return snapshot, ReleaseStage.INTERNAL if audience is None else audience


def _test(service: "Service", answer: Answer) -> bool:
    return answer.test_model or service.settings.is_test_model(answer.model)


def _model(service: "Service", release: Release) -> dict[str, Any]:
    """The API's own form, with what we know under a key of our own."""
    return {
        "id": release.model,
        "object": "model",
        "created": int(release.since.timestamp()),
        "owned_by": "stanchion",
        "stanchion": _answer(service, release),
    }


def _answer(service: "Service", answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": answer.model,
        "name": answer.name or answer.model,
        "released": isinstance(answer, Release),
        "test_model": _test(service, answer),
        "decision": answer.decision,
        "log_index": answer.log_index,
    }
    match answer:
        case Release():
            until = answer.until
            return found | {
                "stage": answer.stage.value,
                "since": answer.since.isoformat(),
                "until": None if until is None else until.isoformat(),
            }
        case Refusal():
            return found | {"reason": answer.reason.value, "words": answer.words}


def _decision(snapshot: Snapshot, found: Decision) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "log_index": found.log_index,
        "model": found.model,
        "stage": found.stage,
        "at": found.at,
        "words": found.words,
        "policy": found.policy,
        "model_digest": found.model_digest,
        "supersedes": found.supersedes,
        "requirements": [
            {"what": each.what, "state": each.state, "words": each.words, "where": each.where}
            for each in found.requirements
        ],
        "votes": [{"party": each.party, "says": each.says, "at": each.at} for each in found.votes],
        "register": {
            "verified": snapshot.verified.isoformat(),
            "size": snapshot.log_size,
            "root": snapshot.root,
            "shows": list(snapshot.shows),
        },
    }


def _json(
    found: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
) -> "Response":
    import json

    from aiohttp.web import Response

    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    said = {"content-type": "application/json", "cache-control": "no-store", **(headers or {})}
    return Response(status=status, body=body, headers=said)
