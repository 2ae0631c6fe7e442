"""The gateway on a real register: the case `northlight` is played, and served as it is decided."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from stanchion.cli.files import cases_folder
from stanchion.cli.northlight import Play
from stanchion.gateway.from_register import FromRegister, NotServable, from_register
from stanchion.gateway.standing import Reason, Refusal, Release
from stanchion.store.errors import NoRegister
from stanchion.store.sqlite import FILE
from tests.gateway.world import GENERAL, LIMITED, World, run, world

CHARTER = cases_folder() / "northlight" / "charter.yaml"


def opened(play: Play) -> FromRegister:
    return from_register(CHARTER, play.folder / "register", product=None)


def until(lines: Iterator[str], words: str) -> None:
    """Play on until somebody says these words."""
    for line in lines:
        if words in line:
            return
    raise AssertionError(f"nobody says `{words}`")


async def asked(w: World, model: str, key: str) -> tuple[int, Any, dict[str, str]]:
    await w.gateway._keeper.check()
    return await w.chat(model, key)


def test_the_case_is_served_as_it_is_decided(tmp_path: Path) -> None:
    play = Play(tmp_path / "play")
    lines = play.lines()
    until(lines, "adopt")

    async def story() -> None:
        async with world(
            tmp_path, read=opened(play), clock=lambda: play.now,
            check_every=timedelta(days=1), stale_after=timedelta(days=999),
        ) as w:  # fmt: skip
            status, body, headers = await asked(w, "aurora-2", "limited")
            assert (status, body["error"]["code"]) == (403, "model_not_released")
            assert "x-stanchion-decision" not in headers

            until(lines, "it stands from")
            status, _, headers = await asked(w, "aurora-2", "limited")
            assert status == 200
            entry = int(headers["x-stanchion-log-index"])
            account = play.registrar.account()
            assert account.decisions[-1].entry == entry
            assert headers["x-stanchion-decision"] == account.inputs[entry]
            assert (await w.chat("aurora-2", "general"))[0] == 403
            _, listed, _ = await w.get("/v1/models", "limited")
            assert [model["id"] for model in listed["data"]] == ["aurora-2"]
            _, told, _ = await w.get(f"/stanchion/decisions/{account.inputs[entry]}", "limited")
            assert told["votes"][-1]["party"] == "wren (chief)"
            assert {each["state"] for each in told["requirements"]} == {"met"}

            until(lines, "It does not stand")
            status, body, headers = await asked(w, "aurora-2", "limited")
            assert status == 403
            assert "halted by `iversen`, `quill`" in body["error"]["message"]
            assert "a way around the safeguards" in body["error"]["message"]
            halt = headers["x-stanchion-decision"]
            _, told, _ = await w.get(f"/stanchion/decisions/{halt}", "limited")
            assert (told["kind"], len(told["votes"])) == ("halt", 2)

            until(lines, "it stands from")
            assert (await asked(w, "aurora-2-1", "limited"))[0] == 200
            status, body, _ = await w.chat("aurora-2", "limited")
            assert status == 403
            assert "aurora-2-1` took its place" in body["error"]["message"]

    run(story)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """The case up to the release to a few."""
    play = Play(tmp_path_factory.mktemp("played"))
    until(play.lines(), "it stands from")
    return play


def copied(play: Play, folder: Path) -> Path:
    """The register of a play, once more."""
    there = folder / "register"
    there.mkdir(parents=True)
    source = sqlite3.connect(play.folder / "register" / FILE)
    target = sqlite3.connect(there / FILE)
    source.backup(target)
    source.close()
    target.close()
    return there


def altered(folder: Path, sql: str) -> None:
    """What somebody who may write the file can do to it: triggers away, and back afterwards."""
    file = sqlite3.connect(folder / FILE, isolation_level=None)
    found = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        file.execute(f"DROP TRIGGER {name}")
    file.execute(sql)
    for _, made in found:
        file.execute(made)
    file.close()


def test_a_release_ends_by_itself(played: Play) -> None:
    read = opened(played)
    answer = read.snapshot(played.now).released("aurora-2", LIMITED, played.now)
    assert isinstance(answer, Release)
    assert answer.until is not None
    later = answer.until
    found = read.snapshot(later).released("aurora-2", LIMITED, later)
    assert isinstance(found, Refusal)
    assert found.reason is Reason.EXPIRED
    assert read.snapshot(played.now).released("aurora-2", GENERAL, played.now).decision is None


def test_a_vote_that_was_changed_is_found_before_anything_is_served(
    played: Play, tmp_path: Path
) -> None:
    there = copied(played, tmp_path)
    altered(
        there,
        "UPDATE entries SET entry = CAST(replace(CAST(entry AS TEXT), 'a', 'b') AS BLOB) "
        "WHERE place = 3",
    )
    with pytest.raises(NotServable, match="entry 3"):
        from_register(CHARTER, there, product=None).snapshot(played.now)


def test_a_register_cut_at_its_end_while_it_is_served_breaks_it(
    played: Play, tmp_path: Path
) -> None:
    async def story() -> None:
        there = copied(played, tmp_path)
        read = from_register(CHARTER, there, product=None)
        async with world(tmp_path, read=read, clock=lambda: played.now) as w:
            assert (await w.chat("aurora-2", "limited"))[0] == 200
            altered(there, "DELETE FROM entries WHERE place = (SELECT max(place) FROM entries)")
            status, body, _ = await asked(w, "aurora-2", "limited")
            assert (status, body["error"]["code"]) == (503, "register_broken")
            shutil.rmtree(there)
            status, body, _ = await asked(w, "aurora-2", "limited")
            assert body["error"]["code"] == "register_broken"
            assert "there is no register" in body["error"]["message"]

    run(story)


def test_another_charter_than_the_one_adopted_serves_nothing(played: Play, tmp_path: Path) -> None:
    other = tmp_path / "charter.yaml"
    other.write_text(CHARTER.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    read = from_register(other, played.folder / "register", product=None)
    with pytest.raises(NotServable, match="is another than the one given"):
        read.snapshot(played.now)


def test_no_register_and_no_such_product(played: Play, tmp_path: Path) -> None:
    with pytest.raises(NoRegister):
        from_register(CHARTER, tmp_path, product=None)
    read = from_register(CHARTER, played.folder / "register", product="robot")
    with pytest.raises(NotServable, match="`--product` one of `assistant`"):
        read.snapshot(played.now)


def test_many_readings_at_once_of_a_register_that_grows(tmp_path: Path) -> None:
    """Whoever reads while others write sees the register as it was, or as it is."""
    play = Play(tmp_path / "play")
    lines = play.lines()
    until(lines, "adopt")

    async def story() -> None:
        read = opened(play)
        async with world(
            tmp_path, read=read, clock=lambda: play.now, check_every=timedelta(seconds=0.01)
        ) as w:
            for line in lines:
                await asyncio.sleep(0)
                if "it stands from" in line:
                    break
            await asyncio.sleep(0.1)
            assert (await asked(w, "aurora-2", "limited"))[0] == 200

    run(story)
