"""Making a charter of a text; kept apart from other questions so that it costs little to import."""

from stanchion.charter.loader import Loaded, load

__all__ = ["Loaded", "load"]
