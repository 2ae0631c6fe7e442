"""One request after the other question: which route, whose key, which model, does it stand.

The order matters: what is cheap and says nothing comes first, the body is read only for those who
may ask, and the release is judged last before the upstream is asked, and again before it answers.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from stanchion.charter.release import ReleaseStage
from stanchion.gateway import access, reading
from stanchion.gateway.asked.body import object_of
from stanchion.gateway.asked.fields import Asked, Endpoint, asked
from stanchion.gateway.chat.page import static
from stanchion.gateway.errors import DECISION, LOG_INDEX, ApiError
from stanchion.gateway.flights import Flights
from stanchion.gateway.hosts import Hosts
from stanchion.gateway.keeper import Keeper, Unavailable
from stanchion.gateway.keys import Key, Keyring
from stanchion.gateway.limits import Rates
from stanchion.gateway.settings import OpenStreams, Settings
from stanchion.gateway.standing import Refusal, Release, Snapshot
from stanchion.gateway.upstream.forward import Forwarder, Outcome
from stanchion.gateway.usage.meter import Meter

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, Response, StreamResponse

OPEN = "open"
"""The name under which use without a key is counted."""

ENDPOINTS = {f"/v1/{endpoint.value}": endpoint for endpoint in Endpoint}


@dataclass(slots=True)
class Caller:
    """Who asks, as far as it matters: a name to count under, and what may be seen."""

    name: str
    audience: ReleaseStage | None
    requests_per_minute: int
    concurrent: int
    bucket: str


@dataclass(slots=True)
class Service:
    """All that answers requests; `clock` is the time of day, `now` one that never goes back."""

    settings: Settings
    keeper: Keeper
    keyring: Keyring
    forwarder: Forwarder
    meter: Meter
    clock: Callable[[], datetime]
    now: Callable[[], float]
    log: access.Sink
    draining: bool = False
    under_way: int = 0
    rates: Rates = field(default_factory=Rates)
    flights: Flights = field(init=False)
    hosts: Hosts = field(init=False)
    _run: str = field(default_factory=lambda: secrets.token_hex(6))
    _requests: int = 0

    def __post_init__(self) -> None:
        limits = self.settings.limits
        self.flights = Flights(limits.total_seconds, limits.idle_seconds, self.now)
        self.hosts = Hosts(self.settings.served_at)
        self.keeper.on_change(self.stop_what_fell)

    async def __call__(self, request: "BaseRequest") -> "StreamResponse":
        """The answer to any request; errors are answers in the API's form."""
        entry = access.Entry(self._next_id(), request.method[:16], self.now())
        outcome = Outcome()
        self.under_way += 1
        status = 499  # the client hung up, unless there is an answer
        try:
            response = await self._answer(request, entry, outcome)
            status = response.status
            if self.draining:
                response.force_close()
            return response
        finally:
            self.under_way -= 1
            self.log(
                access.line(
                    entry,
                    status=status,
                    at=self.clock().isoformat(timespec="milliseconds"),
                    seconds=self.now() - entry.began,
                    outcome=outcome,
                )
            )

    def _next_id(self) -> str:
        self._requests += 1
        return f"req-{self._run}-{self._requests:x}"

    async def _answer(
        self, request: "BaseRequest", entry: access.Entry, outcome: Outcome
    ) -> "StreamResponse":
        try:
            if self.under_way > self.settings.limits.most_requests:
                words = "too many requests at once"
                raise ApiError(503, "overloaded", words, headers={"retry-after": "1"})
            return await self._routed(request, entry, outcome)
        except ApiError as wrong:
            entry.code = wrong.code
            if outcome.begun is not None:
                return await _broken_off(request, outcome.begun, wrong, entry.route)
            return error(wrong, entry.id)
        except ConnectionError:
            entry.code = "client_gone"
            raise

    async def _routed(
        self, request: "BaseRequest", entry: access.Entry, outcome: Outcome
    ) -> "StreamResponse":
        self.hosts.require(request.headers.getall("host", []))
        path, method = request.rel_url.raw_path, request.method
        if "upgrade" in request.headers:
            words = "connections are not upgraded here, websockets among them"
            raise ApiError(501, "websocket_not_supported", words)
        if (endpoint := ENDPOINTS.get(path)) is not None:
            entry.route = path
            if method != "POST":
                raise ApiError(405, "method_not_allowed", "use POST", headers={"allow": "POST"})
            return await self._asked(request, endpoint, entry, outcome)
        if method not in {"GET", "HEAD"}:
            raise _no_such_place(path)
        if (page := static(path, self.settings.title)) is not None:
            entry.route = "page"
            return page
        if path == "/health":
            entry.route = path
            return reading.health(self)
        route, name = reading.route_of(path)
        if route is None:
            raise _no_such_place(path)
        entry.route = route
        return await reading.READ[route](self, request, entry, name)

    async def _asked(
        self,
        request: "BaseRequest",
        endpoint: Endpoint,
        entry: access.Entry,
        outcome: Outcome,
    ) -> "StreamResponse":
        self.standing()  # fails closed before anything is read
        caller = self.caller(request, entry)
        audience = caller.audience
        if audience is None:
            words = "a key of this role reads usage and asks no model"
            raise ApiError(403, "role_not_allowed", words)
        headers = self.rates.enter(
            caller.bucket,
            per_minute=caller.requests_per_minute,
            at_once=caller.concurrent,
            now=self.now(),
        )
        try:
            body = await self._body(request, entry)
            found = asked(
                endpoint,
                body,
                more_fields=self.settings.more_fields,
                more_tools=self.settings.more_tools,
            )
            release = self._released(found.model, audience, entry)
            return await self._forwarded(
                request, found, release, audience, caller, entry, outcome, headers
            )
        finally:
            self.rates.leave(caller.bucket)

    async def _forwarded(
        self,
        request: "BaseRequest",
        found: Asked,
        release: Release,
        audience: ReleaseStage,
        caller: Caller,
        entry: access.Entry,
        outcome: Outcome,
        headers: dict[str, str],
    ) -> "StreamResponse":
        headers |= {"x-request-id": entry.id, **decided(release, self.settings)}
        try:
            async with self.flights.flight(found.model, audience) as flight:
                response = await self.forwarder.answer(request, found, flight, headers, outcome)
            if outcome.begun is None and self.settings.open_streams is OpenStreams.CUT:
                self._released(found.model, audience, entry)  # it may have fallen meanwhile
            return response
        finally:
            if outcome.reached and outcome.status < 400:
                self.meter.count(
                    caller.name,
                    release.model,
                    self.clock().date(),
                    outcome.tokens,
                    outcome.events,
                )

    async def _body(self, request: "BaseRequest", entry: access.Entry) -> dict[str, object]:
        from aiohttp.web import HTTPRequestEntityTooLarge, RequestPayloadError

        limits = self.settings.limits
        _only_json(request)
        if (request.content_length or 0) > limits.body_bytes:
            raise _too_large(limits.body_bytes)
        await _told_to_go_on(request)
        try:
            if request.content.is_eof():  # it is all here: nothing to wait for
                body = await request.read()
            else:
                async with asyncio.timeout(limits.body_seconds):
                    body = await request.read()
        except HTTPRequestEntityTooLarge:
            raise _too_large(limits.body_bytes) from None
        except TimeoutError:
            words = f"the body did not come within {limits.body_seconds:.0f} s"
            raise ApiError(408, "timeout", words, headers={"connection": "close"}) from None
        except RequestPayloadError:
            raise ApiError(400, "invalid_body", "the body broke off") from None
        entry.bytes_in = len(body)
        return object_of(body, deepest=limits.json_depth)

    def _released(self, model: str, audience: ReleaseStage, entry: access.Entry) -> Release:
        snapshot = self.standing()
        answer = snapshot.released(model, audience, self.clock())
        if model in snapshot.answers:
            entry.model = model
        entry.decision, entry.log_index = answer.decision, answer.log_index
        match answer:
            case Release():
                return answer
            case Refusal():
                raise refused(answer)
            case _:
                assert_never(answer)

    def standing(self) -> Snapshot:
        """The verified register; raises ApiError 503 where there is none to rely on."""
        match self.keeper.current(self.clock()):
            case Snapshot() as snapshot:
                return snapshot
            case Unavailable(code, words):
                raise ApiError(503, code, words, headers={"retry-after": "5"})

    def caller(self, request: "BaseRequest", entry: access.Entry) -> Caller:
        """Who asks; raises ApiError 401 where that cannot be told."""
        given = request.headers.getall("authorization", [])
        if not given and self.settings.open_to is not None:
            entry.key = OPEN
            per_minute = self.settings.open_requests_per_minute
            return Caller(OPEN, self.settings.open_to, per_minute, 4, f"{OPEN} {request.remote}")
        scheme, _, secret = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        key = None
        if scheme.lower() == "bearer":
            key = self.keyring.holder(secret.strip(), self.clock())
        if key is None:
            words = "no API key in force was given, as `Authorization: Bearer KEY`"
            raise ApiError(401, "invalid_api_key", words, headers={"www-authenticate": "Bearer"})
        entry.key = key.name
        return _caller(key)

    def stop_what_fell(self) -> None:
        """End answers whose release fell, or that can no longer be known to stand."""
        if self.settings.open_streams is OpenStreams.FINISH or not len(self.flights):
            return
        at = self.clock()
        standing = self.keeper.current(at)
        for flight in self.flights:
            if isinstance(standing, Unavailable):
                flight.stop(ApiError(503, standing.code, standing.words))
                continue
            answer = standing.released(flight.model, flight.audience, at)
            if isinstance(answer, Refusal):
                flight.stop(refused(answer))


def _caller(key: Key) -> Caller:
    role = key.role
    return Caller(key.name, role.audience, key.requests_per_minute, key.concurrent, key.name)


def refused(why: Refusal) -> ApiError:
    """403, in the API's form, with the decision and its place in the log."""
    name = why.model if len(why.model) <= 80 else f"{why.model[:80]}…"
    headers = {}
    if why.decision is not None:
        headers[DECISION] = why.decision
    if why.log_index is not None:
        headers[LOG_INDEX] = str(why.log_index)
    words = f"the model `{name}` is not released: {why.words}"
    return ApiError(403, "model_not_released", words, "model", headers)


def decided(release: Release, settings: Settings) -> dict[str, str]:
    """Headers that say by which decision a model answers."""
    found = {DECISION: release.decision, LOG_INDEX: str(release.log_index)}
    if release.test_model or settings.is_test_model(release.model):
        found["x-stanchion-test-model"] = "true"
    return found


def error(wrong: ApiError, request_id: str) -> "Response":
    """An error as an answer."""
    from aiohttp.web import Response

    headers = {"content-type": "application/json", "x-request-id": request_id, **wrong.headers}
    return Response(status=wrong.status, body=wrong.encoded, headers=headers)


async def _broken_off(
    request: "BaseRequest", begun: "StreamResponse", wrong: ApiError, route: str
) -> "StreamResponse":
    """End a stream that has begun with an event that says why; never with the API's own end."""
    event = wrong.typed_event if route.endswith("responses") else wrong.event
    try:
        async with asyncio.timeout(1):
            await begun.write(event)
            await begun.write_eof()
    except (TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()
    return begun


def _only_json(request: "BaseRequest") -> None:
    kinds = request.headers.getall("content-type", [])
    if kinds != ["application/json"] and (
        len(kinds) != 1
        or request.content_type != "application/json"
        or (request.charset or "utf-8").lower() != "utf-8"
    ):
        words = "the body must be `application/json` in UTF-8; forms and files are not passed on"
        raise ApiError(415, "unsupported_media_type", words)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise ApiError(415, "unsupported_encoding", "the body must not be compressed")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ApiError(403, "cross_site", "other sites may not ask in a visitor's name")


async def _told_to_go_on(request: "BaseRequest") -> None:
    """Some clients send a large body only once they are told to."""
    expected = request.headers.get("expect")
    if expected is None:
        return
    if expected.lower() != "100-continue":
        raise ApiError(417, "expectation_failed", "only `100-continue` can be expected")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0


def _too_large(most: int) -> ApiError:
    return ApiError(413, "body_too_large", f"the body is larger than {most} bytes")


def _no_such_place(path: str) -> ApiError:
    if path.startswith(("/v1/responses/", "/v1/batches", "/v1/files", "/v1/conversations")):
        words = "answers and files that are kept at the upstream are not served: no model is named"
        return ApiError(403, "not_served", words)
    return ApiError(404, "not_found", "there is nothing here that this gateway serves")
