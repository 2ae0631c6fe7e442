"""Questions about owners: who holds, who owns in the end, who controls."""

from fractions import Fraction

from stanchion.api.errors import BadQuestion
from stanchion.api.view import View, known_or_raise, read_question
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.control.ownership import owners as question
from stanchion.control.ownership import portfolio as portfolio_question
from stanchion.control.ownership.closure import MAJORITY
from stanchion.control.ownership.results import METHODS, OwnerNetwork, Owners, Portfolio

__all__ = [
    "MAJORITY",
    "METHODS",
    "OwnerNetwork",
    "Owners",
    "Portfolio",
    "all_owners",
    "owners",
    "portfolio",
    "threshold_of",
]


def owners(asked: View, entity: str, *, threshold: p.Threshold = MAJORITY) -> Owners:
    """Who owns and controls one party, as things stood, each figure by a named method.

    `threshold` is the share of an entity's votes that makes control. Raises UnknownName.
    """
    known_or_raise("party", entity, asked.state.charter.parties)
    return question.owners(asked.state, entity, threshold=threshold)


def portfolio(asked: View, owner: str, *, threshold: p.Threshold = MAJORITY) -> Portfolio:
    """What one party has of every entity over all chains, and whom it controls.

    Raises UnknownName.
    """
    known_or_raise("party", owner, asked.state.charter.parties)
    return portfolio_question.portfolio(asked.state, owner, threshold=threshold)


def all_owners(asked: View, *, threshold: p.Threshold = MAJORITY) -> OwnerNetwork:
    """Every entity of the charter with its owners, whom each party controls, and all rings."""
    return question.all_owners(asked.state, threshold=threshold)


def threshold_of(text: str) -> p.Threshold:
    """`at least 2/3 of outstanding votes`: what makes control; raises BadQuestion."""
    found = read_question(text, g.threshold)
    fits = found.base is p.Base.OUTSTANDING_VOTES and found.of is None
    if not fits or found.share is None or not Fraction(0) <= found.share <= 1:
        raise BadQuestion(
            text,
            "control is asked for by a share of outstanding votes",
            0,
            len(text),
            "not such a share",
            "write for example `more than 1/2 of outstanding votes`",
        )
    return found
