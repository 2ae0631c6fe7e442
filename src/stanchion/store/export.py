"""A register as files: what a web server hands out, an auditor keeps, a stranger verifies.

Tiles and bundles as C2SP has them, every signed checkpoint, the witness policy, the documents, and
a program that verifies it all with Python and `cryptography` alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from stanchion.exact.errors import StanchionError
from stanchion.release.log.checkpoint import Note, read_note
from stanchion.release.log.errors import Malformed
from stanchion.release.log.merkle import Tree
from stanchion.release.log.quorum import Quorum
from stanchion.release.log.tiles import WIDTH, bundles, entries_of, tiles
from stanchion.release.records.entries import Fault
from stanchion.release.records.verification import Kept, Verified, verified
from stanchion.store.keys import verify, verify_all

VERIFIER = Path(__file__).with_name("verify_register.py")


@dataclass(eq=False)
class NotEmpty(StanchionError, ValueError):
    """A register is exported into a folder of its own, and `path` has files in it."""

    path: str

    def __str__(self) -> str:
        return f"`{self.path}` has files in it; an export goes into a folder of its own"


@dataclass(eq=False)
class NoExport(StanchionError, ValueError):
    """The folder `path` has no exported register that can be read, and why."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"`{self.path}` has no exported register: {self.why}"


def files_of(kept: Kept, quorum: Quorum) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the export."""
    yield from bundles(kept.entries)
    leaves = kept.leaves
    assert leaves is not None  # INVARIANT: what is exported comes from a store
    yield from tiles(Tree(leaves))
    for note in kept.notes:
        yield f"checkpoints/{note.checkpoint.size}", str(note).encode()
    if kept.notes:
        yield "checkpoint", str(kept.notes[-1]).encode()
    yield "log.vkey", f"{quorum.log}\n".encode()
    yield "witness-policy", str(quorum).encode()
    for digest, content in kept.documents.items():
        yield f"documents/{digest}", content
    yield VERIFIER.name, VERIFIER.read_bytes()


SUMS = "SHA256SUMS"


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The list of all files with their digests, as `sha256sum -c` reads it."""
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def write_export(folder: Path, kept: Kept, quorum: Quorum) -> int:
    """Write the export into a new or empty folder; how many files. Raises NotEmpty."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(str(folder))
    files = dict(files_of(kept, quorum))
    files[SUMS] = sums_of(files)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def is_export(folder: Path) -> bool:
    """Whether a folder looks like an export."""
    return (folder / "tile").is_dir()


def read_export(folder: Path, held: tuple[Note, ...] = ()) -> Kept:
    """The register that is exported in a folder; raises NoExport."""
    try:
        entries = [e for part in _parts(folder / "tile" / "entries") for e in entries_of(part)]
        hashes = b"".join(_parts(folder / "tile" / "0"))
        paths = sorted((folder / "checkpoints").glob("*"), key=lambda path: int(path.name))
        notes = [read_note(path.read_bytes()) for path in paths]
        latest = folder / "checkpoint"
        if latest.is_file():
            notes.append(read_note(latest.read_bytes()))
    except (Malformed, ValueError) as wrong:
        raise NoExport(str(folder), str(wrong)) from None
    leaves = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    stored = folder / "documents"
    documents = {p.name: p.read_bytes() for p in stored.glob("*")} if stored.is_dir() else {}
    return Kept(tuple(entries), tuple(leaves), tuple(dict.fromkeys(notes)), documents, held)


def _parts(folder: Path) -> Iterator[bytes]:
    """The tiles of a level in order: full ones, and the part of one at the end."""
    number = 0
    while True:
        groups = [f"{number % 1000:03}"]
        rest = number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        path = folder.joinpath(*groups)
        if path.is_file():
            yield path.read_bytes()
            number += 1
            continue
        parts = sorted(path.parent.glob(f"{path.name}.p/*"), key=lambda part: -int(part.name))
        if parts and int(parts[0].name) < WIDTH:
            yield parts[0].read_bytes()
        return


def export_faults(folder: Path, kept: Kept, quorum: Quorum) -> list[Fault]:
    """Files of an export that are missing, or are not what the log makes of them."""
    expected = dict(files_of(kept, quorum))
    expected[SUMS] = sums_of(expected)
    found = {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_file()}
    wrong = [f"the file `{name}` is missing" for name in expected.keys() - found.keys()]
    for name, path in found.items():
        if name not in expected:
            wrong.append(f"the file `{name}` does not belong to the export")
        elif path.read_bytes() != expected[name]:
            wrong.append(f"the file `{name}` is not what the log makes of it")
    return [Fault(what) for what in sorted(wrong)]


def verified_export(folder: Path, held: tuple[Note, ...] = ()) -> Verified:
    """Verify an exported register: the log, and every file against what the log makes of it."""
    kept = read_export(folder, held)
    found = verified(kept, verify=verify, verify_all=verify_all)
    quorum = found.account.quorum
    wrong = [] if quorum is None else export_faults(folder, kept, quorum)
    if not wrong:
        return found
    faults = (*found.verification.faults, *wrong)
    return Verified(replace(found.verification, faults=faults, shows=()), found.account)
