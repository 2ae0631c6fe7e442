"""A small laboratory with a release policy, and records about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

from stanchion.api.loading import load
from stanchion.api.release import gate, may_ship
from stanchion.api.view import View, view
from stanchion.release.dossier import Choice, HaltCall, Report, Vote
from stanchion.release.evidence import Attestation, BoundEvidence, EvidenceRow
from stanchion.release.results import ApprovalState, Requirement, Verdict

MODEL = "36b64cf9cd78ffbd8aacdf6e6574522c38cb2c3519b31e06bba312bbb7b132c0"
OTHER = "00" * 32
OPENED = datetime(2026, 3, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

LAB = """
stanchion: 1
name: A lab
as_of: 2026-03-01 UTC
opening: 2026-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  eve: {person: Eve}
  house: {company: Evaluation House}
  team: {group: The lab's own evaluators, votes_as: a bloc}
  lab: {company: The lab}
bodies:
  board: {of: lab, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of all seats}
  committee: {of: lab, size: 3, seats: [cyd, dan, eve], acts: more than 1/2 of all seats}
offices: {ceo: {of: lab, held_by: ann}}
decisions:
  release_it: {by: ceo, effect: a model of chat is released to general}
  object: {by: committee, effect: recorded}
  reverse: {by: board, effect: recorded}
events: []
release:
  products: {chat: {name: Chat}}
  models:
    old:
      name: Old
      product: chat
      sha256: 7b2222e58a0fca1b78584c897d6f4110dc0ea04ed8a78c6f8d0ed7d719e05be1
    new:
      {name: New, product: chat, sha256: MODEL, successor_of: old,
       differs_in: safeguards, effective_compute: 1x}
  categories:
    misuse:
      name: Misuse
      levels: [low, medium, high]
      deploy_at_most: medium
      scored: {before: {uplift: high}}
  evaluations:
    uplift:
      kind: capability
      evidence: {format: inspect, task: uplift, task_version: ">=2", metric: accuracy}
      limit: 20%
      confidence_level: 95%
      least_samples: 100
      oldest: 30 days
      elicitation: yes
      rerun_on: [changed weights, 2x effective compute]
      stated_on: 2026-01-01
    refusals:
      kind: safeguard
      evidence: {format: garak, task: probe, metric: detector}
      limit: 90%
      confidence_level: 95%
      independent_evaluators: 1
      stated_on: 2026-01-01
  evaluators: {house: {independent: yes}, team: {independent: no}}
  policies:
    gate:
      products: chat
      stages: [general]
      categories: misuse
      evaluations: [uplift, refusals]
      reports: {card: {name: Model card, by: team}}
      approvals:
        advice: {by: bob, effect: recommend, within: 2 days}
        committee: {by: committee, decision: object, effect: veto, within: 7 days}
        chief: {by: ceo, decision: release_it, effect: decide, within: 20 days}
        board: {by: board, decision: reverse, effect: overrule, within: 10 days}
      cooling_off: 24 hours
      fast_track: {by: bob, most: 72 hours}
      halts: [{by: committee, most: 5 days}, {by: board}]
      lasts: 90 days
      since: 2026-01-01
""".replace("MODEL", MODEL)


@cache
def lab(text: str = LAB) -> View:
    """The lab as written; its events may move people."""
    loaded = load(text, file="lab.yaml")
    assert loaded.charter is not None, [str(d) for d in loaded.diagnostics]
    return view(loaded.charter)


UPLIFT = EvidenceRow(
    tool="inspect",
    tool_version="0.3.285",
    task="uplift",
    task_version="2",
    task_hash=None,
    model_claimed="new",
    metric="accuracy",
    value=Fraction(1, 10),
    stderr=Fraction(2, 100),
    n=300,
    n_planned=300,
    higher_is_better=None,
    completed=True,
    errored=0,
    invalidated=False,
    created=datetime(2026, 2, 20, tzinfo=UTC),
    file_sha256="11" * 32,
)
REFUSALS = replace(
    UPLIFT,
    tool="garak",
    task="probe",
    task_version=None,
    metric="detector",
    value=Fraction(97, 100),
    stderr=None,
    n=500,
    n_planned=500,
    successes=485,
    file_sha256="22" * 32,
)


def attested(
    row: EvidenceRow, *parties: str, model: str = MODEL, elicitation: bool = True
) -> BoundEvidence:
    """The row, attested by these on the day after it was made."""
    at = datetime(2026, 2, 21, tzinfo=UTC)
    return BoundEvidence(
        row,
        tuple(
            Attestation(party, at, model, row.file_sha256, elicitation=elicitation)
            for party in parties or ("house",)
        ),
    )


GOOD = (attested(UPLIFT), attested(REFUSALS))
CARD = Report("card", "team", "33" * 32, OPENED, MODEL)


def vote(
    asked: View, party: str, approval: str, choice: str = "yes", after: timedelta = HOUR
) -> Vote:
    """A vote so long after the opening."""
    digest = gate(asked, model="new", stage="general").policy_sha256
    assert digest is not None
    return Vote(party, approval, Choice(choice), OPENED + after, "general", digest, MODEL)


def asked_of(
    asked: View,
    *votes: Vote,
    evidence: Sequence[BoundEvidence] = GOOD,
    reports: Sequence[Report] = (CARD,),
    halts: Sequence[HaltCall] = (),
    after: timedelta = DAY,
) -> Verdict:
    """The verdict on the new model so long after the opening."""
    return may_ship(
        asked,
        model="new",
        stage="general",
        evidence=evidence,
        votes=votes,
        reports=reports,
        halts=halts,
        opened=OPENED,
        now=OPENED + after,
    )


def requirement(found: Verdict, name: str) -> Requirement:
    """One requirement of a verdict."""
    return next(each for each in found.requirements if each.id == name)


def approval(found: Verdict, name: str) -> ApprovalState:
    """One approval of a verdict."""
    return next(each for each in found.approvals if each.id == name)
