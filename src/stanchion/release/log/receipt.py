"""A receipt: the proof, for reading offline, that an entry is in the log that a checkpoint seals.

Source: C2SP tlog-proof@v1.
"""

import re

from stanchion.exact.record import record
from stanchion.release.log.base64 import from_base64, to_base64
from stanchion.release.log.checkpoint import Note, read_note
from stanchion.release.log.errors import Malformed
from stanchion.release.log.merkle import included, leaf_hash

HEAD = "c2sp.org/tlog-proof@v1"


@record(frozen=True, slots=True)
class Receipt:
    """The place of an entry, the hashes from it to the root, and the checkpoint with that root."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        lines = [HEAD, f"index {self.index}", *(to_base64(step) for step in self.hashes)]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.note}"

    def shows(self, entry: bytes) -> bool:
        """Whether the entry is in the log at this place; the signatures are another matter."""
        at = self.note.checkpoint
        return included(leaf_hash(entry), self.index, at.size, self.hashes, at.root)


def read_receipt(data: bytes | str) -> Receipt:
    """A receipt as published; raises Malformed."""
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise Malformed("a receipt", "it is not UTF-8") from None
    proof, between, note = text.partition("\n\n")
    head, *lines = proof.split("\n")
    if head != HEAD or not between or not lines:
        raise Malformed("a receipt", f"it does not begin with `{HEAD}` and an index")
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[0])
    if match is None:
        raise Malformed("a receipt", f"`{lines[0][:40]}` is no index")
    hashes = tuple(from_base64(line, "a receipt") for line in lines[1:])
    if len(hashes) > 63 or any(len(step) != 32 for step in hashes):
        raise Malformed("a receipt", "a proof is at most 63 hashes of 32 bytes")
    return Receipt(int(match[1]), hashes, read_note(note))
