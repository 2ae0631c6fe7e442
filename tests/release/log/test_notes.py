"""Checkpoints, cosignatures, witness policies, receipts and tiles: written, read, and bent."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.cli.northlight import teaching_key
from stanchion.release.log.checkpoint import (
    Checkpoint,
    KeyType,
    Note,
    NoteKey,
    cosigned,
    note_key,
    read_note,
    signed,
)
from stanchion.release.log.errors import EntryTooLong, Malformed
from stanchion.release.log.merkle import Tree, leaf_hash
from stanchion.release.log.quorum import read_quorum
from stanchion.release.log.receipt import Receipt, read_receipt
from stanchion.release.log.tiles import bundles, checked, entries_of, tiles
from stanchion.store.keys import verify

LOG = teaching_key("register")
KEY = NoteKey("lab.example/log", LOG.public)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
POINT = Checkpoint("lab.example/log", 7, sha256(b"x").digest())


def witness(name: str) -> tuple[NoteKey, Note]:
    signer = teaching_key(name)
    key = NoteKey(f"{name}.example/w", signer.public, KeyType.COSIGNATURE)
    return key, Note(POINT, (cosigned(POINT, key, signer.sign, at=AT),))


def whole() -> Note:
    note = Note(POINT, (signed(POINT, KEY, LOG.sign),))
    for name in ("a", "b"):
        note = note.with_signatures(witness(name)[1].signatures)
    return note


def test_a_cosignature_says_its_time_and_is_of_no_other_checkpoint() -> None:
    key, note = witness("a")
    (found,) = read_note(str(note)).signed_by(key, verify)
    assert found.time == AT
    other = Note(Checkpoint(POINT.origin, 8, POINT.root), note.signatures)
    assert list(other.signed_by(key, verify)) == []


def test_a_witness_key_does_not_sign_as_a_log() -> None:
    """A cosignature is no signature of the log, even by the same key under the same name."""
    signer = teaching_key("register")
    as_witness = NoteKey(KEY.name, signer.public, KeyType.COSIGNATURE)
    note = Note(POINT, (cosigned(POINT, as_witness, signer.sign, at=AT),))
    assert list(note.signed_by(KEY, verify)) == []


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.data())
def test_any_changed_byte_of_a_checkpoint_is_refused_or_loses_a_signature(
    data: st.DataObject,
) -> None:
    text = str(whole()).encode()
    place = data.draw(st.integers(0, len(text) - 1))
    bent = bytearray(text)
    bent[place] ^= data.draw(st.integers(1, 255))
    keys = (KEY, witness("a")[0], witness("b")[0])
    try:
        note = read_note(bytes(bent))
    except Malformed:
        return
    good = sum(len(list(note.signed_by(key, verify))) for key in keys)
    assert good < 3


POLICY = f"""
# who cosigns
log {KEY}
witness a {witness("a")[0]}
witness b {witness("b")[0]}
witness c {witness("c")[0]}
group two 2 a b c
group both all two c
quorum two
"""


def test_a_quorum_is_met_when_so_many_have_cosigned() -> None:
    policy = read_quorum(POLICY)
    assert read_quorum(str(policy)) == policy
    times = policy.times(whole(), verify)
    assert times == {"a": AT, "b": AT}
    assert policy.met_at(times) == AT
    assert policy.met_at({"a": AT}) is None
    late = datetime(2026, 3, 2, tzinfo=UTC)
    assert policy.met_at({"a": AT, "c": late}) == late


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("quorum nobody", "not declared"),
        ("witness a " + str(witness("a")[0]), "named twice"),
        ("group three 4 a b c", "cannot be"),
        ("group twice 2 a a", "twice"),
        ("wintess z x", "no line"),
        ("log x+00000000+AAAA", "no line"),
    ],
)
def test_a_faulty_policy_is_refused(line: str, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        read_quorum(POLICY.replace("quorum two", line))


@pytest.mark.parametrize("text", ["", "x", "x+00000000+AAAA", "x y+12345678+AQ==", "x+zz+AQIDBA=="])
def test_a_faulty_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        note_key(text)


LINE = "\n— a AAAAAAAA\n".encode()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (b"\xff\n\n", "UTF-8"),
        (b"a\n1\nAAAA\n" + LINE, "32 bytes"),
        (b"a\n01\nAAAA\n" + LINE, "no number"),
        (b"a\nAAAA\n" + LINE, "an origin, a size and a root"),
        (b"a\t\n1\nAAAA\n" + LINE, "control"),
        (str(POINT.text).encode(), "empty line"),
        (POINT.text.encode() + b"\n- a b\n", "no line of a signature"),
    ],
)
def test_a_faulty_checkpoint_is_refused(found: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        read_note(found)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12), st.data())
def test_a_receipt_shows_its_entry_and_no_other(entries: list[bytes], data: st.DataObject) -> None:
    tree = Tree(leaf_hash(entry) for entry in entries)
    index = data.draw(st.integers(0, len(entries) - 1))
    note = Note(Checkpoint("x", len(entries), tree.root()))
    note = note.with_signatures((signed(note.checkpoint, KEY, LOG.sign),))
    receipt = Receipt(index, tree.inclusion(index), note)
    assert read_receipt(str(receipt)) == receipt
    assert receipt.shows(entries[index])
    assert not receipt.shows(entries[index] + b"!")


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\nindex x\n\n", "tlog\n\n"])
def test_a_faulty_receipt_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_receipt(text)


def test_tiles_of_a_log_of_many_levels() -> None:
    entries = [number.to_bytes(3, "big") for number in range(70_000)]
    leaves = [leaf_hash(entry) for entry in entries]
    tree = Tree(leaves)
    made = dict(tiles(tree))
    assert made["tile/0/000"] == b"".join(leaves[:256])
    assert len(made["tile/0/273.p/112"]) == 112 * 32
    assert made["tile/1/000"][:32] == Tree(leaves[:256]).root()
    assert len(made["tile/1/001.p/17"]) == 17 * 32
    assert made["tile/2/000.p/1"] == Tree(leaves[:65536]).root()
    bundle = dict(bundles(entries))["tile/entries/001"]
    assert entries_of(bundle) == tuple(entries[256:512])


def test_a_long_log_has_its_tiles_in_folders() -> None:
    from stanchion.release.log.tiles import _path

    assert _path("0", 1_234_067, 256) == "tile/0/x001/x234/067"


def test_an_entry_that_the_exported_form_cannot_hold_is_refused() -> None:
    assert checked(b"x" * 65_535)
    with pytest.raises(EntryTooLong, match="65536 bytes"):
        checked(b"x" * 65_536)


def test_a_bundle_that_breaks_off_is_refused() -> None:
    with pytest.raises(Malformed, match="after 1 entries"):
        entries_of(b"\0\1a\0\5ab")
