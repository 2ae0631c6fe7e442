"""What is wrong with a file of evidence: which file, why, and what to do."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class UnreadableEvidence(StanchionError, ValueError):
    """A file that is no evidence as any known tool writes it, or that would do harm."""

    file: str
    why: str
    remedy: str = ""

    def __str__(self) -> str:
        help_text = f"\n  = help: {self.remedy}" if self.remedy else ""
        return f"`{self.file}`: {self.why}{help_text}"
