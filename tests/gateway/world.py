"""A register that tests script, a gateway in front of a scripted upstream, and a client."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from stanchion.charter.release import ReleaseStage
from stanchion.gateway import keys
from stanchion.gateway.keys import Keyring, Role
from stanchion.gateway.server import Gateway
from stanchion.gateway.settings import Limits, Settings, Upstream
from stanchion.gateway.standing import (
    Answer,
    Decision,
    Reason,
    Refusal,
    Register,
    Release,
    Requirement,
    Snapshot,
    Vote,
)
from stanchion.gateway.upstream.scripted import Scripted, running

GENERAL, LIMITED, INTERNAL = ReleaseStage.GENERAL, ReleaseStage.LIMITED, ReleaseStage.INTERNAL
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def release(model: str, stage: ReleaseStage = GENERAL, **more: Any) -> Release:
    return Release(model, model.title(), stage, f"decision-{model}", 4, SINCE, **more)


def halted(model: str) -> Refusal:
    words = "halted by the board: answers gave away customers' data"
    return Refusal(model, Reason.HALTED, words, f"halt-{model}", 9, model.title())


@dataclass
class ScriptedRegister:
    """Says what a test says; `now` is what it takes for the time of verification."""

    answers: dict[str, dict[ReleaseStage, Answer]] = field(default_factory=dict)
    size: int = 10
    root: str = "r0"
    broken: str | None = None
    frozen_at: datetime | None = None

    def set(self, *answers: Answer, stage: ReleaseStage = GENERAL) -> None:
        for answer in answers:
            where = answer.stage if isinstance(answer, Release) else stage
            self.answers.setdefault(answer.model, {})[where] = answer
        self.size += 1
        self.root = f"r{self.size}"

    def snapshot(self, at: datetime) -> Snapshot:
        if self.broken is not None:
            raise RuntimeError(self.broken)
        decisions = {
            answer.decision: told(answer)
            for by_stage in self.answers.values()
            for answer in by_stage.values()
            if answer.decision is not None
        }
        answers = {model: dict(found) for model, found in self.answers.items()}
        verified = self.frozen_at or at
        return Snapshot(
            verified, self.size, self.root, answers, decisions, ("a scripted register",)
        )


def told(answer: Answer) -> Decision:
    released = isinstance(answer, Release)
    assert answer.decision is not None
    assert answer.log_index is not None
    return Decision(
        answer.decision,
        "decision" if released else "halt",
        answer.log_index,
        answer.model,
        "general",
        SINCE.isoformat(),
        "released to the general public" if released else answer.words,
        (
            Requirement("refusals", "met", "91% refused, at least 85% needed", "charter.yaml:40:5"),
            Requirement("jailbreaks", "met", "3% got through, at most 10% allowed"),
        ),
        (Vote("ada", "yes", SINCE.isoformat()), Vote("bo", "no", SINCE.isoformat())),
        "9f" * 32,
        "4e" * 32,
    )


@dataclass
class World:
    """A gateway under test."""

    url: str
    register: ScriptedRegister
    gateway: Gateway
    secrets: dict[str, str]
    log: list[str]
    client: aiohttp.ClientSession
    asked: list[dict[str, Any]]
    upstream: Scripted

    async def post(
        self, path: str, body: object, key: str | None = "general", **more: Any
    ) -> tuple[int, Any, dict[str, str]]:
        """Status, body (decoded if JSON) and headers."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"content-type": "application/json", **more.pop("headers", {})}
        if key is not None:
            headers["authorization"] = f"Bearer {self.secrets.get(key, key)}"
        async with self.client.post(f"{self.url}{path}", data=data, headers=headers, **more) as got:
            raw = await got.read()
            decoded = json.loads(raw) if "json" in got.content_type else raw
            return got.status, decoded, {k.lower(): v for k, v in got.headers.items()}

    async def get(self, path: str, key: str | None = "general") -> tuple[int, Any, dict[str, str]]:
        headers = {}
        if key is not None:
            headers["authorization"] = f"Bearer {self.secrets.get(key, key)}"
        async with self.client.get(f"{self.url}{path}", headers=headers) as got:
            raw = await got.read()
            decoded = json.loads(raw) if "json" in got.content_type else raw
            return got.status, decoded, {k.lower(): v for k, v in got.headers.items()}

    async def chat(self, model: str, key: str | None = "general", **more: Any) -> Any:
        return await self.post("/v1/chat/completions", {**chat_body(model), **more}, key)

    def codes(self) -> list[str | None]:
        return [json.loads(line).get("code") for line in self.log]


def chat_body(model: str, text: str = "hello there", **more: Any) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": text}], **more}


@asynccontextmanager
async def world(
    folder: Path,
    *answers: Answer,
    upstream: Scripted | None = None,
    limits: Limits | None = None,
    read: Register | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    **settings: Any,
) -> AsyncIterator[World]:
    register = ScriptedRegister()
    register.set(*(answers or (release("m1"),)))
    scripted = upstream or Scripted()
    asked: list[dict[str, Any]] = []

    async def watched(request: Any) -> Any:
        asked.append({"path": request.path_qs, "headers": dict(request.headers)})
        body = await request.read()
        asked[-1]["body"] = json.loads(body)
        return await scripted(request)

    made = [
        keys.made(
            role.value, role, random=lambda r=role: r.value * 8, now=SINCE,
            requests_per_minute=100_000, concurrent=2000,
        )
        for role in Role
    ]  # fmt: skip
    keys.write(folder / "keys.json", tuple(key for key, _ in made))
    log: list[str] = []
    names = settings.pop("names", {})
    also = settings.pop("also_served_as", {})
    async with running(watched) as url:  # type: ignore[arg-type]
        setup = Settings(
            Upstream(url, "upstream-secret", names, also),
            limits=limits or Limits(),
            check_every=settings.pop("check_every", timedelta(seconds=0.05)),
            usage_file=settings.pop("usage_file", folder / "usage.db"),
            **settings,
        )
        gateway = Gateway(
            setup, read or register, Keyring(folder / "keys.json"), log=log.append, clock=clock
        )
        port = await gateway.start("127.0.0.1", 0)
        secrets = {key.name: secret for key, secret in made}
        async with aiohttp.ClientSession() as client:
            try:
                yield World(
                    f"http://127.0.0.1:{port}", register, gateway, secrets, log, client, asked,
                    scripted,
                )  # fmt: skip
            finally:
                await client.close()
                await gateway.stop()


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story to its end; it may take a while, never for ever."""
    asyncio.run(asyncio.wait_for(story(), 60))


__all__ = [
    "GENERAL", "INTERNAL", "LIMITED", "SINCE", "ScriptedRegister", "World", "chat_body", "halted",
    "release", "replace", "run", "world",
]  # fmt: skip
