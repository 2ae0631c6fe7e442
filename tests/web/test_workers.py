"""Workers answer within their limits, and one that exceeds them is replaced."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanchion.web.job import Draft, Job
from stanchion.web.workers import Limits, TooMuch, Workers
from tests.web.studio import ROOT, cases

SMALL = {name: data for name, data in cases().items() if name in {"snap-2017", "steward-owned"}}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(SMALL, count=1, limits=Limits(seconds=6.0, megabytes=1024))
    yield made
    made.close()


def job(page: str = "overview", **more: object) -> Job:
    return Job(page, "en", f"/en/case/snap-2017/{page}", **{"case": "snap-2017", **more})  # type: ignore[arg-type]


def test_a_page_is_made(workers: Workers) -> None:
    page = workers.ask(job())
    assert page.status == 200
    assert b"Snap" in page.body


def test_what_takes_too_long_is_ended_and_the_next_page_comes(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Draft(cases()["openai-2023"].decode() + "# not read before\n", None)
    with monkeypatch.context() as impatient:
        impatient.setattr(workers, "_limits", Limits(seconds=0.02))
        with pytest.raises(TooMuch, match="longer than"):
            workers.ask(job("proof", draft=fresh, draft_id="d"))
    assert workers.ask(job()).status == 200


def test_what_needs_too_much_memory_is_ended_and_the_next_page_comes() -> None:
    holders = "\n".join(f"  h{i}: {{person: Holder {i}}}" for i in range(120_000))
    many = f"stanchion: 1\nname: Many\nas_of: 2024 UTC\ncurrency: USD\nparties:\n{holders}\n"
    few = job("diagnostics", draft=Draft("stanchion: 1\n", None), draft_id="f")
    tight = Workers(SMALL, count=1, limits=Limits(seconds=60.0, megabytes=170))
    try:
        assert tight.ask(few).status == 200
        with pytest.raises(TooMuch):
            tight.ask(job("diagnostics", draft=Draft(many, None), draft_id="d"))
        assert tight.ask(few).status == 200
    finally:
        tight.close()


WRITES = """
from stanchion.web.workers import Limits, limit
limit(Limits())
with open("written", "w") as out:
    out.write("something")
"""


def test_a_worker_can_write_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITES],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert (tmp_path / "written").read_bytes() == b""


def test_pictures_are_made_within_the_limits(workers: Workers) -> None:
    assert workers.ask(job("structure.png")).body.startswith(b"\x89PNG")
