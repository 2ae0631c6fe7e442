"""A decision on record passes exactly when the control engine says that the yes-votes win."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.register_trials import found_in

from stanchion.api import records
from stanchion.cli.northlight import Play, teaching_key
from stanchion.control.from_charter import compiled
from stanchion.control.game import Player
from stanchion.release.dossier import Choice
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.release.records import statements as s
from stanchion.release.records.decisions import Stands, StandsNot, Why
from stanchion.release.records.envelope import enveloped
from stanchion.release.records.verification import Kept
from tests.store.northlight import LIMITED, Lab, rule_against

RULES = (
    "more than 1/2 of seats in office",
    "at least 2/3 of all seats",
    "more than 1/2 of votes cast",
    "at least 2 of seats in office",
)
ASKED = records.Asked("m1", "general")


def charter(members: int, rule: str) -> bytes:
    names = [f"p{number}" for number in range(members)]
    parties = "\n".join(f"  {name}: {{person: {name.upper()}}}" for name in names)
    keys = "\n".join(f"    {name}: {teaching_key(name).public.hex()}" for name in names)
    return f"""
stanchion: 1
name: A laboratory of {members}
as_of: 2026-02-01
opening: 2026-01-01
time_zone: UTC
currency: EUR
parties:
  lab: {{company: Lab}}
{parties}
bodies:
  council: {{of: lab, seats: [{", ".join(names)}], size: {members}, acts: {rule}, notice: none}}
decisions:
  release_it: {{by: council, effect: a model of thing is released to general}}
release:
  products:
    thing: {{name: Thing, of: lab}}
  models:
    m1: {{name: M1, product: thing, sha256: {"a" * 64}}}
  policies:
    gate:
      products: thing
      stages: [general]
      approvals:
        council: {{by: council, decision: release_it, effect: decide}}
  keys:
{keys}
  log: {{origin: northlight.example/releases, ed25519: {teaching_key("register").public.hex()}}}
""".encode()


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.integers(2, 5), st.sampled_from(RULES), st.data())
def test_a_release_passes_exactly_when_the_coalition_of_yes_votes_wins(
    members: int, rule: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        lab = Lab(Path(folder), charter=charter(members, rule))
        lab.open(ASKED, by="p0")
        yes = set()
        for number in data.draw(st.permutations(range(members))):
            choice = data.draw(st.sampled_from([*Choice, None]))
            if choice is not None:
                lab.vote(f"p{number}", choice, "council", asked=ASKED)
            if choice is Choice.YES:
                yes.add(Player(f"p{number}"))
        said = lab.decide(ASKED).statement.said
        account = lab.registrar.account()
        game = compiled(account.state(lab.now), "release_it").game
        assert isinstance(said, s.Decided)
        assert (said.verification_result is s.Result.PASSED) == game.wins(frozenset(yes))
        assert lab.registrar.verified().verification.sound
        lab.log.close()


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    made = Play(tmp_path_factory.mktemp("play"))
    for _ in made.acts():
        pass
    return made


def status(play: Play, asked: records.Asked, when: timedelta) -> Stands | StandsNot:
    return records.status(play.registrar.account(), asked, at=play.now + when).standing


def test_the_path_of_the_teaching_case(play: Play) -> None:
    account = play.registrar.account()
    results = [
        (str(d.question.model), d.question.stage, d.said.verification_result.value)
        for d in account.decisions
    ]
    assert results == [
        ("aurora-2", "limited", "PASSED"),
        ("aurora-2", "general", "FAILED"),
        ("aurora-2-1", "limited", "PASSED"),
    ]
    now = timedelta(0)
    superseded = status(play, LIMITED, now)
    assert isinstance(superseded, StandsNot)
    assert superseded.why is Why.SUPERSEDED
    newer = records.Asked("aurora-2-1", "limited")
    assert isinstance(status(play, newer, now), Stands)
    expired = status(play, newer, timedelta(days=181))
    assert isinstance(expired, StandsNot)
    assert expired.why is Why.EXPIRED


def forged(play: Play, change: dict[str, object]) -> list[str]:
    """What verification finds when the log's key signs a decision that does not follow."""
    kept = play.registrar.kept()
    account = play.registrar.account()
    last = account.decisions[-1]
    said = replace(last.said, **change)  # type: ignore[arg-type]
    subject = s.Subject(str(last.question.model), s.Digest(last.question.subject))
    payload = s.Statement(subject, said).payload
    entries = list(kept.entries)
    entries[last.entry] = enveloped(payload, [teaching_key("register")]).data
    leaves = tuple(map(leaf_hash, entries))
    root = Frontier().with_leaves(leaves).root
    made = Kept(tuple(entries), leaves, (), kept.documents, (), root)
    return [str(fault) for fault in found_in(made).faults]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verification_result": s.Result.FAILED, "supersedes": None}, "by the charter it is PASS"),
        ({"valid_until": None}, "valid until"),
        ({"votes": ()}, "its votes are not"),
        ({"requirements": ()}, "its requirements are not"),
        ({"approvals": ()}, "its approvals are not"),
        ({"input_attestations": ()}, "its input attestations are not"),
        ({"supersedes": 3}, "entry 3 is no decision"),
    ],
)
def test_a_decision_that_does_not_follow_is_a_fault(
    play: Play, change: dict[str, object], words: str
) -> None:
    """The keeper of the log signs what it likes, with the whole log written anew around it."""
    faults = forged(play, change)
    assert len(faults) == 1
    assert words in faults[0]
    assert faults[0].startswith(f"entry {play.registrar.account().decisions[-1].entry}: ")


def test_a_release_that_stands_is_not_opened_again(play: Play) -> None:
    newer = records.Asked("aurora-2-1", "limited")
    make = records.opening(newer, party="wren")
    rule = rule_against(lambda: play.registrar.add(make, [teaching_key("wren")]))
    assert rule.startswith("its release by entry")


def test_a_halt_by_somebody_who_may_not_is_refused(play: Play) -> None:
    make = records.halt("aurora-2-1", party="eval_team", reason="a bad night")
    rule = rule_against(lambda: play.registrar.add(make, [teaching_key("eval_team")]))
    assert "`eval_team`" in rule


def test_an_entry_dated_before_the_seal_that_precedes_it_is_found(play: Play) -> None:
    """The keeper adds to a sealed log a record that claims to be older."""
    kept = play.registrar.kept()
    account = play.registrar.account()
    when = play.now - timedelta(days=1)
    early = records.opening(records.Asked("aurora-1", "limited"), party="wren")(account, when)
    entry = enveloped(early.payload, [teaching_key("wren")]).data
    entries = (*kept.entries, entry)
    leaves = tuple(map(leaf_hash, entries))
    root = Frontier().with_leaves(leaves).root
    found = found_in(Kept(entries, leaves, kept.notes, kept.documents, (), root))
    assert [fault.entry for fault in found.faults] == [len(entries) - 1]
    assert "back-dated" in found.faults[0].what
