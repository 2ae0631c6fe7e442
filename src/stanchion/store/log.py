"""What a store of a register offers: entries that are only ever added, and what is kept by them.

A store that acknowledges an append has it for good; entries are numbered from 0 without a gap.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from stanchion.exact.record import record
from stanchion.release.log.checkpoint import Checkpoint, Note
from stanchion.release.log.merkle import Frontier


@record(frozen=True, slots=True)
class Head:
    """Size and root of the log, with what is needed so that it can grow."""

    origin: str
    frontier: Frontier

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.frontier.size

    @property
    def checkpoint(self) -> Checkpoint:
        """The log as a checkpoint, not signed yet."""
        return Checkpoint(self.origin, self.frontier.size, self.frontier.root)


Prepare = Callable[[Head], Sequence[bytes]]
"""Makes entries in sight of the head that they follow, while nobody else can write."""


class Log(Protocol):
    """An append-only log with its notes and documents."""

    @property
    def origin(self) -> str:
        """The name under which its checkpoints are signed."""
        ...

    def head(self) -> Head:
        """The log as it stands."""
        ...

    def append(self, entries: Sequence[bytes] | Prepare) -> Head:
        """Add entries, all or none, for good; the head after them."""
        ...

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Entries from `start` up to but not `stop`, in order."""
        ...

    def leaves(self) -> Iterator[bytes]:
        """The hashes of all entries, as they were when they were added."""
        ...

    def add_note(self, note: Note) -> None:
        """Keep the signatures of a checkpoint beside those that are there."""
        ...

    def notes(self) -> tuple[Note, ...]:
        """All checkpoints that were signed, by size, each with all of its signatures."""
        ...

    def add_document(self, content: bytes) -> str:
        """Keep a document by its digest, which is returned."""
        ...

    def documents(self) -> dict[str, bytes]:
        """All documents by digest."""
        ...
