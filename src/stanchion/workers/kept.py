"""What is done of an ensemble, kept in a file of one line a batch, so that it can be gone on with.

A line stands once it is whole: what an interruption cut off is worked off again.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.ensembles.batches import Batch
from stanchion.conflict.ensembles.tally import Tally
from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class KeptOtherwise(StanchionError, ValueError):
    """The file holds runs of another question: another charter, seed, or size of batches."""

    file: str

    def __str__(self) -> str:
        return (
            f"`{self.file}` keeps runs of another charter, instant, seed or size of batches; "
            "name another file, or remove it"
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of batches that are done, and what it held when it was opened."""

    path: Path
    crisis: Crisis
    known: dict[int, Tally]

    def add(self, batch: Batch, tally: Tally) -> None:
        """Keep a batch that is done."""
        line = json.dumps({"batch": batch.number, **tally.plain()})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def kept_in(path: Path, crisis: Crisis, *, seed: int, size: int) -> Kept:
    """The file at a path, made if there is none; raises KeptOtherwise, OSError."""
    head = {"crisis": crisis.digest, "seed": seed, "size": size}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not lines:
        path.write_text(json.dumps(head) + "\n", encoding="utf-8")
        return Kept(path, crisis, {})
    if _read(lines[0]) != head:
        raise KeptOtherwise(str(path))
    known: dict[int, Tally] = {}
    whole = [lines[0]]
    for line in lines[1:]:
        batch = _batch(line, crisis)
        if batch is not None:
            known.update(batch)
            whole.append(line)
    path.write_text("".join(line + "\n" for line in whole), encoding="utf-8")
    return Kept(path, crisis, known)


def _read(line: str) -> object:
    try:
        found: object = json.loads(line)
    except json.JSONDecodeError:
        return None
    return found


def _batch(line: str, crisis: Crisis) -> dict[int, Tally] | None:
    """The batch that a line keeps; None where it was cut off, or is none."""
    read = _read(line)
    if not isinstance(read, dict) or not isinstance(read.get("batch"), int):
        return None
    try:
        return {read["batch"]: Tally.from_plain(read, crisis)}
    except (KeyError, TypeError, ValueError):
        return None
