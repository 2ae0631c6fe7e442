"""An OpenAI-compatible server that says what a script says: for tests, load and demonstrations.

It knows no model: what it answers says so. Tokens are words.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, StreamResponse

CREATED = 1_700_000_000


def echo(said: str) -> str:
    """The answer of a script that nobody wrote."""
    return (
        "I am a script, not a model, and answer everything alike. "
        f"You wrote {len(said.split())} words."
    )


@dataclass(slots=True)
class Scripted:
    """What the server says: `reply` to the last message, a piece every `pause_seconds`."""

    reply: Callable[[str], str] = echo
    pause_seconds: float = 0.0
    says_model: str | None = None
    """The model it claims to be, where not the one that was asked for."""
    counts: bool = True
    """Whether it counts the tokens of a stream when it is asked to."""

    async def __call__(self, request: "BaseRequest") -> "StreamResponse":
        """Answer any of the four endpoints."""
        from aiohttp.web import json_response

        if request.path == "/v1/models":
            return json_response({"object": "list", "data": []})
        body = json.loads(await request.read())
        model = self.says_model or body.get("model", "")
        match request.path:
            case "/v1/chat/completions":
                return await self._chat(request, body, model)
            case "/v1/completions":
                return json_response(_completion(model, self.reply(str(body.get("prompt")))))
            case "/v1/embeddings":
                return json_response(_embedding(model))
            case "/v1/responses":
                return await self._responses(request, body, model)
            case _:
                return json_response({"error": {"message": "no such path"}}, status=404)

    async def _chat(
        self, request: "BaseRequest", body: dict[str, Any], model: str
    ) -> "StreamResponse":
        from aiohttp.web import json_response

        said = _last_words(body.get("messages"))
        text = self.reply(said)
        usage = _usage(said, text, "prompt_tokens", "completion_tokens")
        if not body.get("stream"):
            return json_response(_chat(model, text, usage))
        counted = self.counts and bool((body.get("stream_options") or {}).get("include_usage"))
        events = [_piece(model, {"role": "assistant", "content": ""}, None)]
        events += [_piece(model, {"content": piece}, None) for piece in _pieces(text)]
        events.append(_piece(model, {}, "stop"))
        if counted:
            events.append({**_piece(model, {}, None), "choices": [], "usage": usage})
        lines = [f"data: {json.dumps(event, separators=(',', ':'))}\n\n" for event in events]
        return await self._streamed(request, [*lines, "data: [DONE]\n\n"])

    async def _responses(
        self, request: "BaseRequest", body: dict[str, Any], model: str
    ) -> "StreamResponse":
        from aiohttp.web import json_response

        given = body.get("input")
        said = given if isinstance(given, str) else _last_words(given)
        text = self.reply(said)
        usage = _usage(said, text, "input_tokens", "output_tokens")
        content = [{"type": "output_text", "text": text, "annotations": []}]
        whole = {
            "id": "resp_scripted",
            "object": "response",
            "created_at": CREATED,
            "model": model,
            "status": "completed",
            "output": [{"type": "message", "role": "assistant", "content": content}],
            "usage": usage,
        }
        if not body.get("stream"):
            return json_response(whole)
        begun = {"id": "resp_scripted", "model": model, "status": "in_progress", "usage": None}
        events: list[dict[str, Any]] = [{"type": "response.created", "response": begun}]
        events += [{"type": "response.output_text.delta", "delta": p} for p in _pieces(text)]
        events.append({"type": "response.completed", "response": whole})
        lines = [
            f"event: {event['type']}\ndata: {json.dumps({**event, 'sequence_number': n})}\n\n"
            for n, event in enumerate(events)
        ]
        return await self._streamed(request, lines)

    async def _streamed(self, request: "BaseRequest", lines: list[str]) -> "StreamResponse":
        from aiohttp.web import StreamResponse

        response = StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        for line in lines:
            await response.write(line.encode())
            if self.pause_seconds:
                await asyncio.sleep(self.pause_seconds)
        await response.write_eof()
        return response


@asynccontextmanager
async def running(scripted: Scripted, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve the script; gives the address up to `/v1`."""
    from aiohttp.web import Server, ServerRunner, TCPSite

    runner = ServerRunner(Server(scripted, access_log=None, handler_cancellation=True))
    await runner.setup()
    try:
        await TCPSite(runner, host, port, backlog=1024).start()
        yield f"http://{host}:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


def _pieces(text: str) -> list[str]:
    return [word if n == 0 else f" {word}" for n, word in enumerate(text.split(" "))]


def _last_words(messages: object) -> str:
    if not isinstance(messages, list) or not messages:
        return ""
    content = messages[-1].get("content", "")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content)
    return str(content)


def _usage(said: str, text: str, first: str, second: str) -> dict[str, int]:
    asked, given = len(said.split()), len(text.split())
    return {first: asked, second: given, "total_tokens": asked + given}


def _piece(model: str, delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _chat(model: str, text: str, usage: dict[str, int]) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": CREATED,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }


def _completion(model: str, text: str) -> dict[str, Any]:
    return {
        "id": "cmpl-scripted",
        "object": "text_completion",
        "created": CREATED,
        "model": model,
        "choices": [{"index": 0, "text": text, "finish_reason": "stop"}],
        "usage": _usage("", text, "prompt_tokens", "completion_tokens"),
    }


def _embedding(model: str) -> dict[str, Any]:
    return {
        "object": "list",
        "model": model,
        "data": [{"object": "embedding", "index": 0, "embedding": [0.0, 1.0]}],
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }
