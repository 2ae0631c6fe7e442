"""Small companies with a dispute, for tests of the crisis."""

from datetime import datetime
from functools import cache

from stanchion.api.loading import load
from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.from_charter import crisis, scene

HEAD = """
stanchion: 1
name: A small company
as_of: 2024-01-01 UTC
opening: 2024-01-01
time_zone: UTC
currency: USD
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  eva: {person: Eva}
  rival: {company: A rival}
  staff: {group: Staff, size: 100, votes_as: nobody}
  lab: {company: The lab, acts_by: board}
bodies:
  board: {of: lab, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
offices:
  chief: {of: lab, held_by: eva}
decisions:
  remove_chief: {by: board, effect: chief falls vacant, notice: none}
  appoint_chief: {by: board, effect: someone becomes chief, notice: none}
  elect: {by: board, effect: someone joins board, notice: none}
  amend_rules: {by: board, effect: rule of remove_chief is amended, notice: none}
events:
  - id: removal
    at: 2024-03-01 12:00
    what: Eva is removed
    decided: remove_chief
    by: [ann, bob]
    effect: chief falls vacant
"""

DISPUTE = """
dispute:
  question: does it stand
  begins: 2024-03-01 12:00
  opens_with: removal
  deadline_days: 4
  noise: 0
  axes: {trust: {low: none, high: full}}
  parties:
    ann: {positions: {trust: {position: 10, salience: 90}}, influence: 30, because: moved it}
    bob: {positions: {trust: {position: 20, salience: 90}}, influence: 30, because: moved it}
    cyd: {positions: {trust: {position: 80, salience: 90}}, influence: 30, because: was against}
  crowds:
    staff: {exit_threshold: 30, spread: 20, exit_cost: 50, loyalty: 0, because: they like her}
  offers:
    - {to: staff, by: rival, when: 2024-03-02 13:00, lowers_cost_to: 10, because: work for all}
  moves:
    - {kind: decide, parties: board, decision: appoint_chief}
    - {kind: decide, parties: rival, decision: remove_chief}
    - {kind: resign, parties: [ann, rival]}
    - {kind: call a meeting, parties: [ann, rival]}
    - {kind: offer, parties: rival}
    - {kind: sign, parties: staff}
    - {kind: yield, parties: [board, rival]}
    - {kind: sue, parties: rival}
  outcomes:
    stands:
      name: It stands
      effect: eva leaves chief
      worth: {ann: 90, bob: 80, cyd: 10, staff: 5, rival: 20}
    returns:
      name: She returns
      effect: [eva becomes chief, someone joins board]
      worth: {ann: 20, bob: 30, cyd: 90, staff: 90, rival: 60}
    left:
      name: The staff have left
      left_by: staff
      worth: {ann: 0, bob: 0, cyd: 0, staff: 50, rival: 90}
"""


@cache
def charter_of(text: str) -> Charter:
    """A charter that loads without an error."""
    loaded = load(text.encode(), file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


@cache
def small(*changes: tuple[str, str], known: str | None = None, **how: object) -> Crisis:
    """The crisis of the small company, pieces of its text replaced."""
    text = HEAD + DISPUTE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    until = None if known is None else datetime.fromisoformat(known)
    return crisis(scene(charter_of(text), known=until, **how))  # type: ignore[arg-type]
