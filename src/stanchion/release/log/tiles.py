"""The log as files that any web server can hand out: tiles of hashes, bundles of entries.

Source: C2SP tlog-tiles. A tile has up to 256 hashes of one level; a bundle up to 256 entries, each
after its length in sixteen bits.
"""

from collections.abc import Iterator, Sequence

from stanchion.release.log.errors import EntryTooLong, Malformed
from stanchion.release.log.merkle import Tree

WIDTH = 256
MOST_BYTES = 65_535


def checked(entry: bytes) -> bytes:
    """The entry, if the exported form can hold it; raises EntryTooLong."""
    if not 0 < len(entry) <= MOST_BYTES:
        raise EntryTooLong(len(entry), MOST_BYTES)
    return entry


def tiles(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Path and content of each tile of hashes; the last of a level may be a part of one."""
    level = 0
    while level * 8 < len(tree.levels):
        hashes = tree.levels[level * 8]
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start : start + WIDTH]
            yield _path(str(level), start // WIDTH, len(part)), b"".join(part)
        level += 1


def bundles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Path and content of each bundle of entries."""
    for start in range(0, len(entries), WIDTH):
        part = entries[start : start + WIDTH]
        content = b"".join(len(checked(e)).to_bytes(2, "big") + e for e in part)
        yield _path("entries", start // WIDTH, len(part)), content


def bundle_paths(size: int) -> Iterator[str]:
    """Where the bundles of a log of that size are, in order."""
    for start in range(0, size, WIDTH):
        yield _path("entries", start // WIDTH, min(WIDTH, size - start))


def entries_of(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle; raises Malformed."""
    found: list[bytes] = []
    place = 0
    while place < len(bundle):
        length = int.from_bytes(bundle[place : place + 2], "big")
        entry = bundle[place + 2 : place + 2 + length]
        if not length or len(entry) != length:
            raise Malformed("a bundle of entries", f"it breaks off after {len(found)} entries")
        found.append(entry)
        place += 2 + length
    return tuple(found)


def _path(level: str, number: int, count: int) -> str:
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    part = "" if count == WIDTH else f".p/{count}"
    return f"tile/{level}/{'/'.join(groups)}{part}"
