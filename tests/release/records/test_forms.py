"""Statements and envelopes have one form each, which foreign libraries read and verify."""

import json
from datetime import UTC, datetime
from fractions import Fraction

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as Foreign
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from stanchion.charter.release import ReleaseStage
from stanchion.cli.northlight import teaching_key
from stanchion.release.dossier import Choice
from stanchion.release.evidence.rows import EvidenceRow
from stanchion.release.records import statements as s
from stanchion.release.records.canonical import canonical, read_json
from stanchion.release.records.envelope import Envelope, enveloped, read_envelope
from stanchion.release.records.errors import NoRecord
from stanchion.release.records.statements import Statement, read_statement
from stanchion.store.keys import signer_of, verify

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODEL = s.Subject("aurora-1", s.Digest("a" * 64))
POLICY = s.PolicyRef("policy:limited", s.Digest("b" * 64))
VOTE = Statement(
    MODEL,
    s.Voted(
        "lab.example",
        "wren",
        AT,
        ReleaseStage.LIMITED,
        "assistant",
        POLICY,
        "chief",
        Choice.YES,
        "für alle, 給所有人 \u2028 \x7f",
    ),
)
ROW = EvidenceRow(
    tool="inspect",
    tool_version="1",
    task="t",
    task_version=None,
    task_hash=None,
    model_claimed="m",
    metric="accuracy",
    value=Fraction(31, 300),
    stderr=Fraction(1, 8),
    n=3,
    n_planned=3,
    higher_is_better=None,
    completed=True,
    errored=0,
    invalidated=False,
    created=AT,
    file_sha256="c" * 64,
)
EVIDENCE = Statement(
    s.Subject("file", s.Digest("c" * 64)), s.EvidenceFiled("lab.example", "wren", AT, (ROW,))
)
seldom = settings(max_examples=120, derandomize=True, deadline=None)

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner)
    ),
    max_leaves=12,
)


@seldom
@given(values)
def test_canonical_json_is_that_of_a_foreign_library(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert read_json(canonical(value)) == value


@pytest.mark.parametrize("statement", [VOTE, EVIDENCE])
def test_a_statement_is_read_as_it_was_made(statement: Statement) -> None:
    assert read_statement(statement.payload) == statement
    assert statement.payload == rfc8785.dumps(json.loads(statement.payload))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"choice":"yes"', '"choice":"maybe"', "`predicate.choice` is none of yes, no, abstain"),
        ('"choice":"yes"', '"choice":"yes","choice":"no"', "`choice` stands there twice"),
        ('"choice":"yes"', '"choice":"yes","weight":2', "`predicate.weight` does not belong"),
        ('"approval":"chief",', "", "`predicate.approval` is not there"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00+00:00", "`predicate.time` is no instant"),
        ("2026-03-01T12:00:00Z", "2026-02-30T12:00:00Z", "`predicate.time` is no instant"),
        ("release-vote/v0.1", "release-vote/v9", "is not known"),
        ('"a' + "a" * 63, '"A' + "a" * 63, "no SHA-256"),
        ("{", " {", "not in the canonical form"),
        ('"party":"wren"', '"party":1.5', "not every reader takes for the same"),
        ('"party":"wren"', '"party":NaN', "not every reader"),
        ('"party":"wren"', '"party":123456789012345678', "not every reader"),
    ],
)
def test_a_statement_in_another_form_is_refused(old: str, new: str, words: str) -> None:
    text = VOTE.payload.decode()
    assert old in text
    with pytest.raises(NoRecord, match=words):
        read_statement(text.replace(old, new, 1).encode())


def signed(*names: str) -> Envelope:
    return enveloped(VOTE.payload, [teaching_key(name) for name in names])


def foreign_key(name: str) -> SSlibKey:
    signer = teaching_key(name)
    key = {"public": signer.public.hex()}
    return SSlibKey(signer.key, "ed25519", "ed25519", key)


def test_several_signatures_are_verified_by_a_foreign_library() -> None:
    entry = signed("wren", "okafor").data
    keys = [foreign_key("wren"), foreign_key("okafor")]
    Foreign.from_dict(json.loads(entry)).verify(keys, 2)
    bent = json.loads(entry)
    bent["payload"] = bent["payload"][:-8] + "AAAAAAA="
    with pytest.raises(VerificationError):
        Foreign.from_dict(bent).verify(keys, 2)


def test_signatures_of_a_foreign_library_are_verified_here() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from securesystemslib.signer import CryptoSigner

    private = Ed25519PrivateKey.generate()
    signer = signer_of(private)
    made = Foreign(VOTE.payload, "application/vnd.in-toto+json", {})
    key = SSlibKey(signer.key, "ed25519", "ed25519", {"public": signer.public.hex()})
    made.sign(CryptoSigner(private, key))
    envelope = read_envelope(canonical(made.to_dict()))
    assert envelope.bad_signatures({signer.key: signer.public}, verify) == ()


@seldom
@given(st.data())
def test_any_changed_byte_of_an_entry_is_found(data: st.DataObject) -> None:
    entry = signed("wren").data
    bent = bytearray(entry)
    place = data.draw(st.integers(0, len(entry) - 1))
    bent[place] ^= data.draw(st.integers(1, 255))
    wren = teaching_key("wren")
    try:
        envelope = read_envelope(bytes(bent))
    except NoRecord:
        return
    assert envelope.bad_signatures({wren.key: wren.public}, verify) != ()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (b"", "not JSON"),
        (b"[]", "no envelope"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (signed("wren", "wren").data, "one key has signed it twice"),
        (Envelope(VOTE.payload, ()).data, "0 signatures"),
        (signed("wren").data.replace(b"vnd.in-toto", b"vnd.other"), "of the type"),
        (signed("wren").data + b" ", "canonical form"),
    ],
)
def test_what_is_no_envelope_is_refused(entry: bytes, words: str) -> None:
    with pytest.raises(NoRecord, match=words):
        read_envelope(entry)
