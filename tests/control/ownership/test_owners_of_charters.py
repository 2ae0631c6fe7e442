"""Owners as a charter says them: classes, ranges, bodies, managers, rings; worked out by hand."""

from fractions import Fraction

import pytest

from stanchion.api.errors import BadQuestion, UnknownName
from stanchion.api.loading import load
from stanchion.api.owners import all_owners, owners, portfolio, threshold_of
from stanchion.api.view import instant_of, view
from stanchion.charter.model import Charter
from stanchion.control.ownership.results import Owner, Owners
from stanchion.reports import owners as shown
from stanchion.reports.marks import plain
from tests.control.ownership.networks import interval

HEAD = """
stanchion: 1
name: A test
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  top: {company: Top}
  mid: {company: Mid}
  low: {company: Low}
  trust: {trust: Trust, acts_by: trustees}
bodies:
  trustees: {of: trust, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
"""
COMMON = "{common: {kind: common, votes: 1 per unit, units: 100}}"
PYRAMID = f"""
classes: {{top: {COMMON}, mid: {COMMON}, low: {COMMON}}}
holdings:
  top: [{{holder: ann, class: common, units: 60}}, {{holder: bob, class: common, units: 40}}]
  mid: [{{holder: top, class: common, units: 51}}, {{holder: cyd, class: common, units: 49}}]
  low: [{{holder: mid, class: common, units: 51}}, {{holder: bob, class: common, units: 29}}]
"""


def charter_of(text: str) -> Charter:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def of(text: str, entity: str, *, threshold: str | None = None) -> Owners:
    asked = view(charter_of(text))
    if threshold is None:
        return owners(asked, entity)
    return owners(asked, entity, threshold=threshold_of(threshold))


def line(found: Owners, owner: str) -> Owner:
    return next(item for item in found.owners if item.owner == owner)


def controllers(found: Owners) -> dict[str, bool]:
    return {item.owner: item.certain for item in found.controllers}


def test_a_pyramid_controls_with_little() -> None:
    found = of(PYRAMID, "low")
    (ann,) = found.controllers
    assert ann.owner == "ann"
    assert [link.entity for link in ann.chain] == ["top", "mid", "low"]
    assert ann.ownership == interval("0.15606")  # 60% of 51% of 51%
    assert ann.attributed_votes == interval("0.51")
    assert ann.wedge is not None
    assert ann.wedge.low == Fraction("0.51") / Fraction("0.15606")
    assert ann.pyramid
    assert line(found, "ann").weakest_link == interval("0.51")
    assert found.untraced == interval("0.2"), "a fifth of the units is held by nobody known"
    assert line(found, "bob").geometric == interval("0.39404")  # 29% and 40% of 51% of 51%


def test_a_party_is_told_all_that_it_has() -> None:
    found = portfolio(view(charter_of(PYRAMID)), "ann")
    assert [(o.entity, o.geometric, o.controls is not None) for o in found.owned] == [
        ("top", interval("0.6"), True),
        ("mid", interval("0.306"), True),
        ("low", interval("0.15606"), True),
    ]
    (bob,) = [o for o in portfolio(view(charter_of(PYRAMID)), "bob").owned if o.entity == "low"]
    assert bob.geometric == interval("0.39404")
    assert bob.controls is None


def test_another_threshold_is_another_control() -> None:
    assert controllers(of(PYRAMID, "low", threshold="at least 51/100 of outstanding votes"))
    found = of(PYRAMID, "low", threshold="at least 2/3 of outstanding votes")
    assert not found.controllers
    assert found.joint == (("ann", "bob", "cyd"),)


@pytest.mark.parametrize(
    "text", ["more than 1/2 of seats in office", "at least 3 of outstanding votes", "half"]
)
def test_control_is_asked_for_by_a_share_of_votes(text: str) -> None:
    with pytest.raises(BadQuestion):
        threshold_of(text)


def test_an_unknown_party_is_named() -> None:
    with pytest.raises(UnknownName, match="did you mean"):
        of(PYRAMID, "midd")


def test_votes_and_ownership_part_where_classes_differ() -> None:
    found = of(
        """
classes:
  top:
    ten: {kind: common, votes: 10 per unit, units: 100}
    none_at_all: {kind: common, votes: none, units: 300}
    pref:
      kind: preferred
      votes: 1 per unit
      units: 50
      issue_price: 1
      preference: 1x
      rank: 1
      participation: none
      conversion_ratio: 2
      converts_by: each holder
    calls: {kind: option, strike: 1, over: ten, units: 1000}
holdings:
  top:
    - {holder: ann, class: ten, units: 100}
    - {holder: bob, class: none_at_all, units: 300}
    - {holder: cyd, class: pref, units: 50}
    - {holder: cyd, class: calls, units: 1000}
""",
        "top",
    )
    assert [item.direct for item in found.owners] == [
        interval("1/5"),
        interval("3/5"),
        interval("1/5"),
    ]
    assert [item.direct_votes for item in found.owners] == [
        interval("100/105"),
        interval("0"),
        interval("5/105"),
    ]


def test_ranges_are_carried_to_both_ends() -> None:
    text = f"""
classes: {{top: {COMMON}, low: {COMMON}}}
holdings:
  top:
    - {{holder: ann, class: common, share: 45% to 60%}}
    - {{holder: bob, class: common, share: 30% to 50%}}
  low:
    - {{holder: top, class: common, share: 40% to 50%}}
    - {{holder: ann, class: common, units: 20}}
"""
    found = of(text, "low")
    assert line(found, "ann").geometric == interval("0.38 to 0.50")
    assert line(found, "bob").geometric == interval("0.12 to 0.25")
    assert controllers(of(text, "top")) == {"ann": False}, "at 60% she would, at 45% she does not"


def test_a_range_leaves_room_for_what_others_have_for_sure() -> None:
    text = f"""
classes: {{top: {COMMON}}}
holdings:
  top:
    - {{holder: ann, class: common, units: 70}}
    - {{holder: bob, class: common, share: 10% to 90%}}
"""
    assert line(of(text, "top"), "bob").geometric == interval("0.1 to 0.3")


def test_a_trust_is_controlled_by_those_who_can_make_it_act() -> None:
    text = f"""
classes: {{top: {COMMON}}}
holdings:
  top: [{{holder: trust, class: common, units: 100}}]
"""
    found = of(text, "top")
    assert controllers(found) == {"trust": True}
    assert of(text, "trust").joint == (("ann", "bob"), ("ann", "cyd"), ("bob", "cyd"))


def test_directors_who_can_be_replaced_count_for_who_elects_them() -> None:
    text = f"""
classes: {{top: {COMMON}}}
holdings:
  top: [{{holder: cyd, class: common, units: 51}}, {{holder: bob, class: common, units: 49}}]
bodies:
  meeting: {{of: top, members: holders of common, acts: more than 1/2 of votes cast}}
  board:
    of: top
    seats: [ann, bob]
    acts: all of seats in office
    elected_by: meeting
"""
    text = text.replace(
        "bodies:\n",
        "bodies:\n  trustees: {of: trust, seats: [ann], acts: all of seats in office}\n",
    )
    charter = HEAD.replace("bodies:\n  trustees: {of: trust, seats: [ann, bob, cyd], acts: more "
                           "than 1/2 of seats in office}\n", "")  # fmt: skip
    charter = charter.replace("top: {company: Top}", "top: {company: Top, acts_by: board}")
    loaded = load(charter + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    found = owners(view(loaded.charter), "top")
    assert controllers(found) == {"cyd": True}


def test_what_the_charter_does_not_say_is_said_to_be_unknown() -> None:
    found = of(
        """
classes: {top: {old: {kind: common}, new: {kind: common}}}
holdings: {top: [{holder: ann, class: old, share: 50%}, {holder: bob, class: new, units: 3}]}
""",
        "top",
    )
    assert [u.why for u in found.unknown] == [
        "class `old` does not say how many units are out",
        "class `old` does not say what votes it has",
    ]
    assert not found.owners


def test_declared_votes_stand_beside_computed_ones_and_decide_where_these_are_missing() -> None:
    text = """
classes: {top: {old: {kind: common}}}
holdings: {top: [{holder: ann, class: old, share: 20%, votes: 55%}]}
"""
    found = of(text, "top")
    assert line(found, "ann").direct == interval("0.2")
    assert line(found, "ann").direct_votes is None
    assert [str(item.share.low) for item in found.declared] == ["11/20"]
    assert controllers(found) == {"ann": True}


def test_a_transfer_moves_control() -> None:
    text = (
        PYRAMID
        + """
events:
  - {at: 2024-03-01, what: Ann sells, effect: ann transfers 20 of top.common to bob}
"""
    )
    charter = charter_of(text)
    before = owners(view(charter), "low")
    after = owners(view(charter, at=instant_of(charter, "2024-03-01")), "low")
    assert (list(controllers(before)), list(controllers(after))) == (["ann"], ["bob"])


def test_a_closed_ring_is_shown_with_its_cycle() -> None:
    text = f"""
classes: {{top: {COMMON}, mid: {COMMON}}}
holdings:
  top: [{{holder: mid, class: common, units: 100}}]
  mid: [{{holder: top, class: common, units: 100}}]
"""
    charter = charter_of(text)
    words = plain(shown.owners(charter, owners(view(charter), "top")))
    assert "closed ring: top -> mid -> top" in words
    assert "correct a holding" in words
    assert "closed ring" in plain(shown.network(charter, all_owners(view(charter))))


def test_every_figure_names_its_method() -> None:
    words = plain(shown.owners(charter_of(PYRAMID), of(PYRAMID, "low")))
    for named in ("geometric:", "weakest link:", "attributed:", "control: more than 1/2"):
        assert named in words
    assert "60 of 100 units" not in words, "the reasons are of the stakes in the entity"
    assert "`mid` has 51 of 100 units of `common` in `low`" in words
    assert "charter.yaml:" in words
