"""A stop lets what is under way finish, takes nothing new, and writes use down."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from stanchion.gateway.settings import Limits
from stanchion.gateway.upstream.scripted import Scripted
from stanchion.gateway.usage.meter import used
from tests.gateway.world import chat_body, run, world

SLOW = Scripted(reply=lambda said: "word " * 30, pause_seconds=0.03)


def test_a_stream_finishes_while_new_connections_are_refused(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, upstream=SLOW) as w:
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            body = chat_body("m1", stream=True)
            async with w.client.post(
                f"{w.url}/v1/chat/completions", json=body, headers=headers
            ) as got:
                await got.content.readany()
                stopping = asyncio.create_task(w.gateway.stop())
                await asyncio.sleep(0.1)
                host, port = w.url.removeprefix("http://").split(":")
                try:
                    await asyncio.open_connection(host, int(port))
                except ConnectionError:
                    refused = True
                else:
                    refused = False
                assert refused
                assert (await got.content.read()).endswith(b"data: [DONE]\n\n")
            await asyncio.wait_for(stopping, 5)
            (row,) = used(tmp_path / "usage.db")
            assert (row.requests, row.completion_tokens) == (1, 30)
            w.gateway.stop = _nothing  # type: ignore[method-assign]

    run(story)


def test_what_does_not_finish_in_time_is_cut(tmp_path: Path) -> None:
    async def story() -> None:
        slow = Scripted(reply=lambda said: "word " * 1000, pause_seconds=0.05)
        async with world(tmp_path, upstream=slow, limits=Limits(drain_seconds=0.3)) as w:
            asking = asyncio.create_task(w.chat("m1", stream=True))
            await asyncio.sleep(0.3)
            began = time.monotonic()
            await w.gateway.stop()
            assert time.monotonic() - began < 5
            await asyncio.gather(asking, return_exceptions=True)
            (row,) = used(tmp_path / "usage.db")
            assert (row.requests, row.unreported) == (1, 1)
            w.gateway.stop = _nothing  # type: ignore[method-assign]

    run(story)


async def _nothing() -> None:
    pass


PROGRAM = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from stanchion.gateway.keys import Keyring
from stanchion.gateway.running import Address, serve_until_told
from stanchion.gateway.settings import Settings, Upstream
from stanchion.charter.release import ReleaseStage
from tests.gateway.world import ScriptedRegister, release
register = ScriptedRegister()
register.set(release("m1"))
settings = Settings(
    Upstream(sys.argv[1]), open_to=ReleaseStage.GENERAL, usage_file=Path(sys.argv[2])
)
serve_until_told(
    settings, register, Keyring(None), Address("127.0.0.1", 0), None,
    lambda words: print(words, flush=True),
)
"""


def test_sigterm_drains_the_process(tmp_path: Path) -> None:
    async def story() -> None:
        import aiohttp

        from stanchion.gateway.upstream.scripted import running

        async with running(SLOW) as upstream, aiohttp.ClientSession() as client:
            root = str(Path(__file__).resolve().parents[2])
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, upstream, str(tmp_path / "usage.db")],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root,
                env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root}/src"},
            )  # fmt: skip
            assert process.stdout is not None
            line = await asyncio.to_thread(process.stdout.readline)
            url = line.split()[2].rstrip("/")
            address = f"{url.rsplit(':', 1)[0]}"
            assert address.startswith("http://127.0.0.1")
            port = line.split("127.0.0.1:")[1].split("/")[0]
            body = chat_body("m1", stream=True)
            async with client.post(
                f"http://127.0.0.1:{port}/v1/chat/completions", json=body
            ) as got:
                await got.content.readany()
                process.send_signal(signal.SIGTERM)
                assert (await got.content.read()).endswith(b"data: [DONE]\n\n")
            out, err = await asyncio.to_thread(process.communicate, timeout=10)
            assert process.returncode == 0, err
            assert "stopped: nothing is under way" in out
            (row,) = used(tmp_path / "usage.db")
            assert (row.key, row.completion_tokens) == ("open", 30)

    run(story)
