"""Many streams at once through the gateway: errors, memory and open files, over a time.

    .venv/bin/python -m bench.streams [STREAMS [SECONDS]]

500 streams for 60 s without an error or a leak is the target. Upstream and gateway run in processes
of their own; every stream is read to its end and compared with what the upstream says.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from bench.gateway import Running

PIECES, PAUSE_SECONDS = 20, 0.1
KEY = f"stn-bench-{'k' * 43}"
MOST_GROWTH = 1.25
"""Memory at the end over memory once all streams have run; what grows more leaks."""
SPARE_FILES = 8


@dataclass
class Seen:
    """What came of all streams, and how the gateway's process looked meanwhile."""

    streams: int = 0
    pieces: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    @property
    def leaks(self) -> bool:
        """Whether memory kept growing after the first third, or connections stayed open."""
        early = self.memory[len(self.memory) // 3]
        return self.memory[-1] > early * MOST_GROWTH or self.files[-1] > self.files[0] + SPARE_FILES


def looked_at(pid: int) -> tuple[int, int]:
    """The resident memory of a process in bytes, and how many files it has open."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir(f"/proc/{pid}/fd"))


async def stream(session: aiohttp.ClientSession, url: str, seen: Seen) -> None:
    """One stream, read to its end."""
    body = {"model": "m1", "stream": True, "messages": [{"role": "user", "content": "go on"}]}
    try:
        async with session.post(f"{url}/chat/completions", json=body) as got:
            whole = await got.read()
            pieces = whole.count(b'"content":"') - 1  # the first has the role, and no words
            if got.status != 200 or not whole.endswith(b"data: [DONE]\n\n") or pieces != PIECES:
                seen.wrong[f"status {got.status}, {pieces} pieces"] += 1
            seen.pieces += pieces
    except aiohttp.ClientError as wrong:
        seen.wrong[type(wrong).__name__] += 1
    seen.streams += 1


async def load(url: str, pid: int, *, streams: int, seconds: float) -> Seen:
    """So many streams at once, one after another, for so long."""
    seen, until = Seen(), time.monotonic() + seconds
    timeout = aiohttp.ClientTimeout(total=120)
    connector = aiohttp.TCPConnector(limit=0)
    headers = {"authorization": f"Bearer {KEY}"}

    async with aiohttp.ClientSession(
        headers=headers, connector=connector, timeout=timeout
    ) as session:

        async def worker(number: int) -> None:
            await asyncio.sleep(number / streams * PIECES * PAUSE_SECONDS)
            while time.monotonic() < until:
                await stream(session, url, seen)

        async def watcher() -> None:
            while True:
                memory, files = looked_at(pid)
                seen.memory.append(memory)
                seen.files.append(files)
                await asyncio.sleep(max(0.2, seconds / 60))

        watching = asyncio.create_task(watcher())
        await asyncio.gather(*(worker(number) for number in range(streams)))
        watching.cancel()
    for _ in range(30):  # connections to the upstream are kept for some seconds
        await asyncio.sleep(0.5)
        memory, files = looked_at(pid)
        if files <= seen.files[0] + SPARE_FILES:
            break
    seen.memory.append(memory)
    seen.files.append(files)
    return seen


def main() -> int:
    """Start the servers, load them, print; 1 where anything went wrong."""
    given = [int(word) for word in sys.argv[1:]]
    streams, seconds = given[0] if given else 500, given[1] if len(given) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        servers = [Running("upstream", str(PIECES), str(PAUSE_SECONDS))]
        try:
            servers.append(Running("gateway", servers[0].url, folder))
            gateway = servers[1]
            before = gateway.cpu()
            seen = asyncio.run(
                load(gateway.url, gateway.process.pid, streams=streams, seconds=seconds)
            )
            cpu = gateway.cpu() - before
        finally:
            for server in servers:
                server.end()
    print(
        f"{streams} streams at once for {seconds} s: {seen.streams} streams, {seen.pieces} pieces"
    )
    print(f"errors: {dict(seen.wrong) or 'none'}")
    shown = [f"{seen.memory[n * (len(seen.memory) - 1) // 4] / 1e6:.0f}" for n in range(5)]
    print(f"memory of the gateway: {' -> '.join(shown)} MB")
    print(f"open files: {seen.files[0]} -> at most {max(seen.files)} -> {seen.files[-1]}")
    print(f"CPU of the gateway: {cpu:.1f} s, {cpu / max(1, seen.pieces) * 1e6:.0f} us a piece")
    bad = bool(seen.wrong) or seen.leaks
    print("target (no error, no leak): " + ("missed" if bad else "met"))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
