"""Whatever is done to a file of evidence, it is read or refused with a reason, and never worse."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanchion.formats.evidence.errors import UnreadableEvidence
from stanchion.formats.evidence.reader import evidence_rows
from stanchion.release.evidence import EvidenceRow
from tests.formats.evidence import files

WHOLE = [
    json.dumps(files.inspect_log()).encode(),
    json.dumps(files.lm_eval_results()).encode(),
    json.dumps(files.promptfoo_output(passed=2, failed=1)).encode(),
    json.dumps(files.in_toto_result(passed=2, failed=1)).encode(),
    files.garak_report(),
    files.inspect_archive(files.inspect_log()),
]


def read_or_refused(path: Path) -> tuple[EvidenceRow, ...]:
    """The rows of a file, or none where it is refused by its name with a reason."""
    try:
        return evidence_rows(path)
    except UnreadableEvidence as refused:
        if not str(refused).startswith("`file`: "):
            raise
        return ()


SCRAPS = [b"", b"null", b"-1", b"[]", b"{}", b'"x"', b"1e5", b"true", b"\x00", b"}", b",", b"\xff"]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.sampled_from(WHOLE),
    at=st.floats(0, 1),
    length=st.integers(0, 12),
    scrap=st.sampled_from(SCRAPS),
)
def test_a_mutated_file_is_read_or_refused(
    tmp_path: Path, data: bytes, at: float, length: int, scrap: bytes
) -> None:
    place = int(at * len(data))
    path = tmp_path / "file"
    path.write_bytes(data[:place] + scrap + data[place + length :])
    for row in read_or_refused(path):
        assert row.n is None or row.n >= 0
        assert row.stderr is None or row.stderr >= 0


PLACES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tool=st.integers(0, 3), at=st.integers(0, 60), value=PLACES)
def test_a_value_of_another_shape_is_read_or_refused(
    tmp_path: Path, tool: int, at: int, value: object
) -> None:
    document = json.loads(WHOLE[tool])
    places = list(_places(document))
    holder, key = places[at % len(places)]
    holder[key] = value
    path = tmp_path / "file"
    path.write_text(json.dumps(document))
    read_or_refused(path)


def _places(value: object) -> list[tuple[dict[str, object], str]]:
    found: list[tuple[dict[str, object], str]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(value, key), *_places(inner)]
    if isinstance(value, list):
        for inner in value:
            found += _places(inner)
    return found
