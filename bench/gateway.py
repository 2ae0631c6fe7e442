"""What the gateway costs: CPU a request against a bare forwarder of aiohttp, on one upstream.

Each server runs in a process of its own, so that its CPU time is its own: the scripted upstream,
the bare forwarder (parses the JSON, forwards, streams back), and the gateway with a key, limits,
metering and an access log. The load comes from this process. Prints ratios of one run.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

BODY = {
    "model": "m1",
    "messages": [
        {"role": "system", "content": "You are a careful assistant. " * 8},
        {"role": "user", "content": "Say in three sentences what a stanchion is. " * 4},
    ],
    "temperature": 0.2,
    "max_tokens": 200,
}
ROUNDS, ASKED, AT_ONCE = 5, 1500, 8
STREAMS = 150
PIECES = 100
MOST_RATIO, MOST_ADDED_MS, MOST_REFUSAL_MS = 1.5, 2.0, 0.2
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """The CPU time of a process so far, of all its threads."""
    nanoseconds = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        nanoseconds += int((task / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


async def upstream(pieces: int, pause_seconds: float) -> None:
    """Streams so many pieces, with a pause after each."""
    from stanchion.gateway.upstream.scripted import Scripted, running

    text = " ".join(["word"] * pieces)
    scripted = Scripted(reply=lambda _: text, pause_seconds=pause_seconds)
    async with running(scripted) as url:
        print(url, flush=True)
        await asyncio.Event().wait()


async def bare(url: str) -> None:
    """The least that a forwarder does: parse, forward, stream back."""
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auto_decompress=False)

    async def forward(request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        if body["model"] != "m1":
            return web.json_response({"error": {}}, status=403)
        async with session.post(f"{url}/chat/completions", json=body) as got:
            if not body.get("stream"):
                kind = {"content-type": got.headers["content-type"]}
                return web.Response(status=got.status, body=await got.read(), headers=kind)
            response = web.StreamResponse(headers={"content-type": "text/event-stream"})
            await response.prepare(request)
            async for piece in got.content.iter_any():
                await response.write(piece)
            await response.write_eof()
            return response

    app = web.Application()
    app.router.add_post("/v1/chat/completions", forward)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/v1", flush=True)
    await asyncio.Event().wait()


async def gateway(url: str, folder: str) -> None:
    """The gateway as it is run, its access log written to a file."""
    from stanchion.charter.release import ReleaseStage
    from stanchion.gateway.keys import Keyring, Role, made, write
    from stanchion.gateway.server import Gateway
    from stanchion.gateway.settings import Settings, Upstream
    from stanchion.gateway.standing import Answer, Release, Snapshot

    class Register:
        def snapshot(self, at: datetime) -> Snapshot:
            stands: Answer = Release("m1", "M1", ReleaseStage.GENERAL, "d", 1, at)
            return Snapshot(at, 1, "r", {"m1": {ReleaseStage.GENERAL: stands}}, {})

    key, _ = made(
        "bench", Role.GENERAL, random=lambda: "k" * 43, now=datetime.now(UTC),
        requests_per_minute=10**9, concurrent=10**6,
    )  # fmt: skip
    write(Path(folder) / "keys.json", (key,))
    settings = Settings(
        Upstream(url), check_every=timedelta(seconds=1), usage_file=Path(folder) / "usage.db"
    )
    with (Path(folder) / "access.log").open("w", buffering=65536) as log:
        made_gateway = Gateway(
            settings, Register(), Keyring(Path(folder) / "keys.json"),
            log=lambda line: print(line, file=log),
        )  # fmt: skip
        port = await made_gateway.start("127.0.0.1", 0)
        print(f"http://127.0.0.1:{port}/v1", flush=True)
        await asyncio.Event().wait()


class Running:
    """A server of this file in a process of its own."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.gateway", *words], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def cpu(self) -> float:
        return cpu_seconds(self.process.pid)

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate()


async def many(ask: Callable[[], Awaitable[None]], number: int, at_once: int) -> None:
    """So many requests, so many at once."""
    left = iter(range(number))

    async def worker() -> None:
        for _ in left:
            await ask()

    await asyncio.gather(*(worker() for _ in range(at_once)))


async def measured(server: Running, ask: Callable[[], Awaitable[None]], number: int) -> float:
    """CPU seconds of the server a request."""
    before = server.cpu()
    await many(ask, number, AT_ONCE)
    return (server.cpu() - before) / number


async def compare(forwarder: Running, ours: Running, direct: Running) -> list[bool]:
    """Measure in turns and print; whether each target is met."""
    headers = {"authorization": f"Bearer stn-bench-{'k' * 43}", "content-type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as session:

        def asking(url: str, expected: int, **more: Any) -> Callable[[], Awaitable[None]]:
            data = json.dumps({**BODY, **more}).encode()

            async def ask() -> None:
                async with session.post(f"{url}/chat/completions", data=data) as got:
                    await got.read()
                    assert got.status == expected, await got.text()

            return ask

        rows: dict[str, tuple[list[float], list[float]]] = {
            name: ([], []) for name in ("whole answer", "stream", "refusal")
        }
        for _ in range(ROUNDS):
            for name, number, expected, more in (
                ("whole answer", ASKED, 200, {}),
                ("stream", STREAMS, 200, {"stream": True}),
                ("refusal", ASKED, 403, {"model": "m2"}),
            ):
                for place, server in enumerate((forwarder, ours)):
                    ask = asking(server.url, expected, **more)
                    rows[name][place].append(await measured(server, ask, number))
        met = []
        print(
            f"{'':14} {'bare':>10} {'gateway':>10} {'ratio':>7}   CPU a request, median of {ROUNDS}"
        )
        for name, (theirs, mine) in rows.items():
            a, b = statistics.median(theirs), statistics.median(mine)
            ratio = statistics.median(m / t for m, t in zip(mine, theirs, strict=True))
            print(f"{name:14} {a * 1e6:8.0f} us {b * 1e6:8.0f} us {ratio:7.2f}")
            if name == "refusal":
                met.append(b * 1e3 < MOST_REFUSAL_MS)
            else:
                met.append(ratio <= MOST_RATIO)
        met.append(await latencies(direct, forwarder, ours, asking))
    return met


async def latencies(direct: Running, forwarder: Running, ours: Running, asking: Any) -> bool:
    """What the gateway adds to one request at a time, at the median."""
    times: dict[str, list[float]] = {"direct": [], "bare": [], "gateway": []}
    asks = {
        "direct": asking(direct.url, 200),
        "bare": asking(forwarder.url, 200),
        "gateway": asking(ours.url, 200),
    }
    for _ in range(600):
        for name, ask in asks.items():
            began = time.perf_counter()
            await ask()
            times[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(found) * 1e3 for name, found in times.items()}
    added = medians["gateway"] - medians["direct"]
    print(", ".join(f"{name} {ms:.2f} ms" for name, ms in medians.items()))
    bare_added = medians["bare"] - medians["direct"]
    print(f"latency added at the median: {added:.2f} ms (bare {bare_added:.2f} ms)")
    return added < MOST_ADDED_MS


def main() -> int:
    """Start the servers, measure, print; 1 where a target is missed."""
    match sys.argv[1:]:
        case ["upstream", pieces, pause]:
            asyncio.run(upstream(int(pieces), float(pause)))
        case ["bare", url]:
            asyncio.run(bare(url))
        case ["gateway", url, folder]:
            asyncio.run(gateway(url, folder))
        case _:
            with tempfile.TemporaryDirectory() as folder:
                servers = [Running("upstream", str(PIECES), "0")]
                try:
                    servers.append(Running("bare", servers[0].url))
                    servers.append(Running("gateway", servers[0].url, folder))
                    met = asyncio.run(compare(servers[1], servers[2], servers[0]))
                finally:
                    for server in servers:
                        server.end()
            print(
                f"targets: ratio <= {MOST_RATIO} (whole, stream), refusal < {MOST_REFUSAL_MS} ms, "
                f"latency < {MOST_ADDED_MS} ms: " + ", ".join("met" if m else "missed" for m in met)
            )
            return 0 if all(met) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
