"""Connections: who may open them, how long they may dawdle, and how all of it ends.

The order of a stop: no new connection, health says so, what is under way may finish within its
time, what is left is cut, use is written down.
"""

import asyncio
import logging
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stanchion.gateway.errors import ApiError
from stanchion.gateway.keeper import Keeper
from stanchion.gateway.keys import BadKeys, Keyring
from stanchion.gateway.service import Service
from stanchion.gateway.settings import Settings
from stanchion.gateway.standing import Register
from stanchion.gateway.upstream.forward import Forwarder
from stanchion.gateway.usage.meter import Meter

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, ServerRunner, StreamResponse

    from stanchion.gateway.access import Sink
    from stanchion.gateway.connections import Connections

TICK_SECONDS = 1.0
CUT_SECONDS = 1.0
"""What is cut at a stop has so long to say so."""

_log = logging.getLogger("stanchion.gateway")


class Gateway:
    """A gateway from its start to its end."""

    def __init__(
        self,
        settings: Settings,
        register: Register,
        keyring: Keyring,
        *,
        log: "Sink",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        loop = asyncio.get_running_loop()
        self._settings = settings
        self._keyring = keyring
        self._meter = Meter(settings.usage_file)
        self._forwarder = Forwarder(settings.upstream, settings.limits, settings.stream_usage)
        self._keeper = Keeper(
            register, clock=clock, every=settings.check_every, stale_after=settings.stale_after
        )
        self.service = Service(
            settings,
            self._keeper,
            keyring,
            self._forwarder,
            self._meter,
            clock,
            loop.time,
            log,
        )
        self._runner: ServerRunner | None = None
        self._connections: Connections | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, host: str, port: int) -> int:
        """Verify the register once, then listen; the port, which is chosen where 0 is asked."""
        from aiohttp.web import ServerRunner, TCPSite

        from stanchion.gateway.connections import Connections

        await self._keeper.check()
        await self._forwarder.open()
        self._connections = Connections(self._served, self._settings.limits)
        self._runner = ServerRunner(
            self._connections, handle_signals=False, shutdown_timeout=CUT_SECONDS
        )
        await self._runner.setup()
        site = TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        self._tasks = [
            asyncio.create_task(self._keeper.run()),
            asyncio.create_task(self._every_second()),
        ]
        return int(self._runner.addresses[0][1])

    async def _served(self, request: "BaseRequest") -> "StreamResponse":
        assert self._connections is not None  # INVARIANT: made before anything is accepted
        self._connections.spoke(request)
        response = await self.service(request)
        response.headers.setdefault("server", "stanchion")
        return response

    async def _every_second(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            assert self._connections is not None  # INVARIANT: started after they were made
            self._connections.cut_silent()
            self.service.flights.stop_idle()
            self.service.stop_what_fell()  # time alone makes a register stale
            try:
                self._keyring.refresh()
            except (BadKeys, OSError) as wrong:
                self._keyring.forget()
                _log.error("no key is in force: %s", wrong)
            await self._write_use()

    async def _write_use(self) -> None:
        taken = self._meter.taken()
        try:
            await asyncio.to_thread(self._meter.put, taken)
        except (sqlite3.Error, OSError) as wrong:
            self._meter.given_back(taken)
            _log.error("use cannot be written down yet: %s", wrong)

    async def stop(self) -> None:
        """Let what is under way finish within its time, then end."""
        self.service.draining = True
        assert self._runner is not None  # INVARIANT: started before it is stopped
        for site in tuple(self._runner.sites):
            await site.stop()
        loop = asyncio.get_running_loop()
        until = loop.time() + self._settings.limits.drain_seconds
        while self.service.under_way and loop.time() < until:
            await asyncio.sleep(0.05)
        for flight in self.service.flights:
            flight.stop(ApiError(503, "stopping", "the gateway is being stopped"))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._runner.cleanup()
        await self._forwarder.close()
        await self._write_use()


async def run_until_told(
    gateway: Gateway, host: str, port: int, said: Callable[[int], None]
) -> None:
    """Serve until SIGTERM or SIGINT, then drain."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    said(await gateway.start(host, port))
    try:
        await told.wait()
    finally:
        await gateway.stop()
