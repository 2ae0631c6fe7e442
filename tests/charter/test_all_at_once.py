"""Every fault at once, and none that only follows from another."""

import pytest
from tests.underlined import underlined

from stanchion.charter.loader import load

HEAD = """\
stanchion: 1
name: A small company
as_of: 2024-01-01
time_zone: UTC
currency: USD
"""
WHOLE = f"""{HEAD}
sources:
  press: {{title: The story, publisher: The press, date: 2023, confidence: reported}}
parties:
  alice: {{person: Alice}}
  bob: {{person: Bob}}
  staff: {{group: The staff, size: 770}}
  llc: {{company: Small LLC, managed_by: inc}}
  inc: {{nonprofit: Small Inc, acts_by: board}}
groups:
  owners: [alice, bob]
classes:
  llc:
    common: {{kind: common, units: 100, votes: 1 per unit}}
    series_1: {{kind: capped_unit, cap: 5, cap_is_on: profit}}
holdings:
  llc:
    - {{holder: alice, class: common, units: 60, invested: 5 bn, source: press}}
    - {{holder: bob, class: common, units: 40, invested: 5 bn, source: press}}
bodies:
  board:
    of: inc
    seats: [alice, bob, vacant]
    size: 3
    chair: chief
    acts: more than 1/2 of seats in office
    source: press
offices:
  chief: {{of: llc, held_by: alice}}
decisions:
  sell: {{by: manager of llc, needs: more than 1/2 of seats in office of board, effect: llc is sold,
    source: press}}
  hire: {{by: board, needs: a majority of seats in office, effect: someone becomes chief,
    source: press}}
duties:
  candour: {{owed_by: chief, owed_to: board, of: What matters, within: 2 days}}
terms:
  recouped: {{is: 13 bn}}
pay:
  llc:
    pays: cumulative profit
    rounding: largest remainder
    by: stages
    stages:
      - {{stage: recoup, shares: {{alice: 75%, bob: 25%}}, until: alice has received recouped}}
      - stage: share
        shares: {{alice: 49%, bob: 51%}}
        caps:
          alice: {{at: 100x invested, counts: everything}}
          bob: {{at: 100 bn, counts: this stage}}
        freed: {{alice: others pro rata, bob: the residual}}
    residual: inc
    source: press
readings:
  whose_share:
    asks: Who takes the freed share?
    as_written: others
    options:
      others: {{says: The others}}
      charity: {{says: The charity, set: freed share of alice in share goes to inc}}
events:
  - {{at: 2023-11-17, what: The chief was removed, effect: chief falls vacant, source: press}}
expect:
  - inc receives exactly 100% of every dollar above 100,000 bn
"""


def faults(text: str) -> list[tuple[str, str]]:
    """Code and underlined text of every diagnostic, in order."""
    return [(d.code, underlined(d, text)) for d in load(text, file="c.yaml").diagnostics]


def replaced(*changes: tuple[str, str]) -> str:
    """The whole charter with some of its words replaced."""
    text = WHOLE
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def test_the_whole_charter_is_in_order() -> None:
    assert faults(WHOLE) == []


SLIPS = {
    ("currency: USD", "currency: UDS"): ("ST106", "UDS"),
    ("confidence: reported", "confidence: reportd"): ("ST103", "reportd"),
    ("owners: [alice, bob]", "owners: [alice, bobb]"): ("ST110", "bobb"),
    ("kind: capped_unit", "kind: caped_unit"): ("ST104", "caped_unit"),
    ("chair: chief", "chaire: chief"): ("ST101", "chaire"),
    ("held_by: alice", "held_by: [alice]"): ("ST105", "held_by"),
    ("by: manager of llc", "by: manger of llc"): ("ST201", "of"),
    ("alice: 75%", "alice: 70%"): ("ST310", "shares"),
    ("within: 2 days", "within: 2 dais"): ("ST201", "dais"),
    ("everything", "evrything"): ("ST201", "evrything"),
    ("at: 2023-11-17", "at: 2023-11-31"): ("ST201", "2023-11-31"),
    ("100% of every", "100 of every"): ("ST201", "100"),
}


def test_a_dozen_slips_are_all_reported() -> None:
    # the share of the first stage is set aside with its entity by the cap that cannot be read
    slips = {change: fault for change, fault in SLIPS.items() if fault[0] != "ST310"}
    assert faults(replaced(*slips)) == list(slips.values())


MEANT = {
    ("managed_by: inc", "managed_by: llc"): ("ST407", "llc"),
    ("owners: [alice, bob]", "owners: [alice, bobb]"): ("ST110", "bobb"),
    ("units: 60", "units: 70"): ("ST301", "40"),
    ("chair: chief", "chair: llc"): ("ST401", "llc"),
    ("needs: a majority of seats in office", "needs: all of seats in office of bord"): (
        "ST110",
        "bord",
    ),
    ("is: 13 bn", "is: 13 bn EUR"): ("ST303", "13 bn EUR"),
    ("alice: 75%", "alice: 70%"): ("ST310", "shares"),
    ("until: alice has received", "until: inc has received"): (
        "ST316",
        "inc has received recouped",
    ),
    ("freed: {alice: others pro rata, bob", "freed: {bob"): ("ST311", "alice"),
    ("as_written: others", "as_written: charity"): ("ST801", "charity"),
}


def test_ten_slips_of_meaning_are_all_reported() -> None:
    assert faults(replaced(*MEANT)) == list(MEANT.values())


@pytest.mark.parametrize(("change", "fault"), SLIPS.items(), ids=lambda x: str(x))
def test_one_slip_is_one_fault(change: tuple[str, str], fault: tuple[str, str]) -> None:
    assert faults(replaced(change)) == [fault]


SET_ASIDE = {
    "a time zone": ("time_zone: UTC", "time_zone: UCT/Greenwich", "ST106"),
    "a time zone that is no text": ("time_zone: UTC", "time_zone: [UTC]", "ST105"),
    "the instant of the answers": ("as_of: 2024-01-01", "as_of: 2024-31-01", "ST201"),
    "the version": ("stanchion: 1", "stanchion: 7", "ST103"),
    "the name": ("name: A small company", "name: [A]", "ST105"),
    "the currency": ("currency: USD", "currency: [USD]", "ST105"),
    "a source": ("confidence: reported", "confidence: rumoured", "ST103"),
    "a person": ("alice: {person: Alice}", "alice: {person: Alice, company: Alice}", "ST107"),
    "an entity": ("managed_by: inc}", "managed_by: the inc}", "ST106"),
    "a group": ("owners: [alice, bob]", "owners: [alice, [bob]]", "ST105"),
    "a class": ("units: 100,", "units: -100,", "ST201"),
    "another class of the same entity": ("cap_is_on: profit", "cap_is_on: gross", "ST103"),
    "a holding": ("units: 60,", "units: 60 60,", "ST201"),
    "a body": ("size: 3", "size: three x", "ST201"),
    "the rule of a body": ("acts: more than 1/2 of", "acts: more 1/2 of", "ST201"),
    "an office": ("of: llc, held_by", "off: llc, held_by", "ST101"),
    "a decision": ("effect: llc is sold", "effect: llc is sould", "ST201"),
    "a duty": ("within: 2 days", "within: two days", "ST201"),
    "a term": ("is: 13 bn", "is: 13 bnn", "ST201"),
    "a stage": ("stage: recoup,", "stage: 1st,", "ST106"),
    "a cap": ("counts: everything", "counts: all", "ST201"),
    "a reading": ("as_written: others", "as_written: [others]", "ST105"),
    "an event": ("effect: chief falls vacant", "effect: chief falls", "ST201"),
    "an expectation": ("100% of every", "100 of every", "ST201"),
}


@pytest.mark.parametrize("entry", SET_ASIDE)
def test_an_entry_set_aside_causes_no_other_fault(entry: str) -> None:
    old, new, code = SET_ASIDE[entry]
    found = [code for code, _ in faults(replaced((old, new)))]
    missing = ["ST102"] if code == "ST101" else []  # the key that was meant is not there
    assert sorted(found) == [code, *missing]


MISSING = ("stanchion: 1\n", "name: A small company\n", "as_of: 2024-01-01\n", "currency: USD\n")


@pytest.mark.parametrize("line", MISSING)
def test_a_missing_line_of_the_head_hides_nothing(line: str) -> None:
    found = faults(replaced((line, ""), ("owners: [alice, bob]", "owners: [alice, bobb]")))
    assert [code for code, _ in found] == ["ST102", "ST110"]


def test_an_unknown_term_is_said_once() -> None:
    assert faults(replaced(("has received recouped", "has received recoupd"))) == [
        ("ST110", "recoupd")
    ]


def test_faults_stand_in_the_order_of_the_file() -> None:
    found = load(replaced(*list(SLIPS)[:6]), file="c.yaml").diagnostics
    assert list(found) == sorted(found, key=lambda d: d.at)
