"""Changes of terms: each changes exactly what it says, and one that finds nothing raises."""

from datetime import UTC, timedelta
from fractions import Fraction

import pytest

from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.charter.patches import PatchMisses, patched, stage_key
from stanchion.charter.phrases import Name
from stanchion.charter.written import (
    Written,
)

TEXT = """\
stanchion: 1
name: A small company
as_of: 2024-01-01 UTC
currency: USD
parties:
  alice: {person: Alice}
  bob: {person: Bob}
  llc: {company: Small LLC}
  inc: {company: Small Inc}
classes:
  llc:
    common: {kind: common, votes: 1 per unit}
    pref: {kind: common, votes: 1 per unit}
  inc:
    pref: {kind: common, votes: 1 per unit}
bodies:
  board: {seats: [alice, bob], acts: more than 1/2 of seats in office}
decisions:
  sell: {by: board, effect: llc is sold}
  merge:
    by: board
    needs: at least 2 of seats in office
    notice: 1 day
    routes:
      meeting: {notice: 3 days}
      paper: {needs: all of seats in office}
    effect: recorded
terms:
  limit: {is: 5, range: 4 to 6}
  other: {is: 7}
pay:
  llc:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - {stage: recoup, claims: {alice: 5, bob: 5}, sharing: pro rata, until: claims are paid}
      - stage: share
        shares: {alice: 60%, bob: 40%}
        caps:
          alice: {at: 100, counts: this stage}
          bob: {at: 200, counts: everything}
        freed: {alice: others pro rata, bob: the residual}
    residual: alice
  inc:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - {stage: recoup, shares: {alice: 100%}}
"""


def whole() -> Charter:
    """The charter that is patched."""
    loaded = load(TEXT, file="c.yaml")
    assert loaded.charter is not None, loaded.diagnostics
    return loaded.charter


CHARTER = whole()
Leaves = dict[str, object]


def leaves(value: object, path: str = "") -> Leaves:
    """Every value of a charter by its path, down to the phrases."""
    found: Leaves = {}
    if isinstance(value, Written):
        for name in value.fields():
            found |= leaves(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, part in value.items():
            found |= leaves(part, f"{path}.{key}")
    elif isinstance(value, tuple) and value and isinstance(value[0], Written):
        for place, part in enumerate(value):
            found |= leaves(part, f"{path}.{place}")
    elif value is not None and value not in ((), {}):
        found[path.lstrip(".")] = value
    return found


def read(patch: str) -> p.Patch:
    """A patch from its phrase."""
    return g.parse(patch, g.patch(g.Clock(UTC)))


def difference(*patches: str) -> Leaves:
    """What is said otherwise after the patches; None for what is no longer said."""
    before, now = leaves(CHARTER), leaves(patched(CHARTER, map(read, patches)))
    paths = [*now, *(path for path in before if path not in now)]
    return {path: now.get(path) for path in paths if now.get(path) != before.get(path)}


def q(value: int) -> p.Quantity:
    """A number as a figure."""
    return p.Quantity(Fraction(value))


def consent(name: str) -> p.ConsentOf:
    """The rule `consent of name`."""
    return p.ConsentOf(p.Named(Name(name)))


TWO = p.Threshold(p.Base.SEATS_IN_OFFICE, False, None, 2)
ALL = p.Threshold(p.Base.SEATS_IN_OFFICE, False, Fraction(1))
DAYS_5 = p.Duration(0, timedelta(days=5))
SHARE = "pay.llc.stages.1"
PATCHES: dict[str, Leaves] = {
    "term limit is 9": {"terms.limit.value": q(9)},
    "term limit is other": {"terms.limit.value": p.NamedTerm(Name("other"))},
    "cap of alice in share is 9": {f"{SHARE}.caps.alice.amount": q(9)},
    "cap of alice in llc.share is 9": {f"{SHARE}.caps.alice.amount": q(9)},
    "cap of alice in share counts everything": {f"{SHARE}.caps.alice.counts": p.Everything()},
    "cap of bob in share counts stages recoup and share": {
        f"{SHARE}.caps.bob.counts": p.InStages((Name("recoup"), Name("share")))
    },
    "alice has no cap in share": {
        f"{SHARE}.caps.alice.amount": None,
        f"{SHARE}.caps.alice.counts": None,
        f"{SHARE}.freed.alice": None,  # nothing is freed where nothing is capped
    },
    "freed share of alice in share goes to inc": {f"{SHARE}.freed.alice": Name("inc")},
    "freed share of alice in share goes to the next stage": {
        f"{SHARE}.freed.alice": p.Freed.NEXT_STAGE
    },
    "stage share lasts until llc has paid 9": {f"{SHARE}.until": p.HasPaid(Name("llc"), q(9))},
    "shares in share are 1/4 alice, 75% bob": {
        f"{SHARE}.shares.alice": Fraction(1, 4),
        f"{SHARE}.shares.bob": Fraction(3, 4),
    },
    "shares in share are 100% inc": {
        f"{SHARE}.shares.inc": Fraction(1),
        f"{SHARE}.shares.alice": None,
        f"{SHARE}.shares.bob": None,
    },
    "shares in inc.recoup are 100% bob": {
        "pay.inc.stages.0.shares.bob": Fraction(1),
        "pay.inc.stages.0.shares.alice": None,
    },
    "residual of llc goes to bob": {"pay.llc.residual": Name("bob")},
    "residual of inc goes to bob": {"pay.inc.residual": Name("bob")},
    "decision sell needs consent of alice": {"decisions.sell.needs": consent("alice")},
    "decision sell also needs consent of alice": {
        # what nobody wrote is that those who decide agree
        "decisions.sell.needs": p.AllRules((consent("board"), consent("alice")))
    },
    "decision merge needs consent of alice": {
        "decisions.merge.needs": consent("alice"),
        "decisions.merge.routes.paper.needs": None,  # no route around the new rule
    },
    "decision merge also needs consent of alice": {
        "decisions.merge.needs": p.AllRules((TWO, consent("alice"))),
        "decisions.merge.routes.paper.needs": p.AllRules((ALL, consent("alice"))),
    },
    "decision sell has notice of 5 days": {"decisions.sell.notice": DAYS_5},
    "decision merge has notice of 5 days": {
        "decisions.merge.notice": DAYS_5,
        "decisions.merge.routes.meeting.notice": DAYS_5,
        "decisions.merge.routes.paper.notice": DAYS_5,
    },
    "decision sell is for cause only": {"decisions.sell.for_cause": True},
    "body board acts by consent of alice": {"bodies.board.acts": consent("alice")},
    "body board is staggered in 3 classes": {"bodies.board.staggered": q(3)},
    "class common has 10 votes per unit": {"classes.llc.common.votes": Fraction(10)},
    "class inc.pref has 10 votes per unit": {"classes.inc.pref.votes": Fraction(10)},
}


@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_changes_what_it_says_and_nothing_else(patch: str) -> None:
    assert difference(patch) == PATCHES[patch]


@pytest.mark.parametrize("patch", [patch for patch in PATCHES if "also" not in patch])
def test_a_patch_applied_twice_is_one_applied_once(patch: str) -> None:
    once = patched(CHARTER, [read(patch)])
    if "has no cap" in patch:
        with pytest.raises(PatchMisses):
            patched(once, [read(patch)])
    else:
        assert patched(once, [read(patch)]) == once


def test_every_kind_of_patch_is_tried() -> None:
    kinds = {type(read(patch)) for patch in PATCHES}
    assert kinds == set(p.Patch.__args__)


def test_the_charter_itself_is_not_touched() -> None:
    for patch in PATCHES:
        patched(CHARTER, [read(patch)])
    assert whole() == CHARTER
    assert patched(CHARTER, []) is CHARTER


def test_patches_apply_in_order() -> None:
    both = ("term limit is 9", "term limit is 8")
    assert difference(*both) == {"terms.limit.value": q(8)}
    assert difference(*reversed(both)) == {"terms.limit.value": q(9)}


def test_what_is_patched_keeps_its_place_in_the_file() -> None:
    now = patched(CHARTER, [read("term limit is 9"), read("cap of alice in share is 9")])
    assert now.terms[Name("limit")].at == CHARTER.terms[Name("limit")].at is not None
    cap = now.pay[Name("llc")].stages[1].caps[Name("alice")]
    assert cap.at == CHARTER.pay[Name("llc")].stages[1].caps[Name("alice")].at is not None


def test_a_stage_of_claims_that_gets_shares_has_claims_no_more() -> None:
    now = patched(CHARTER, [read("shares in llc.recoup are 100% bob")])
    stage = now.pay[Name("llc")].stages[0]
    assert (stage.claims, stage.shares) == (None, {"bob": Fraction(1)})
    stage.consistent()


MISSES = {
    "term price is 5": ("term", "price"),
    "cap of inc in share is 5": ("cap of", "inc"),
    "cap of inc in share counts everything": ("cap of", "inc"),
    "cap of alice in splt is 5": ("stage", "splt"),
    "cap of alice in inc.share is 5": ("stage", "inc.share"),
    "cap of alice in recoup is 5": ("stage", "recoup"),  # there are two of that name
    "inc has no cap in share": ("cap of", "inc"),
    "freed share of inc in share goes to bob": ("cap of", "inc"),
    "freed share of alice in splt goes to bob": ("stage", "splt"),
    "stage splt lasts until claims are paid": ("stage", "splt"),
    "shares in splt are 100% bob": ("stage", "splt"),
    "residual of alice goes to bob": ("waterfall of", "alice"),
    "decision slel needs consent of bob": ("decision", "slel"),
    "decision slel also needs consent of bob": ("decision", "slel"),
    "decision slel has notice of 2 days": ("decision", "slel"),
    "class comon has 1 vote per unit": ("class", "comon"),
    "class inc.common has 1 vote per unit": ("class", "inc.common"),
    "class pref has 1 vote per unit": ("single class", "pref"),
}


@pytest.mark.parametrize("patch", MISSES)
def test_a_patch_that_finds_nothing_says_what_it_looked_for(patch: str) -> None:
    with pytest.raises(PatchMisses) as caught:
        patched(CHARTER, [read(patch)])
    assert (caught.value.what, str(caught.value.missing)) == MISSES[patch]
    assert caught.value.patch == read(patch)


def test_a_stage_is_found_by_its_own_name_or_with_its_entity() -> None:
    assert stage_key(CHARTER, Name("share")) == stage_key(CHARTER, Name("llc.share"))
    assert stage_key(CHARTER, Name("recoup")) is None
    found = stage_key(CHARTER, Name("inc.recoup"))
    assert found is not None
    assert (found.entity, found.stage) == ("inc", "recoup")
