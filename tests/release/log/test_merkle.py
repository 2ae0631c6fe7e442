"""The tree against RFC 6962 as written, and against a foreign library."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from stanchion.release.log.errors import OutsideLog
from stanchion.release.log.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistent,
    included,
    leaf_hash,
    node_hash,
)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(bytes([number % 256, number // 256])) for number in range(count)]


def by_definition(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(by_definition(hashes[:split]), by_definition(hashes[split:]))


def test_roots_are_those_of_the_definition_and_of_a_foreign_library() -> None:
    foreign = InmemoryTree(algorithm="sha256")
    frontier = Frontier()
    assert frontier.root == Tree([]).root() == EMPTY_ROOT
    everything = leaves(70)
    for number, leaf in enumerate(everything, start=1):
        foreign.append_entry(bytes([(number - 1) % 256, (number - 1) // 256]))
        frontier = frontier.with_leaves([leaf])
        assert frontier.consistent
        expected = by_definition(everything[:number])
        assert frontier.root == expected
        assert Tree(everything).root(number) == expected
        assert foreign.get_root() == expected


def test_every_proof_of_every_size_holds_and_is_that_of_a_foreign_library() -> None:
    foreign = InmemoryTree(algorithm="sha256")
    for number in range(33):
        foreign.append_entry(bytes([number, 0]))
    everything = leaves(33)
    tree = Tree(everything)
    for size in range(1, 34):
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert included(everything[index], index, size, proof, root)
            theirs = foreign.prove_inclusion(index + 1, size).serialize()
            assert [step.hex() for step in proof] == theirs["path"][1:]
        for first in range(size + 1):
            proof = tree.consistency(first, size)
            assert consistent(first, size, tree.root(first), root, proof)


numbers = st.integers(0, 2**16)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(1, 400), numbers, numbers, st.data())
def test_a_changed_proof_shows_nothing(size: int, a: int, b: int, data: st.DataObject) -> None:
    everything = leaves(size)
    tree = Tree(everything)
    index, first = a % size, b % (size + 1)
    path = list(tree.inclusion(index))
    root = tree.root()
    other = b % size
    if other != index:
        assert not included(everything[index], other, size, path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        path[place] = leaf_hash(path[place])
        assert not included(everything[index], index, size, path, root)
        assert not included(everything[index], index, size, path[:-1], root)
    steps = list(tree.consistency(first))
    if steps:
        place = data.draw(st.integers(0, len(steps) - 1))
        steps[place] = leaf_hash(steps[place])
        assert not consistent(first, size, tree.root(first), root, steps)
    assert not consistent(first, size, leaf_hash(b"x"), root, tree.consistency(first))


def test_what_the_log_does_not_have_is_said() -> None:
    tree = Tree(leaves(3))
    for ask in (lambda: tree.root(4), lambda: tree.inclusion(3), lambda: tree.consistency(4, 3)):
        with pytest.raises(OutsideLog, match="the log has 3 entries"):
            ask()
