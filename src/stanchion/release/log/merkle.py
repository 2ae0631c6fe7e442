"""The Merkle tree of RFC 6962: roots, proofs that an entry is in it, proofs that it only grew.

Source: RFC 6962 section 2.1; verification as in RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from stanchion.exact.record import record
from stanchion.release.log.errors import OutsideLog

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf; the prefix keeps it apart from those of nodes."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return sha256(b"\1" + left + right).digest()


@record(frozen=True, slots=True)
class Frontier:
    """All that must be kept of a tree so that it can grow: the roots of its full subtrees.

    From the largest to the smallest, one for each bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def with_leaves(self, leaves: Iterable[bytes]) -> "Frontier":
        """The frontier when leaves (their hashes) have been added."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            made, full = leaf, size
            while full & 1:
                made = node_hash(peaks.pop(), made)
                full >>= 1
            peaks.append(made)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def consistent(self) -> bool:
        """Whether there is one peak of 32 bytes for each bit of the size."""
        return len(self.peaks) == self.size.bit_count() and all(len(p) == 32 for p in self.peaks)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        *others, made = self.peaks
        for peak in reversed(others):
            made = node_hash(peak, made)
        return made


class Tree:
    """All hashes of a tree, so that proofs of any of its sizes can be given."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.levels: list[Sequence[bytes]] = [tuple(leaves)]
        while len(below := self.levels[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)
            self.levels.append([node_hash(left, right) for left, right in pairs])

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return len(self.levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree of the first `size` leaves; raises OutsideLog."""
        size = self._checked(self.size if size is None else size)
        return self._of(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that leaf `index` is in the tree of `size` leaves, from the leaf upwards."""
        size = self._checked(self.size if size is None else size)
        if not 0 <= index < size:
            raise OutsideLog(index, size)
        found: list[bytes] = []
        start, stop = 0, size
        while stop - start > 1:
            middle = start + _split(stop - start)
            if index < middle:
                found.append(self._of(middle, stop))
                stop = middle
            else:
                found.append(self._of(start, middle))
                start = middle
        return tuple(reversed(found))

    def consistency(self, first: int, second: int | None = None) -> tuple[bytes, ...]:
        """The proof that the tree of `second` leaves begins with that of `first`."""
        second = self._checked(self.size if second is None else second)
        if not 0 <= first <= second:
            raise OutsideLog(first, second)
        if first in {0, second}:
            return ()
        found: list[bytes] = []
        start, stop, whole = 0, second, True
        while first - start != stop - start:
            middle = start + _split(stop - start)
            if first <= middle:
                found.append(self._of(middle, stop))
                stop = middle
            else:
                found.append(self._of(start, middle))
                start, whole = middle, False
        if not whole:
            found.append(self._of(start, stop))
        return tuple(reversed(found))

    def _checked(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise OutsideLog(size, self.size)
        return size

    def _of(self, start: int, stop: int) -> bytes:
        """The hash over leaves `start` up to `stop`, of which full subtrees are at hand."""
        count = stop - start
        level = count.bit_length() - 1
        if count == 1 << level:
            return self.levels[level][start >> level]
        middle = start + _split(count)
        return node_hash(self._of(start, middle), self._of(middle, stop))


def _split(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf is entry `index` of the tree of that size and root."""
    if not 0 <= index < size:
        return False
    place, last, made = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            made = node_hash(step, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, step)
        place, last = place >> 1, last >> 1
    return last == 0 and made == root


def consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the second tree begins with the first."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    steps = list(proof) if first & (first - 1) else [first_root, *proof]
    if not steps:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
