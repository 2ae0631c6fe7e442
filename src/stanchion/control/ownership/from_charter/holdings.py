"""From the holdings and bodies of a charter, at an instant, to a network of owners."""

from stanchion.charter.state import State
from stanchion.control.ownership.from_charter.acting import Acting
from stanchion.control.ownership.from_charter.units import Measured, NotSaid, measured
from stanchion.control.ownership.interval import NOTHING, Interval
from stanchion.control.ownership.network import Declared, Network, Of, Stake, Unknown


def network(state: State) -> Network:
    """Who holds what of whom as things stood, and by what rule each entity acts."""
    acting = Acting(state)
    acts = tuple(acting.rules())
    stakes: list[Stake] = []
    unknown: list[Unknown] = []
    assumptions: list[str] = []
    for entity in dict.fromkeys(str(stake.entity) for stake in state.stakes):
        found: dict[Of, Measured] = {}
        for of in Of:
            try:
                found[of] = measured(state, entity, of)
                assumptions += [f"`{entity}`: {said}" for said in found[of].assumptions]
            except NotSaid as why:
                unknown.append(Unknown(entity, of, str(why)))
        stakes += _stakes(state, entity, found)
    used = [*acting.assumptions, *assumptions]
    names = [*map(str, state.charter.parties), *(stake.holder for stake in stakes)]
    return Network(
        parties=tuple(dict.fromkeys(names)),
        stakes=tuple(stakes),
        acts=acts,
        declared=_declared(state),
        unknown=tuple(unknown),
        assumptions=tuple(dict.fromkeys(used)),
    )


def _stakes(state: State, entity: str, found: dict[Of, Measured]) -> list[Stake]:
    holders = dict.fromkeys(str(s.holder) for s in state.stakes if s.entity == entity)
    said = {
        str(s.holder): Interval.of(s.votes)
        for s in state.stakes
        if s.entity == entity and s.votes is not None
    }
    made = []
    for holder in holders:
        steps = [step for of in found.values() for step in of.steps.get(holder, ())]
        shares = {of: measure.shares.get(holder, NOTHING) for of, measure in found.items()}
        stake = Stake(
            holder,
            entity,
            ownership=shares.get(Of.OWNERSHIP),
            votes=shares.get(Of.VOTES),
            declared_votes=said.get(holder),
            because=tuple(dict.fromkeys(steps)),
        )
        if stake.declared_votes or any(share.high for share in shares.values()):
            made.append(stake)  # options and debt alone make nobody an owner
    return made


def _declared(state: State) -> tuple[Declared, ...]:
    """The shares of votes that holdings state beside their units; kept apart from computed ones."""
    return tuple(
        Declared(str(s.holder), str(s.entity), Of.VOTES, Interval.of(s.votes))
        for s in state.stakes
        if s.votes is not None
    )
