"""The digest of a model's files, as OpenSSF model signing computes it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from stanchion.formats.evidence.errors import UnreadableEvidence
from stanchion.release.subject import digest_of_files

IGNORED = frozenset({".git", ".gitattributes", ".github", ".gitignore"})
"""What is no part of a model, at the top of its folder."""
_CHUNK = 2**20


def model_digest(path: Path) -> str:
    """The digest of the model in a folder, or of one file; raises UnreadableEvidence, OSError."""
    files = [(path, ".")] if path.is_file() else list(_files(path))
    if not files:
        raise UnreadableEvidence(str(path), "there are no files in it")
    return digest_of_files((name, _digest(file)) for file, name in files)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] in IGNORED:
            continue
        if path.is_symlink():
            raise UnreadableEvidence(
                str(path), "it is a symbolic link", "put the file itself into the model's folder"
            )
        if path.is_file():
            yield path, relative.as_posix()


def _digest(path: Path) -> bytes:
    whole = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            whole.update(chunk)
    return whole.digest()
