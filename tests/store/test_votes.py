"""Who may put what on record: each refusal is told with the rule, before anything is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from stanchion.api import records
from stanchion.api.errors import UnknownName
from stanchion.charter.release import ReleaseStage
from stanchion.cli.northlight import teaching_key
from stanchion.release.dossier import Choice
from stanchion.release.records import statements as s
from stanchion.release.records.envelope import Signer, enveloped
from stanchion.release.records.errors import Inadmissible
from stanchion.store.keys import signer_of
from tests.store.northlight import CHARTER, LIMITED, Lab, rule_against

YES, NO = Choice.YES, Choice.NO


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    made = Lab(tmp_path)
    made.open()
    return made


def changed(old: str, new: str) -> bytes:
    text = CHARTER.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


LEFT = """
events:
  - {at: 2026-02-16 10:00, what: Quill leaves the committee, effect: quill leaves safety_committee}

release:
"""


def test_a_vote_of_somebody_who_has_none_is_refused(lab: Lab) -> None:
    assert "`hale` had no vote in it" in rule_against(lambda: lab.vote("hale", YES, "committee"))
    assert lab.log.head().size == 2


def test_a_past_member_has_no_vote_any_more(tmp_path: Path) -> None:
    lab = Lab(tmp_path, charter=changed("\nrelease:\n", LEFT))
    lab.open()
    lab.vote("moreau", NO, "committee")
    lab.now += timedelta(hours=2)
    assert "`quill` had no vote in it" in rule_against(lambda: lab.vote("quill", NO, "committee"))


def test_nobody_votes_twice(lab: Lab) -> None:
    lab.vote("quill", YES, "committee")
    rule = rule_against(lambda: lab.vote("quill", NO, "committee"))
    assert rule == "`quill` has voted on `committee` by entry 2"


def test_nobody_votes_for_another(lab: Lab) -> None:
    rule = rule_against(lambda: lab.vote("quill", YES, "committee", signed="moreau"))
    assert rule == "`quill` did not sign it; `moreau` did"


def test_a_vote_after_the_deadline_is_refused(lab: Lab) -> None:
    lab.now += timedelta(days=3)
    assert "when the vote ended" in rule_against(lambda: lab.vote("quill", NO, "committee"))


def test_a_vote_before_the_opening_is_refused(lab: Lab) -> None:
    other = records.Asked("aurora-1", "limited")
    rule = rule_against(lambda: lab.vote("wren", YES, "chief", asked=other))
    assert rule == "the release has not been opened"


def statement(lab: Lab, **changes: object) -> records.Make:
    """A vote of wren's with something changed that no command would let through."""

    def make(account: records.Account, at: object) -> s.Statement:
        made = records.vote(LIMITED, party="wren", choice=YES, approval="chief")(account, lab.now)
        subject = changes.pop("subject", made.subject)
        assert isinstance(subject, s.Subject)
        assert isinstance(made.said, s.Voted)
        return s.Statement(subject, replace(made.said, **changes))  # type: ignore[arg-type]

    return make


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": s.Subject("aurora-2", s.Digest("0" * 64))}, "another build of `aurora-2`"),
        ({"subject": s.Subject("aurora-9", s.Digest("0" * 64))}, "no model `aurora-9`"),
        ({"policy": s.PolicyRef("policy:x", s.Digest("0" * 64))}, "about another policy"),
        ({"register": "other.example/log"}, "of the register `other.example/log`"),
        ({"stage": ReleaseStage.GENERAL}, "about another policy"),
        ({"product": "toaster"}, "no version of `toaster`"),
        ({"approval": "everybody"}, "nothing of that name to a vote"),
    ],
)
def test_a_vote_on_another_thing_does_not_count(
    lab: Lab, changes: dict[str, object], words: str
) -> None:
    assert words in rule_against(lambda: lab.add(statement(lab, **changes), "wren"))


def test_a_vote_under_a_policy_that_was_changed_meanwhile_is_refused(lab: Lab) -> None:
    old = statement(lab)(lab.registrar.account(), lab.now)
    board = ["okafor", "lindqvist", "moreau", "wren"]
    signers = [teaching_key(name) for name in ("register", *board)]
    new = changed('within: 30 days, clause: "Release policy, 3"', 'within: 9 days, clause: "3"')
    lab.registrar.adopt(new, name="northlight", signers=signers)
    rule = rule_against(
        lambda: lab.registrar.bring(enveloped(old.payload, [teaching_key("wren")]).data)
    )
    assert "before it was changed" in rule


def test_the_policy_is_changed_by_those_who_may(lab: Lab) -> None:
    new = changed("least_samples: 200", "least_samples: 2")
    alone = [teaching_key("register"), teaching_key("wren")]
    rule = rule_against(lambda: lab.registrar.adopt(new, name="n", signers=alone))
    assert rule.startswith("policy `limited_release` is changed by `board`; it is signed by")
    assert lab.registrar.account().charter_sha256 != ""
    assert lab.vote("wren", YES, "chief").index == 2


def test_a_fact_is_put_on_record_by_the_keeper_alone(lab: Lab) -> None:
    new = changed("\nrelease:\n", LEFT)
    lab.registrar.adopt(new, name="n", signers=[teaching_key("register")])
    lab.now += timedelta(hours=2)
    assert "had no vote" in rule_against(lambda: lab.vote("quill", NO, "committee"))


def test_the_same_record_counts_once(lab: Lab) -> None:
    entry = next(lab.log.read(1, 2))
    rule = rule_against(lambda: lab.registrar.bring(entry))
    assert rule == "the same record is entry 1 already"


def test_a_release_is_not_opened_over_an_open_one(lab: Lab) -> None:
    assert rule_against(lab.open) == "it is open since entry 1 and not decided yet"


def test_a_record_signed_long_ago_is_signed_anew(lab: Lab) -> None:
    old = lab.registrar.signed(
        records.vote(LIMITED, party="wren", choice=YES, approval="chief"), [teaching_key("wren")]
    )
    lab.now += timedelta(days=2)
    assert "sign it anew" in rule_against(lambda: lab.registrar.bring(old.data))
    lab.now -= timedelta(days=1, hours=23)
    assert lab.registrar.bring(old.data).index == 2


def test_a_record_from_before_a_cosigned_checkpoint_is_signed_anew(lab: Lab) -> None:
    """Otherwise it could not be told from one that was dated back."""
    old = lab.registrar.signed(
        records.vote(LIMITED, party="wren", choice=YES, approval="chief"), [teaching_key("wren")]
    )
    lab.now += timedelta(minutes=30)
    lab.seal()
    assert "sign it anew" in rule_against(lambda: lab.registrar.bring(old.data))


def new_key(seed: int) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return signer_of(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def test_a_key_is_rotated_and_the_old_one_signs_nothing_more(lab: Lab) -> None:
    fresh, old = new_key(7), teaching_key("wren")
    make = records.key_change(
        party="wren", enrols=fresh.public, retires=old.key[:10], reason="a new phone"
    )
    lab.now += timedelta(minutes=1)
    assert lab.registrar.add(make, [old, fresh]).index == 2
    rule = rule_against(lambda: lab.vote("wren", YES, "chief"))
    assert rule == "the key of `wren` was retired by entry 2"
    ballot = records.vote(LIMITED, party="wren", choice=YES, approval="chief")
    assert lab.registrar.add(ballot, [fresh]).index == 3
    assert lab.registrar.verified().verification.sound


KEY_FAULTS: dict[str, Callable[[Lab], object]] = {
    "the new key did not sign it": lambda lab: lab.registrar.add(
        records.key_change(party="wren", enrols=new_key(7).public, retires=None, reason="x"),
        [teaching_key("wren")],
    ),
    "`wren` did not sign it": lambda lab: lab.registrar.add(
        records.key_change(party="wren", enrols=new_key(7).public, retires=None, reason="x"),
        [new_key(7)],
    ),
    "the new key was in use before": lambda lab: lab.registrar.add(
        records.key_change(
            party="wren", enrols=teaching_key("okafor").public, retires=None, reason="x"
        ),
        [teaching_key("wren"), teaching_key("okafor")],
    ),
    "neither takes a key": lambda lab: lab.registrar.add(
        records.key_change(party="wren", enrols=None, retires=None, reason="x"),
        [teaching_key("wren")],
    ),
    "nobody has the key": lambda lab: lab.registrar.add(
        records.opening(records.Asked("aurora-1", "limited"), party="wren"), [new_key(9)]
    ),
}


@pytest.mark.parametrize("words", KEY_FAULTS)
def test_a_change_of_keys_that_is_not_ones_own_is_refused(lab: Lab, words: str) -> None:
    assert words in rule_against(lambda: KEY_FAULTS[words](lab))


def test_names_that_the_charter_does_not_know_are_told(lab: Lab) -> None:
    with pytest.raises(UnknownName, match="did you mean `aurora-2`"):
        lab.open(records.Asked("aurora2", "limited"))
    with pytest.raises(UnknownName, match="release stage"):
        lab.open(records.Asked("aurora-2", "public"))
    with pytest.raises(UnknownName, match="did you mean `chief`"):
        lab.vote("wren", YES, "chef")


def test_who_votes_on_one_approval_need_not_name_it(lab: Lab) -> None:
    make = records.vote(LIMITED, party="quill", choice=NO)
    assert "committee" in str(lab.add(make, "quill").statement.said)
    make = records.vote(LIMITED, party="moreau", choice=NO)
    with pytest.raises(Inadmissible, match="say which of `committee`, `board`"):
        lab.add(make, "moreau")


def test_a_refused_record_that_is_in_the_log_all_the_same_does_not_count(lab: Lab) -> None:
    """Somebody writes past the program; whoever verifies sees the rule."""
    account = lab.registrar.account()
    second = records.vote(LIMITED, party="hale", choice=YES, approval="committee")
    entry = enveloped(second(account, lab.now).payload, [teaching_key("hale")]).data
    lab.log.append([entry])
    lab.registrar = type(lab.registrar)(lab.log, lambda: lab.now)
    found = lab.registrar.verified().verification
    assert found.sound
    assert [(r.entry, r.party) for r in found.refused] == [(2, "hale")]
    assert "had no vote" in found.refused[0].rule
