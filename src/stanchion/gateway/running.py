"""From settings to a process that serves: addresses, the access log, signals."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.gateway.errors import ApiError
from stanchion.gateway.settings import Settings

if TYPE_CHECKING:
    from stanchion.gateway.keys import Keyring
    from stanchion.gateway.standing import Register


@record(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int


@dataclass(eq=False)
class BadAddress(StanchionError, ValueError):
    """An address that cannot be listened on as written."""

    text: str

    def __str__(self) -> str:
        return f"`{self.text}` is no address; write HOST:PORT, as in `127.0.0.1:8080`"


def at_address(text: str) -> Address:
    """`127.0.0.1:8080` or `[::1]:8080`; raises BadAddress."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535 or not host:
        raise BadAddress(text)
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


def serve_until_told(
    settings: Settings,
    register: "Register",
    keyring: "Keyring",
    address: Address,
    access_log: Path | None,
    say: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT, then drain."""
    from stanchion.gateway.server import Gateway, run_until_told

    with ExitStack() as open_files:
        out = sys.stderr
        if access_log is not None:
            out = open_files.enter_context(access_log.open("a", encoding="utf-8", buffering=1))

        async def run() -> None:
            gateway = Gateway(settings, register, keyring, log=lambda line: print(line, file=out))

            def serving(port: int) -> None:
                say(f"serving at http://{address.host}:{port}/ (chat) and /v1 (API)")
                try:
                    gateway.service.standing()
                except ApiError as wrong:
                    say(f"but no model is served: {wrong}")

            await run_until_told(gateway, address.host, address.port, serving)
            say("stopped: nothing is under way, use is written down")

        asyncio.run(run())


def serve_script(address: Address, say: Callable[[str], None]) -> None:
    """Serve the scripted upstream until interrupted."""
    from stanchion.gateway.upstream.scripted import Scripted, running

    async def run() -> None:
        async with running(Scripted(pause_seconds=0.05), address.host, address.port) as url:
            say(f"a script, not a model, answers at {url}")
            await asyncio.Event().wait()

    asyncio.run(run())
