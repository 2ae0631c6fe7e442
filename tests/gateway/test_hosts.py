"""Under which hosts the gateway answers: a stranger's page must not read it by its own name."""

from pathlib import Path

import pytest

from stanchion.gateway.errors import ApiError
from stanchion.gateway.hosts import Hosts
from tests.gateway.world import release, run, world


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8080",
        "localhost:8080",
        "LOCALHOST.",
        "[::1]:8080",
        "10.0.0.7",
        "ai.lab:443",
    ],
)
def test_addresses_localhost_and_names_of_ours_are_answered(host: str) -> None:
    hosts = Hosts({"ai.lab"})
    for _ in "12":  # the second time from memory
        hosts.require([host])


@pytest.mark.parametrize(
    "given",
    [
        ["evil.example"],
        ["evil.example:8080"],
        ["127.0.0.1.evil.example"],
        ["localhost.evil.example"],
        ["notlocalhost"],
        ["127.0.0.1", "evil.example"],
        ["127.0.0.1:8080@evil.example"],
        ["evil.example:"],
        [""],
    ],
)
def test_a_name_that_somebody_pointed_here_is_refused(given: list[str]) -> None:
    hosts = Hosts(())
    for _ in "12":
        with pytest.raises(ApiError) as refused:
            hosts.require(given)
        assert refused.value.status == 421


def test_a_page_elsewhere_reaches_neither_models_nor_the_page(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1")) as w:
            stranger = {"host": "evil.example"}
            status, said, _ = await w.post(
                "/v1/chat/completions", {"model": "m1", "messages": []}, headers=stranger
            )
            assert (status, said["error"]["code"]) == (421, "host_not_allowed")
            for path in ("/", "/v1/models", "/health"):
                async with w.client.get(f"{w.url}{path}", headers=stranger) as got:
                    assert got.status == 421
            assert not w.asked

    run(story)
