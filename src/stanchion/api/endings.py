"""The endings of a dispute, as questions name them."""

from stanchion.api.view import known_or_raise
from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import AS_BEFORE


def known_ending(charter: Charter, ending: str | None) -> str | None:
    """An ending by its name, if the dispute has it; raises UnknownName."""
    if ending is None or charter.dispute is None:
        return None
    return str(known_or_raise("outcome", ending, [*charter.dispute.outcomes, AS_BEFORE]))
