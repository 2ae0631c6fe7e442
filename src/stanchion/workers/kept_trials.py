"""What is done of the trials of a question, kept in a file of one line a stretch of runs.

A line stands once it is whole. Every stretch is kept under a digest of all that it depends on, so
that one file serves any question, and what was kept for another charter or seed is never taken.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stanchion.conflict.crisis.compiled import digest_of
from stanchion.conflict.trials import Endings, Mapper, Stretch
from stanchion.exact.errors import StanchionError

BEGINS = '{"stretch": '
"""How every line begins: a file that begins otherwise is not ours, and is left as it is."""


@dataclass(eq=False)
class KeptSomethingElse(StanchionError, ValueError):
    """The file holds something else than what is done of such a question."""

    file: str

    def __str__(self) -> str:
        return (
            f"`{self.file}` holds something else than stretches of runs, and is left as it is; "
            "name another file"
        )


def keeping(path: Path, spread: Mapper) -> Mapper:
    """The same mapper, which takes from the file what it holds and adds to it what is done."""
    known = _kept_in(path)

    def kept(work: Callable[[Stretch], Endings], stretches: Iterable[Stretch]) -> Iterator[Endings]:
        asked = [(one, _digest(one)) for one in stretches]
        for one, digest in asked:
            if digest in known and not _fits(one, known[digest]):
                del known[digest]  # not what was written, so that it is worked off again
        done = iter(spread(work, [one for one, digest in asked if digest not in known]))
        for _, digest in asked:
            if digest not in known:
                known[digest] = next(done)
                _add(path, digest, known[digest])
            yield known[digest]

    return kept


def _fits(one: Stretch, endings: Endings) -> bool:
    """Whether these can be the endings of a stretch at all."""
    places = len(one.crisis.statuses)
    return len(endings) == one.count and bool(((endings >= 0) & (endings < places)).all())


def _digest(one: Stretch) -> str:
    """A digest of all that the endings of a stretch depend on."""
    found = hashlib.sha256()
    fixed = sorted(one.chosen.fixed.items())
    head = [
        digest_of(one.crisis),
        one.seed,
        one.first,
        one.count,
        fixed,
        sorted(one.chosen.uniforms),
    ]
    found.update(json.dumps(head).encode())
    for _, drawn in sorted(one.chosen.uniforms.items()):
        found.update(np.ascontiguousarray(drawn, dtype="<f8").tobytes())
    return found.hexdigest()


def _add(path: Path, digest: str, endings: Endings) -> None:
    line = json.dumps({"stretch": digest, "endings": base64.b64encode(endings.tobytes()).decode()})
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _kept_in(path: Path) -> dict[str, Endings]:
    """The stretches that a file holds; what was cut off, or is none, is taken out of it.

    Raises KeptSomethingElse, OSError.
    """
    if not path.exists():
        path.touch()
        return {}
    known: dict[str, Endings] = {}
    whole = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if lines and not lines[0].startswith(BEGINS[: len(lines[0])]):
        raise KeptSomethingElse(str(path))
    for line in lines:
        read = _stretch(line)
        if read is not None:
            known.update([read])
            whole.append(line)
    text = "".join(line + "\n" for line in whole)
    if text.encode() != path.read_bytes():
        path.write_text(text, encoding="utf-8")
    return known


def _stretch(line: str) -> tuple[str, Endings] | None:
    try:
        read = json.loads(line)
        endings = np.frombuffer(base64.b64decode(read["endings"], validate=True), dtype=np.int8)
        return str(read["stretch"]), endings
    except (KeyError, TypeError, ValueError):
        return None
