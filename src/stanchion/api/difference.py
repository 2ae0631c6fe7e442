"""What became of something between two charters."""

from enum import Enum


class Difference(Enum):
    """The same, or how it differs."""

    SAME = "the same"
    CHANGED = "changed"
    ADDED = "new"
    REMOVED = "gone"
