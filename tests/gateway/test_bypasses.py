"""Every way around the gate that is known: none reaches the upstream with another model."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from stanchion.gateway.settings import OpenStreams
from stanchion.gateway.upstream.scripted import Scripted
from tests.gateway.world import INTERNAL, chat_body, halted, release, run, world

M = b'"messages":[{"role":"user","content":"x"}]'


def refused(tmp_path: Path, code: str, *bodies: bytes, path: str = "chat/completions") -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1"), halted("m2")) as w:
            for body in bodies:
                status, found, _ = await w.post(f"/v1/{path}", body)
                assert 400 <= status < 500
                assert found["error"]["code"] == code, body[:100]
            assert w.asked == []

    run(story)


def bodies(*more: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(json.dumps({"model": "m1", "messages": [], **each}).encode() for each in more)


def test_a_model_named_twice(tmp_path: Path) -> None:
    """One parser takes the first of two equal keys, another the last."""
    refused(
        tmp_path,
        "duplicate_key",
        b'{"model":"m1","model":"m2",' + M + b"}",
        b'{"model":"m2","model":"m1",' + M + b"}",
        b'{"model":"m1","mod\\u0065l":"m2",' + M + b"}",
        b'{"model":"m1","messages":[{"role":"user","role":"user","content":"x"}]}',
    )


def test_a_key_that_some_parser_takes_for_model(tmp_path: Path) -> None:
    """Go matches keys without regard to case, C stops at a zero byte, others normalise."""
    keys = ("Model", "MODEL", "model ", "\\uff4dodel", "model\\u0000", "mod\\u200bel")
    written = (b'{"model":"m1","' + key.encode() + b'":"m2",' + M + b"}" for key in keys)
    refused(tmp_path, "unknown_parameter", *written)


def test_a_body_that_parsers_read_differently(tmp_path: Path) -> None:
    refused(
        tmp_path,
        "invalid_body",
        b"\xef\xbb\xbf{}",
        b'{"model":"m1","temperature":NaN,' + M + b"}",
        b'{"model":"m1","temperature":1e999,' + M + b"}",
        b'{"model":"m1","user":"\\ud800",' + M + b"}",
        b'{"model":"m1",' + M + b"}{}",
        b'{"model":"m1",/* "model":"m2" */' + M + b"}",
        b"{'model':'m1'}",
        b'\xff\xfe{\x00"',
        b"[]",
        b'"m1"',
        b"",
        b"{",
        b'{"model":"m1","messages":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"model":"m1","messages":' + b"[" * 70 + b"]" * 70 + b"}",
        b'{"model":"m1","seed":' + b"9" * 5000 + b"," + M + b"}",
    )


def test_what_is_sent_on_is_what_was_judged_written_anew(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            odd = b' {"messages" : [ ] ,"\\u006dodel":"m1"} '
            assert (await w.post("/v1/chat/completions", odd))[0] == 200
            assert w.asked[0]["body"] == {"model": "m1", "messages": []}

    run(story)


def test_case_and_unicode_variants_of_a_name_are_other_names(tmp_path: Path) -> None:
    names = ("M1", "m1 ", " m1", "m\u200b1", "m\uff11", "m1\n", "m1/../m2", "m1,m2", "m1\x00")
    refused(tmp_path, "model_not_released", *bodies(*({"model": name} for name in names)))


def test_an_alias_that_nobody_released(tmp_path: Path) -> None:
    names = ("latest", "m1-latest", "default", "m1:latest")
    refused(tmp_path, "model_not_released", *bodies(*({"model": name} for name in names)))


def test_a_model_that_is_no_text(tmp_path: Path) -> None:
    models: tuple[object, ...] = (["m1"], {"id": "m1"}, 1, None, True, "")
    refused(tmp_path, "model_required", *bodies(*({"model": model} for model in models)))


def test_a_field_that_chooses_another_model(tmp_path: Path) -> None:
    fields = (
        "fallbacks", "models", "route", "provider", "engine", "deployment_id", "adapter_id",
        "lora_path", "lora", "extra_body", "api_base",
    )  # fmt: skip
    refused(tmp_path, "unsupported_parameter", *bodies(*({field: ["m2"]} for field in fields)))


def test_a_field_that_nobody_knows(tmp_path: Path) -> None:
    refused(tmp_path, "unknown_parameter", *bodies({"x_server_switch": "m2"}))


def test_previous_responses(tmp_path: Path) -> None:
    """What they hold may come from a model that was never released, or was halted since."""
    asked: tuple[dict[str, Any], ...] = (
        {"previous_response_id": "resp_1"},
        {"conversation": "conv_1"},
        {"prompt": {"id": "pmpt_1"}},
        {"background": True},
        {"input": [{"type": "item_reference", "id": "msg_1"}]},
    )
    written = (json.dumps({"model": "m1", **each}).encode() for each in asked)
    refused(tmp_path, "unsupported_parameter", *written, path="responses")


def test_tools_that_run_other_models_at_the_upstream(tmp_path: Path) -> None:
    tools = ({"type": "image_generation"}, {"type": "mcp", "server_url": "x"}, {}, "code")
    for path in ("responses", "chat/completions"):
        written = (json.dumps({"model": "m1", "tools": [tool]}).encode() for tool in tools)
        refused(tmp_path, "unsupported_tool", *written, path=path)


def test_values_that_servers_read_in_their_own_way(tmp_path: Path) -> None:
    odd: tuple[dict[str, Any], ...] = (
        {"stream": "true"},
        {"stream": 1},
        {"stream_options": {"include_usage": True}},
        {"stream": True, "stream_options": "all"},
        {"tools": "all"},
    )
    refused(tmp_path, "invalid_value", *bodies(*odd))


def test_a_tool_that_is_allowed_may_still_not_name_a_model(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, more_tools=frozenset({"image_generation"})) as w:
            tool = {"type": "image_generation"}
            body = {"model": "m1", "input": "x", "tools": [tool]}
            assert (await w.post("/v1/responses", body))[0] == 200
            tool["model"] = "m2"
            assert (await w.post("/v1/responses", body))[0] == 400

    run(story)


PATHS = (
    "/v1/responses/resp_1", "/v1/batches", "/v1/batches/b1", "/v1/files", "/v1/files/f1",
    "/v1/conversations", "/v1/audio/transcriptions", "/v1/images/generations", "/v1/messages",
    "/openai/deployments/m2/chat/completions", "/v1/engines/m2/completions",
    "/v1/models/m2/chat/completions", "/v1/chat/completions/", "/v1//chat/completions",
    "/V1/chat/completions", "/v1/chat/completions;m2", "/v1/chat%2fcompletions",
    "/v1/chat/completions/../../completions", "/v1/fine_tuning/jobs", "/v1/completions%00",
    "/v1/chat/completions%20", "/api/chat", "/completion", "/slots/0", "/lora-adapters", "/props",
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
def test_batches_files_and_models_in_the_path(tmp_path: Path, method: str) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1"), halted("m2")) as w:
            headers = {"authorization": f"Bearer {w.secrets['internal']}"}
            body = json.dumps(chat_body("m2")) if method != "GET" else None
            for path in PATHS:
                url = URL(w.url + path, encoded=True)
                async with w.client.request(method, url, data=body, headers=headers) as got:
                    code = (await got.json())["error"]["code"]
                named = method == "GET" and path.startswith("/v1/models/")
                assert got.status in {403, 404}, path
                assert code in ({"model_not_released"} if named else {"not_found", "not_served"})
            assert w.asked == []

    run(story)


def test_multipart_and_forms(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            form = aiohttp.FormData()
            form.add_field("model", "m2")
            form.add_field("file", b"audio", filename="a.wav")
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            url = f"{w.url}/v1/chat/completions"
            for body in (form, {"model": "m2"}):
                async with w.client.post(url, data=body, headers=headers) as got:
                    assert got.status == 415
                    assert (await got.json())["error"]["code"] == "unsupported_media_type"
            assert w.asked == []

    run(story)


def test_a_body_that_is_encoded_otherwise(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            for headers in (
                {"content-type": "text/plain"},
                {"content-type": "application/json; charset=utf-16"},
                {"content-encoding": "gzip"},
                {"content-encoding": "br, gzip"},
            ):
                body = chat_body("m1")
                assert (await w.post("/v1/chat/completions", body, headers=headers))[0] == 415
            assert w.asked == []

    run(story)


def test_no_key_no_answer(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            good = f"Bearer {w.secrets['general']}"
            for given in ([], ["Bearer no-such"], [f"Basic {good}"], ["Bearer "], [good, good],
                          [f"{good}x"], [good[:-1]], [w.secrets["general"]]):  # fmt: skip
                headers = [("content-type", "application/json")]
                headers += [("authorization", each) for each in given]
                for path in ("/v1/chat/completions", "/v1/embeddings"):
                    async with w.client.post(w.url + path, data=b"{}", headers=headers) as got:
                        assert got.status == 401
            assert (await w.get("/v1/models", None))[0] == 401
            assert w.asked == []

    run(story)


def test_a_key_that_only_reads_use_asks_no_model(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            assert (await w.chat("m1", "auditor"))[1]["error"]["code"] == "role_not_allowed"
            assert (await w.get("/stanchion/usage", "internal"))[0] == 403
            assert w.asked == []

    run(story)


def test_a_release_to_few_is_none_to_many(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1", INTERNAL)) as w:
            assert (await w.chat("m1", "internal"))[0] == 200
            assert (await w.chat("m1", "limited"))[0] == 403
            assert (await w.chat("m1", "general"))[0] == 403
            assert len(w.asked) == 1

    run(story)


def test_websockets_are_refused(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            for path in ("/v1/responses", "/v1/realtime", "/"):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                    await w.client.ws_connect(f"{w.url}{path}?model=m2")
                assert refusal.value.status == 501
            assert w.asked == []

    run(story)


def test_a_redirect_of_the_upstream_is_not_followed(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            w.gateway.service.forwarder._base += "/elsewhere"
            status, _, _ = await w.chat("m1")
            assert status == 404  # the scripted upstream knows no such path

    run(story)


async def _until(told: Any, seconds: float = 5) -> None:
    for _ in range(int(seconds / 0.02)):
        if told():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to pass")


SLOW = Scripted(reply=lambda said: "word " * 400, pause_seconds=0.02)


@pytest.mark.parametrize("endpoint", ["chat/completions", "responses"])
def test_a_halt_cuts_a_stream_that_is_under_way_and_says_why(tmp_path: Path, endpoint: str) -> None:
    async def story() -> None:
        async with world(tmp_path, upstream=SLOW) as w:
            body = {"model": "m1", "stream": True}
            body |= {"input": "x"} if endpoint == "responses" else {"messages": []}
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            url = f"{w.url}/v1/{endpoint}"
            async with w.client.post(url, json=body, headers=headers) as got:
                assert got.status == 200
                first = await got.content.readany()
                assert b"data:" in first
                w.register.set(halted("m1"))
                rest = await asyncio.wait_for(got.content.read(), 3)
            last = rest.strip().split(b"\n\n")[-1]
            assert b"model_not_released" in last
            assert b"gave away customers' data" in last
            assert b"[DONE]" not in rest
            assert b"response.completed" not in rest
            assert (await w.chat("m1"))[0] == 403

    run(story)


def test_a_halt_lets_a_stream_finish_where_the_operator_chose_that(tmp_path: Path) -> None:
    async def story() -> None:
        slow = Scripted(reply=lambda said: "word " * 20, pause_seconds=0.02)
        async with world(tmp_path, upstream=slow, open_streams=OpenStreams.FINISH) as w:
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            url = f"{w.url}/v1/chat/completions"
            async with w.client.post(
                url, json=chat_body("m1", stream=True), headers=headers
            ) as got:
                await got.content.readany()
                w.register.set(halted("m1"))
                assert (await got.content.read()).endswith(b"data: [DONE]\n\n")
            assert (await w.chat("m1"))[0] == 403

    run(story)


def test_an_answer_that_comes_after_the_halt_is_withheld(tmp_path: Path) -> None:
    async def story() -> None:
        async def late(request: Any) -> Any:
            await asyncio.sleep(0.5)
            return await Scripted()(request)

        async with world(tmp_path, upstream=late) as w:  # type: ignore[arg-type]
            asking = asyncio.create_task(w.chat("m1"))
            await _until(lambda: w.asked)
            w.register.set(halted("m1"))
            status, body, _ = await asking
            assert (status, body["error"]["code"]) == (403, "model_not_released")

    run(story)


def test_a_stale_register_serves_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        soon = timedelta(seconds=1)
        async with world(tmp_path, stale_after=soon) as w:
            assert (await w.chat("m1"))[0] == 200
            w.register.frozen_at = datetime.now(UTC) - timedelta(minutes=1)
            await _until(lambda: w.gateway._keeper.last.verified == w.register.frozen_at)  # type: ignore[union-attr]
            before = len(w.asked)
            status, body, _ = await w.chat("m1")
            assert (status, body["error"]["code"]) == (503, "register_stale")
            assert (await w.get("/v1/models"))[0] == 503
            assert (await w.get("/health", None))[0] == 503
            assert len(w.asked) == before

    run(story)


def test_a_register_whose_check_hangs_grows_stale(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, stale_after=timedelta(seconds=0.3)) as w:
            import time

            whole = w.register.snapshot
            w.register.snapshot = lambda at: (time.sleep(1), whole(at))[1]  # type: ignore[method-assign]
            await asyncio.sleep(0.6)
            status, body, _ = await w.chat("m1")
            assert (status, body["error"]["code"]) == (503, "register_stale")

    run(story)


def test_a_clock_that_was_set_back_does_not_keep_a_register_fresh(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            w.register.frozen_at = datetime.now(UTC) + timedelta(hours=1)
            await _until(lambda: w.gateway._keeper.last.verified == w.register.frozen_at)  # type: ignore[union-attr]
            assert (await w.chat("m1"))[1]["error"]["code"] == "register_stale"

    run(story)


@pytest.mark.parametrize("fault", ["broken", "shorter", "rewritten"])
def test_a_broken_register_serves_nothing_and_cuts_what_runs(tmp_path: Path, fault: str) -> None:
    async def story() -> None:
        async with world(tmp_path, upstream=SLOW) as w:
            headers = {"authorization": f"Bearer {w.secrets['general']}"}
            url = f"{w.url}/v1/chat/completions"
            async with w.client.post(
                url, json=chat_body("m1", stream=True), headers=headers
            ) as got:
                await got.content.readany()
                match fault:
                    case "broken":
                        w.register.broken = "entry 3: the signature is not one of ada's"
                    case "shorter":
                        w.register.size -= 1
                    case "rewritten":
                        w.register.root = "other"
                rest = await asyncio.wait_for(got.content.read(), 3)
            assert b"register_broken" in rest
            status, body, _ = await w.chat("m1")
            assert (status, body["error"]["code"]) == (503, "register_broken")
            if fault == "broken":
                assert "entry 3" in body["error"]["message"]

    run(story)


def test_a_release_ends_to_the_second_though_the_register_was_read_before(tmp_path: Path) -> None:
    async def story() -> None:
        ends = datetime.now(UTC) + timedelta(seconds=0.5)
        async with world(tmp_path, release("m1", until=ends), check_every=timedelta(9)) as w:
            assert (await w.chat("m1"))[0] == 200
            await asyncio.sleep(0.6)
            status, body, headers = await w.chat("m1")
            assert status == 403
            assert "its release ended" in body["error"]["message"]
            assert headers["x-stanchion-decision"] == "decision-m1"

    run(story)
