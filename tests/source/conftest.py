"""Tests of the reader run on both of PyYAML's parsers, whose words and marks differ."""

import pytest
import yaml

from stanchion.source import builder


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the parser that the test runs on."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without its C parser")
    monkeypatch.setattr(builder, "_PARSER", getattr(yaml, request.param))
    return str(request.param)
