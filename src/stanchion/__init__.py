"""Stanchion: a company's constitution as code.

`stanchion.load("openai-2023")` gives a case to ask questions of; in a notebook it shows itself.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanchion.notebook.case import Case

__version__ = "0.1.0"


def load(name: str) -> "Case":
    """A case by its name, or a charter by its path; raises UnknownName, CannotLoad."""
    from stanchion.notebook.case import load as found  # engines load only when one is asked

    return found(name)
