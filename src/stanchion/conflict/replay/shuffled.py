"""The control: the same numbers, given to other parties.

What each party wants, how much it acts on it and what it would give each outcome change places;
who sits where and what the rules are stay. A model whose forecasts are as good with the labels
shuffled has learnt nothing from who the parties are. Crowds keep their own numbers, for a
threshold or a price of leaving means nothing to a person.
"""

import numpy as np

from stanchion.charter.dispute import Dispute, Outcome
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.conflict.chance import key_of, runs_from, uniforms

Exchange = dict[Name, Name]
"""Whose numbers each party gets."""


def exchange(dispute: Dispute, seed: int) -> Exchange:
    """A shuffling of the parties that are no crowd, from a seed.

    Everybody gets the numbers of somebody else, as long as there are two: the names are put in a
    random order and each is given those of the next.
    """
    names = sorted(name for name in dispute.parties if name not in dispute.crowds)
    drawn = [float(uniforms(seed, runs_from(0, 1), key_of(name))[0]) for name in names]
    order = [names[place] for place in np.argsort(drawn, kind="stable")]
    return dict(zip(order, [*order[1:], *order[:1]], strict=True))


def shuffled(charter: Charter, labels: Exchange) -> Charter:
    """The charter with the parties' numbers exchanged."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    parties = {name: dispute.parties[labels.get(name, name)] for name in dispute.parties}
    outcomes = {name: _exchanged(o, labels) for name, o in dispute.outcomes.items()}
    return charter.changed(dispute=dispute.changed(parties=parties, outcomes=outcomes))


def _exchanged(outcome: Outcome, labels: Exchange) -> Outcome:
    named = {*outcome.worth, *labels}
    source = {name: labels.get(name, name) for name in sorted(named)}
    worth = {n: outcome.worth[s] for n, s in source.items() if s in outcome.worth}
    return outcome.changed(worth=worth)
