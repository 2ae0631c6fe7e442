"""A small firm in which two of three directors have removed the chief executive, for tests."""

from functools import cache

from stanchion.api.loading import load
from stanchion.charter.model import Charter

FIRM = """\
stanchion: 1
name: A firm
opening: 2024-01-01
as_of: 2024-03-01
time_zone: UTC
currency: EUR
parties:
  firm: {company: A firm, acts_by: board}
  ann: {person: Ann}
  bob: {person: Bob}
  cat: {person: Cat}
  dan: {person: Dan}
  bank: {company: A bank}
  rival: {company: A rival}
  staff: {group: Staff, size: 100, votes_as: nobody}
bodies:
  board: {of: firm, seats: [ann, bob, cat], acts: more than 1/2 of seats in office}
offices:
  ceo: {of: firm, held_by: dan}
decisions:
  remove_ceo: {by: board, effect: ceo falls vacant}
  appoint_ceo: {by: board, effect: someone becomes ceo}
events:
  - id: removal
    at: 2024-03-01 12:00
    what: the board removes Dan
    decided: remove_ceo
    by: [ann, bob]
    effect: ceo falls vacant
  - {id: back, at: 2024-03-04 18:00, what: Dan is back, effect: dan becomes ceo}
dispute:
  question: does the removal stand
  begins: 2024-03-01 12:00
  opens_with: removal
  deadline_days: 10
  noise: 10
  axes:
    trust: {low: none, high: full}
  parties:
    ann:
      positions: {trust: {position: 10, salience: 80}}
      influence: 40
      because: said so
    bob:
      positions: {trust: {position: 40 (20 to 60), salience: 60}}
      influence: 40
      because: said so
      shifts:
        - start: 2024-03-03 09:00
          worth: {stands: 10, returns: 90}
          because: changed his mind in public
    cat:
      positions: {trust: {position: 90, salience: 80}}
      influence: 40
      because: said so
  crowds:
    staff: {exit_threshold: 40 (10 to 80), exit_cost: 60, loyalty: 30, because: nobody asked}
  offers:
    - {to: staff, by: rival, when: 2024-03-02 09:00, lowers_cost_to: 20, because: work for all}
  outcomes:
    stands:
      name: The removal stands
      effect: dan leaves ceo
      worth: {ann: 90, bob: 60 (30 to 90), cat: 5, staff: 20, rival: 10}
    returns:
      name: Dan returns
      effect: dan becomes ceo
      worth: {ann: 10, bob: 40 (10 to 70), cat: 95, staff: 80, rival: 50}
      happened: 2024-03-04 18:00
    gone:
      name: The staff leave
      left_by: staff
      worth: {ann: 5, bob: 5, cat: 20, staff: 50, rival: 90}
  levers:
    consent: {name: the bank's consent, set: decision remove_ceo also needs consent of bank}
    majority: {name: a majority as now, set: decision remove_ceo needs more than 1/2 of seats in office of board}
    all_three: {name: all directors, set: decision remove_ceo needs at least 3/3 of seats in office of board}
"""  # noqa: E501 - a charter


@cache
def charter_of(text: str = FIRM) -> Charter:
    """The charter of a text that has no fault."""
    loaded = load(text.encode(), file="firm.yaml")
    assert loaded.charter is not None, [str(d) for d in loaded.diagnostics]
    return loaded.charter
