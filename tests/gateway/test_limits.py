"""Keys, rates, sizes, times: who may ask how much, and what becomes of those who ask badly."""

import asyncio
import json
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stanchion.gateway import keys
from stanchion.gateway.errors import ApiError
from stanchion.gateway.keys import BadKeys, Keyring, NoSuchKey, Role
from stanchion.gateway.limits import Rates
from stanchion.gateway.settings import Limits
from stanchion.gateway.upstream.scripted import Scripted
from tests.gateway.world import GENERAL, SINCE, World, chat_body, release, run, world


def made(name: str = "acme", **more: object) -> tuple[keys.Key, str]:
    key, secret = keys.made(
        name, Role.GENERAL, random=lambda: "x" * 43, now=SINCE, requests_per_minute=60, concurrent=2
    )
    return replace(key, **more), secret  # type: ignore[arg-type]


# ---------------------------------------------------------------------------- keys


def test_the_file_of_keys_holds_no_key(tmp_path: Path) -> None:
    key, secret = made()
    path = tmp_path / "keys.json"
    keys.write(path, (key,))
    assert secret not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert Keyring(path).holder(secret, SINCE) == key
    assert Keyring(path).holder(secret + "x", SINCE) is None


def test_a_key_ends_on_its_day_or_when_it_is_revoked(tmp_path: Path) -> None:
    until = SINCE + timedelta(days=1)
    key, secret = made(until=until.isoformat())
    path = tmp_path / "keys.json"
    keys.write(path, (key,))
    ring = Keyring(path)
    assert ring.holder(secret, until - timedelta(seconds=1)) is not None
    assert ring.holder(secret, until) is None
    keys.write(path, keys.revoked(keys.read(path), "acme", now=SINCE))
    ring.refresh()
    assert ring.holder(secret, SINCE) is None
    with pytest.raises(NoSuchKey, match="no key that could be revoked called `acme`"):
        keys.revoked(keys.read(path), "acme", now=SINCE)


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"keys": [{}]}', "[" * 100_000, '{"keys": 1}', "\x00",
     '{"keys": [{"name": "a", "sha256": "zz", "role": "general"}]}'],
)  # fmt: skip
def test_a_damaged_file_of_keys_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(BadKeys, match="is no file of keys"):
        keys.read(path)


def test_a_name_that_could_not_be_counted_under_is_refused() -> None:
    with pytest.raises(NoSuchKey):
        made("Acme Inc")


def test_a_revoked_key_and_a_damaged_file_act_on_a_running_gateway(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            assert (await w.chat("m1"))[0] == 200
            path = tmp_path / "keys.json"
            keys.write(path, keys.revoked(keys.read(path), "general", now=datetime.now(UTC)))
            await asyncio.sleep(1.2)
            assert (await w.chat("m1"))[0] == 401
            assert (await w.chat("m1", "internal"))[0] == 200
            path.write_text("not keys")
            await asyncio.sleep(1.2)
            assert (await w.chat("m1", "internal"))[0] == 401

    run(story)


# ---------------------------------------------------------------------------- rates


def test_a_bucket_empties_and_refills() -> None:
    rates = Rates()
    for left in (2, 1, 0):
        headers = rates.enter("a", per_minute=3, at_once=9, now=0)
        assert headers["x-ratelimit-remaining-requests"] == str(left)
    with pytest.raises(ApiError) as refusal:
        rates.enter("a", per_minute=3, at_once=9, now=1)
    assert (refusal.value.status, refusal.value.headers["retry-after"]) == (429, "19")
    rates.enter("a", per_minute=3, at_once=9, now=20.5)
    rates.enter("b", per_minute=3, at_once=9, now=1)


def test_only_so_many_at_once_and_the_place_is_given_back() -> None:
    rates = Rates()
    rates.enter("a", per_minute=100, at_once=1, now=0)
    with pytest.raises(ApiError, match="more than 1 requests at once"):
        rates.enter("a", per_minute=100, at_once=1, now=0)
    rates.leave("a")
    rates.enter("a", per_minute=100, at_once=1, now=0)


def test_callers_that_come_and_go_are_forgotten() -> None:
    rates = Rates()
    for number in range(Rates.MOST_KNOWN + 10):
        rates.enter(str(number), per_minute=1, at_once=1, now=number)
        rates.leave(str(number))
    assert len(rates._buckets) < 200


def test_without_a_key_one_asks_little_and_only_where_that_is_allowed(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, open_to=GENERAL, open_requests_per_minute=2) as w:
            statuses = [(await w.chat("m1", None))[0] for _ in range(3)]
            assert statuses == [200, 200, 429]
            assert (await w.chat("m1", "general"))[0] == 200
            assert (await w.chat("m1", "no-such-key"))[0] == 401

    run(story)


# ---------------------------------------------------------------------------- sizes and times


SMALL = Limits(body_bytes=10_000, header_seconds=1, body_seconds=1, idle_seconds=1, total_seconds=3)


async def spoken(w: World, *pieces: bytes, pause: float = 0.0, wait: float = 6) -> bytes:
    """What comes back when bytes are sent as they are; empty where the connection was cut."""
    host, port = w.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), wait)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def head(w: World, *lines: str, path: str = "/v1/chat/completions") -> bytes:
    secret = w.secrets["general"]
    said = [f"POST {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {secret}",
            "Content-Type: application/json", *lines, "", ""]  # fmt: skip
    return "\r\n".join(said).encode()


def test_hostile_requests_are_answered_or_cut(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, limits=SMALL) as w:
            body = json.dumps(chat_body("m1")).encode()
            length = f"Content-Length: {len(body)}"
            close = "Connection: close"
            smuggled = b"0\r\n\r\nGET /v1/models HTTP/1.1\r\n\r\n"
            cases = {
                "no HTTP": [b"\x16\x03\x01\x02\x00hello\r\n\r\n"],
                "no method": [b" / HTTP/1.1\r\n\r\n"],
                "length and chunks": [head(w, length, "Transfer-Encoding: chunked"), smuggled],
                "two lengths": [head(w, length, "Content-Length: 5"), body],
                "a length below 0": [head(w, "Content-Length: -1", close), body],
                "a folded header": [head(w, length, "X-A: b\r\n folded", close), body],
                "a zero byte in a header": [head(w, length, "X-A: a\x00b", close), body],
                "a blank before the colon": [head(w, f"Content-Length : {len(body)}"), body],
                "a long header": [head(w, length, "X-A: " + "a" * 20_000), body],
                "many headers": [head(w, length, *(f"X-{n}: 1" for n in range(200))), body],
                "a long path": [head(w, length, path="/" + "a" * 20_000), body],
                "a huge body announced": [head(w, "Content-Length: 99999999", close)],
                "a huge body in chunks": [head(w, "Transfer-Encoding: chunked", close)]
                + [b"2000\r\n" + b"a" * 0x2000 + b"\r\n"] * 3,
                "a chunk of no size": [head(w, "Transfer-Encoding: chunked", close), b"zz\r\n\r\n"],
                "HTTP 0.9": [b"GET /\r\n"],
                "an unknown expectation": [head(w, length, "Expect: 200-maybe", close), body],
            }  # fmt: skip
            for name, pieces in cases.items():
                said = await spoken(w, *pieces)
                assert said == b"" or said.split()[1][:1] in {b"4", b"5"}, (name, said[:200])
                assert said.count(b"\r\nHTTP/1.") == 0, name
                assert b"aiohttp" not in said, name
            assert w.asked == []
            assert (await w.chat("m1"))[0] == 200

    run(story)


def test_slow_requests_are_cut(tmp_path: Path) -> None:
    """Heads byte by byte, connections that say nothing, bodies that do not come."""

    async def story() -> None:
        async with world(tmp_path, limits=SMALL) as w:
            began = time.monotonic()
            drip = [bytes([byte]) for byte in head(w)[:60]]
            said = await asyncio.gather(
                spoken(w),
                spoken(w, b"POST /v1/chat"),
                spoken(w, *drip, pause=0.1),
                spoken(w, head(w, "Content-Length: 100"), b'{"model'),
            )
            assert said[0] == said[1] == said[2] == b""
            assert b" 408 " in said[3].splitlines()[0]
            assert time.monotonic() - began < 8
            assert (await w.chat("m1"))[0] == 200

    run(story)


def test_an_upstream_that_hangs_is_given_up(tmp_path: Path) -> None:
    async def story() -> None:
        stuck = Scripted(reply=lambda said: "a b c", pause_seconds=30)
        async with world(tmp_path, limits=SMALL, upstream=stuck) as w:
            _, body, _ = await w.chat("m1", stream=True)
            assert b'"code":"timeout"' in body
            assert b"[DONE]" not in body

    run(story)


def test_a_client_that_does_not_read_is_cut(tmp_path: Path) -> None:
    async def story() -> None:
        flood = Scripted(reply=lambda said: "word " * 40_000)
        async with world(tmp_path, limits=SMALL, upstream=flood) as w:
            body = json.dumps(chat_body("m1", stream=True)).encode()
            host, port = w.url.removeprefix("http://").split(":")
            with socket.socket() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.setblocking(False)
                loop = asyncio.get_running_loop()
                await loop.sock_connect(client, (host, int(port)))
                await loop.sock_sendall(client, head(w, f"Content-Length: {len(body)}") + body)
                for _ in range(80):
                    await asyncio.sleep(0.1)
                    if w.log:
                        break
            assert w.codes() == ["timeout"]
            assert len(w.gateway.service.flights) == 0

    run(story)


def test_a_client_that_hangs_up_ends_the_work_of_the_upstream(tmp_path: Path) -> None:
    async def story() -> None:
        slow = Scripted(reply=lambda said: "word " * 1000, pause_seconds=0.02)
        async with world(tmp_path, upstream=slow) as w:
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            body = chat_body("m1", stream=True)
            async with w.client.post(
                f"{w.url}/v1/chat/completions", json=body, headers=headers
            ) as got:
                await got.content.readany()
            for _ in range(50):
                await asyncio.sleep(0.05)
                if w.log:
                    break
            assert json.loads(w.log[0])["status"] in {200, 499}
            assert len(w.gateway.service.flights) == 0
            await asyncio.sleep(1.1)
            _, found, _ = await w.get("/stanchion/usage", "auditor")
            (row,) = found["usage"]
            assert (row["requests"], row["unreported"]) == (1, 1)
            assert 0 < row["events_unreported"] < 1000

    run(story)


def test_too_many_requests_at_once_are_turned_away(tmp_path: Path) -> None:
    async def story() -> None:
        slow = Scripted(reply=lambda said: "a b c d", pause_seconds=0.1)
        async with world(tmp_path, limits=Limits(most_requests=2), upstream=slow) as w:
            found = await asyncio.gather(*(w.chat("m1", stream=True) for _ in range(5)))
            assert sorted(status for status, _, _ in found) == [200, 200, 503, 503, 503]

    run(story)


def test_the_log_tells_what_happened_and_not_what_was_said(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1")) as w:
            await w.chat("m1", messages=[{"role": "user", "content": "my secret illness"}])
            await w.chat("my secret model")
            await w.get('/v1/models/my secret"\n{"forged":1}')
            lines = [json.loads(line) for line in w.log]
            assert [line["status"] for line in lines] == [200, 403, 403]
            first = lines[0]
            assert first["key"] == "general"
            assert first["model"] == "m1"
            assert first["decision"] == "decision-m1"
            assert first["prompt_tokens"] == 3
            assert first["route"] == "/v1/chat/completions"
            everything = "".join(w.log)
            assert "secret" not in everything
            assert "forged" not in everything
            assert w.secrets["general"] not in everything
            assert all("\n" not in line for line in w.log)

    run(story)


def test_another_site_may_not_ask_in_a_visitors_name(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, open_to=GENERAL) as w:
            status, body, headers = await w.post(
                "/v1/chat/completions", chat_body("m1"), None,
                headers={"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
            )  # fmt: skip
            assert (status, body["error"]["code"]) == (403, "cross_site")
            assert "access-control-allow-origin" not in headers

    run(story)
