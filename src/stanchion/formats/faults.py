"""What can be wrong with a file that is no charter: which file, where in it, and why."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class BadFile(StanchionError, ValueError):
    """`file` cannot be read as what was asked for; `where` is its line, row or key."""

    file: str
    where: str
    why: str
    help: str = ""

    def __str__(self) -> str:
        place = f", {self.where}" if self.where else ""
        remedy = f"\n  = help: {self.help}" if self.help else ""
        return f"`{self.file}`{place}: {self.why}{remedy}"
