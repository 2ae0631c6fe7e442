"""What cannot become part of a register, and why."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class NoRecord(StanchionError, ValueError):
    """Bytes that are no record of ours; `why` in words."""

    why: str

    def __str__(self) -> str:
        return f"no record of a register: {self.why}"


@dataclass(eq=False)
class Inadmissible(StanchionError, ValueError):
    """A record that says something which the charter's rules refuse; `rule` says which."""

    what: str
    rule: str

    def __str__(self) -> str:
        return f"{self.what} does not count: {self.rule}"
