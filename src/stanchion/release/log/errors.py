"""What a caller can ask of a log that it does not have, or give that cannot be read."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class OutsideLog(StanchionError, LookupError):
    """Entry or size `asked` of a log that has `size` entries."""

    asked: int
    size: int

    def __str__(self) -> str:
        return f"the log has {self.size} entries, and nothing at {self.asked}"


@dataclass(eq=False)
class EntryTooLong(StanchionError, ValueError):
    """An entry of `length` bytes; the exported form counts its bytes in sixteen bits."""

    length: int
    most: int

    def __str__(self) -> str:
        return (
            f"a record of {self.length} bytes is too long for the log, which takes {self.most}; "
            "files belong into it by their digest"
        )


@dataclass(eq=False)
class Malformed(StanchionError, ValueError):
    """A text or file `what` of the log that is not in its published form, and why."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what} cannot be read: {self.why}"
