"""Many streams at once for a short while; `bench/streams` does it for a minute with 500."""

import asyncio
from pathlib import Path

from bench.gateway import Running
from bench.streams import PAUSE_SECONDS, PIECES, load


def test_streams_at_once_end_without_an_error_or_a_leak(tmp_path: Path) -> None:
    servers = [Running("upstream", str(PIECES), str(PAUSE_SECONDS))]
    try:
        servers.append(Running("gateway", servers[0].url, str(tmp_path)))
        gateway = servers[1]
        seen = asyncio.run(load(gateway.url, gateway.process.pid, streams=60, seconds=5))
    finally:
        for server in servers:
            server.end()
    assert seen.wrong == {}
    assert seen.streams >= 60
    assert seen.pieces == seen.streams * PIECES
    assert not seen.leaks, (seen.memory, seen.files)
