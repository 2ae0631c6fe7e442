"""What is released is served, byte for byte, and what is not is refused in the API's own form."""

import json
from pathlib import Path

import pytest

from stanchion.gateway.upstream.scripted import Scripted
from tests.gateway.world import INTERNAL, LIMITED, chat_body, halted, release, run, world


def test_a_released_model_answers_with_its_decision_in_the_headers(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            status, body, headers = await w.chat("m1")
            assert status == 200
            assert body["model"] == "m1"
            assert body["choices"][0]["message"]["content"].startswith("I am a script")
            assert headers["x-stanchion-decision"] == "decision-m1"
            assert headers["x-stanchion-log-index"] == "4"
            assert headers["x-request-id"].startswith("req-")

    run(story)


def test_what_is_not_released_is_403_in_the_form_of_the_api(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1"), halted("m2")) as w:
            status, body, headers = await w.chat("m2")
            assert status == 403
            assert body["error"] == {
                "message": "the model `m2` is not released: halted by the board: answers gave "
                "away customers' data",
                "type": "permission_error",
                "param": "model",
                "code": "model_not_released",
            }
            assert headers["x-stanchion-decision"] == "halt-m2"
            assert headers["x-stanchion-log-index"] == "9"
            assert w.asked == []

    run(story)


def test_the_list_shows_what_stands_for_who_asks(tmp_path: Path) -> None:
    async def story() -> None:
        models = (release("m1"), release("m2", LIMITED), release("m3", INTERNAL), halted("m4"))
        async with world(tmp_path, *models) as w:
            for key, seen in (
                ("general", ["m1"]),
                ("limited", ["m1", "m2"]),
                ("internal", ["m1", "m2", "m3"]),
            ):
                _, body, _ = await w.get("/v1/models", key)
                assert [model["id"] for model in body["data"]] == seen
            assert (await w.get("/v1/models/m2", "limited"))[0] == 200
            assert (await w.get("/v1/models/m2", "general"))[0] == 403

    run(story)


@pytest.mark.parametrize("key", ["general", "internal"])
def test_the_name_of_a_model_in_secret_is_not_told(tmp_path: Path, key: str) -> None:
    """Whether a model that one may not see exists cannot be told from the answer."""

    async def story() -> None:
        async with world(tmp_path, release("m1"), release("secret", INTERNAL)) as w:
            status, body, headers = await w.chat("secret", key)
            other = await w.chat("no-such", key)
            if key == "internal":
                assert status == 200
            else:
                assert (status, body["error"]["code"]) == (403, "model_not_released")
                told = json.dumps(body).replace("secret", "no-such")
                assert told == json.dumps(other[1])
                assert "x-stanchion-decision" not in headers

    run(story)


@pytest.mark.parametrize("endpoint", ["chat/completions", "responses"])
def test_a_stream_passes_byte_for_byte(tmp_path: Path, endpoint: str) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            asks = {"stream": True} | (
                {"input": "hello"}
                if endpoint == "responses"
                else {"messages": [{"role": "user", "content": "hello"}],
                      "stream_options": {"include_usage": True}}
            )  # fmt: skip
            status, through, headers = await w.post(f"/v1/{endpoint}", {"model": "m1", **asks})
            assert status == 200
            assert headers["content-type"] == "text/event-stream"
            direct = w.asked[0]
            upstream = w.gateway.service.settings.upstream.url
            async with w.client.post(f"{upstream}/{endpoint}", json=direct["body"]) as got:
                assert await got.read() == through

    run(story)


def test_a_count_that_the_client_did_not_ask_for_is_kept_from_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            _, through, _ = await w.chat("m1", stream=True)
            assert w.asked[0]["body"]["stream_options"] == {"include_usage": True}
            upstream = w.gateway.service.settings.upstream.url
            plain = chat_body("m1", stream=True)
            async with w.client.post(f"{upstream}/chat/completions", json=plain) as got:
                assert await got.read() == through

    run(story)


def test_all_four_endpoints_are_served(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            for path, body in (
                ("completions", {"prompt": "once"}),
                ("embeddings", {"input": ["a", "b"]}),
                ("responses", {"input": "hello"}),
                ("chat/completions", {"messages": []}),
            ):
                status, found, _ = await w.post(f"/v1/{path}", {"model": "m1", **body})
                assert (status, found["model"]) == (200, "m1"), path

    run(story)


def test_the_upstream_gets_nothing_of_the_client_but_what_was_judged(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, names={"m1": "provider/m1-2026-11-01"},
                         upstream=Scripted(says_model="provider/m1-2026-11-01")) as w:  # fmt: skip
            await w.post(
                "/v1/chat/completions?model=other",
                chat_body("m1"),
                headers={"x-model": "other", "cookie": "a=b", "openai-organization": "x"},
            )
            sent = w.asked[0]
            assert sent["path"] == "/v1/chat/completions"
            assert sent["body"] == chat_body("provider/m1-2026-11-01")
            names = {name.lower() for name in sent["headers"]}
            assert names == {
                "host", "accept", "accept-encoding", "user-agent", "content-type",
                "content-length", "authorization", "x-request-id",
            }  # fmt: skip
            assert sent["headers"]["Authorization"] == "Bearer upstream-secret"

    run(story)


def test_an_upstream_that_answers_with_another_model_is_caught(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, upstream=Scripted(says_model="m0-mini")) as w:
            for stream in (False, True):
                status, body, _ = await w.chat("m1", stream=stream)
                assert (status, body["error"]["code"]) == (502, "another_model_answered")

    run(story)


def test_an_upstream_that_is_down_is_502(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            w.gateway.service.forwarder._base = "http://127.0.0.1:9/v1"
            status, body, _ = await w.chat("m1")
            assert (status, body["error"]["code"]) == (502, "upstream_unreachable")

    run(story)
