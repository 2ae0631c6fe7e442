"""Requests under way: each can be stopped, when its release falls or when nothing moves."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stanchion.charter.release import ReleaseStage
from stanchion.gateway.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(slots=True, eq=False)
class Flight:
    """One request that is being answered by the upstream."""

    model: str
    audience: ReleaseStage
    moved: float
    scope: asyncio.Timeout
    why: ApiError | None = None

    def stop(self, why: ApiError) -> None:
        """End it now, with this error."""
        if self.why is None:
            self.why = why
            self.scope.reschedule(0)


@dataclass(slots=True)
class Flights:
    """All requests under way."""

    total_seconds: float
    idle_seconds: float
    now: Callable[[], float]
    _open: set[Flight] = field(default_factory=set)

    def __iter__(self) -> Iterator[Flight]:
        return iter(tuple(self._open))

    def __len__(self) -> int:
        return len(self._open)

    @asynccontextmanager
    async def flight(self, model: str, audience: ReleaseStage) -> "AsyncIterator[Flight]":
        """A request under way; raises the ApiError for which it was stopped, if it was."""
        scope = asyncio.timeout(self.total_seconds)
        flight = Flight(model, audience, self.now(), scope)
        try:
            async with scope:
                self._open.add(flight)
                try:
                    yield flight
                finally:
                    self._open.discard(flight)
        except TimeoutError:
            if not scope.expired():
                raise
            late = f"not answered within {self.total_seconds:.0f} s"
            raise flight.why or ApiError(504, "timeout", late) from None

    def stop_idle(self) -> None:
        """Stop what has not moved for too long: an upstream that hangs, a client that reads not."""
        for flight in self:
            if self.now() - flight.moved > self.idle_seconds:
                words = f"nothing moved for {self.idle_seconds:.0f} s"
                flight.stop(ApiError(504, "timeout", words))
