"""The register of releases, verified, as the gateway asks it.

The first reading verifies everything: hashes, signatures, checkpoints, cosignatures, decisions.
Later ones verify what was added: its signatures, that the tree grew from the one verified before,
decisions worked out again. A new checkpoint, and whatever went wrong, has the whole verified anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.release import ReleaseStage
from stanchion.exact.errors import StanchionError
from stanchion.gateway.standing import (
    OPENNESS,
    Answer,
    Decision,
    Reason,
    Refusal,
    Release,
    Requirement,
    Snapshot,
    Vote,
    not_released,
)
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.release.records.account import Account
from stanchion.release.records.cases import Question
from stanchion.release.records.decisions import Stands, StandsNot, Why, standing, superseded_by
from stanchion.release.records.verification import Verification
from stanchion.release.subject import subject_of
from stanchion.store.log import Log
from stanchion.store.registrar import Registrar
from stanchion.store.sqlite import SqliteLog

AT_LEAST_EVERY = timedelta(seconds=20)
"""Time alone changes answers: a halt ends, a cooling-off passes. Later than by this, never."""

_REASONS = {
    Why.NOT_DECIDED: Reason.NEVER_RELEASED,
    Why.REFUSED: Reason.REFUSED,
    Why.NOT_YET: Reason.NOT_YET,
    Why.EXPIRED: Reason.EXPIRED,
    Why.SUPERSEDED: Reason.SUPERSEDED,
    Why.OVERRULED: Reason.REFUSED,
    Why.HALTED: Reason.HALTED,
}


@dataclass(eq=False)
class NotServable(StanchionError, ValueError):
    """A register, or its charter, from which nothing can be served, and why."""

    words: str

    def __str__(self) -> str:
        return self.words


def from_register(charter: Path, folder: Path, *, product: str | None) -> "FromRegister":
    """The register in a folder, if it has adopted this charter; raises NotServable and others."""
    digest = sha256(charter.read_bytes()).hexdigest()
    return FromRegister(folder, digest, product)


class FromRegister:
    """Reads one register again and again; see `standing.Register`."""

    def __init__(self, folder: Path, charter_sha256: str, product: str | None) -> None:
        self._folder = folder
        self._expected: str | None = charter_sha256
        self._product = product
        self._account: Account | None = None
        self._verification: Verification | None = None
        self._frontier = Frontier()
        self._notes = 0
        self._said: tuple[datetime, Snapshot] | None = None
        self._close(SqliteLog(folder))  # raises where there is none

    @staticmethod
    def _close(log: SqliteLog) -> None:
        log.close()

    def snapshot(self, at: datetime) -> Snapshot:
        """What the register says at an instant; raises NotServable, BrokenRegister and others."""
        log = SqliteLog(self._folder)  # of this thread, and found where it now is
        try:
            grown = self._read(log)
        finally:
            log.close()
        said = self._said
        if said is None or grown or _changes_with_time(said[1], said[0], at):
            said = self._said = (at, self._answered(at))
        before = said[1]
        return Snapshot(
            at, before.log_size, before.root, before.answers, before.decisions, before.shows
        )

    def _read(self, log: Log) -> bool:
        """Take in what was added; whether anything was."""
        head = log.head()
        signatures = sum(len(note.signatures) for note in log.notes())
        known, self._account = self._account, None  # none, should it fail
        if known is not None and signatures == self._notes:
            grown = head.frontier != self._frontier
            if grown:
                self._follow(log, known)
            self._account = known
            return grown
        self._verify(log)
        self._notes = signatures
        return True

    def _verify(self, log: Log) -> None:
        registrar = Registrar(log, _no_clock)
        kept = registrar.kept()
        made = registrar.verified()
        found = made.verification
        if found.faults:
            fault = found.faults[0]
            where = "" if fault.entry is None else f"entry {fault.entry}: "
            raise NotServable(f"{where}{fault.what}")
        frontier = Frontier().with_leaves(leaf_hash(entry) for entry in kept.entries)
        if frontier.size < self._frontier.size or frontier.root != found.root:
            raise NotServable("it changed while it was read")
        if self._expected is not None and made.account.charter_sha256 != self._expected:
            raise NotServable(
                "the charter in force in the register is another than the one given: "
                f"{(made.account.charter_sha256 or 'none')[:12]}…, not {self._expected[:12]}…"
            )
        self._expected = None  # from here on the register's own rules say who may change it
        self._account, self._verification, self._frontier = made.account, found, frontier

    def _follow(self, log: Log, account: Account) -> None:
        """Verify only what was added to a long register: that it grew, and each new entry."""
        from stanchion.release.records.entries import parsed
        from stanchion.store.keys import verify_all

        head, size = log.head(), self._frontier.size
        new = tuple(log.read(size, head.size))
        grown = self._frontier.with_leaves(leaf_hash(entry) for entry in new)
        if grown != head.frontier:
            raise NotServable("it did not grow from what was verified before")
        read = parsed(new, verify_all, first=size, known=account.ring.public_keys)
        account.documents = log.documents()
        account.add_all(read.entries)
        faults = (*read.faults, *account.faults)
        if faults:
            raise NotServable(f"entry {faults[0].entry}: {faults[0].what}")
        account.size = head.size
        self._frontier = grown

    def _answered(self, at: datetime) -> Snapshot:
        assert self._account is not None  # INVARIANT: read before
        assert self._verification is not None  # INVARIANT: read before
        answers, decisions = answers_of(self._account, at, product=self._product)
        found = self._verification
        shows = (*found.shows, *(f"not shown: {words}" for words in found.cannot))
        return Snapshot(
            at, self._frontier.size, self._frontier.root.hex(), answers, decisions, shows
        )


def answers_of(
    account: Account, at: datetime, *, product: str | None
) -> tuple[dict[str, dict[ReleaseStage, Answer]], dict[str, Decision]]:
    """For each name under which a model is served, what holds at each stage; and the decisions."""
    charter = account.charter
    if charter is None or charter.release is None:
        raise NotServable("the charter in force has no `release:` section")
    of = _product(charter, product)
    answers: dict[str, dict[ReleaseStage, Answer]] = {}
    decisions: dict[str, Decision] = {}
    for model, version in charter.release.models.items():
        subject = subject_of(version)
        if of not in version.product or subject is None:
            continue
        for name in version.served_as or (str(model),):
            if name in answers:
                raise NotServable(f"two models are served as `{name}`")
            answers[name] = {}
            for stage in OPENNESS:
                question = Question(model, subject, of, stage.value)
                answer, decision = _answer(account, question, at, name, str(version.name))
                answers[name][stage] = answer
                if decision is not None:
                    decisions[decision.id] = decision
    return answers, decisions


def _product(charter: Charter, product: str | None) -> Name:
    assert charter.release is not None  # INVARIANT: asked before
    known = list(charter.release.products)
    if product is None and len(known) == 1:
        return known[0]
    if product is None or product not in known:
        listed = ", ".join(f"`{name}`" for name in known)
        raise NotServable(f"say which product is served, `--product` one of {listed}")
    return Name(product)


def _answer(
    account: Account, question: Question, at: datetime, name: str, title: str
) -> tuple[Answer, Decision | None]:
    found = standing(account, question, at)
    if isinstance(found, Stands):
        decision = _decided(account, found.decision.entry)
        return (
            Release(
                name,
                title,
                ReleaseStage(question.stage),
                decision.id,
                decision.log_index,
                found.since,
                found.until,
            ),
            decision,
        )
    made = _against(account, question, found, at)
    if made is None:
        return not_released(name), None
    reason = _REASONS[found.why]
    return Refusal(name, reason, found.words, made.id, made.log_index, title), made


def _against(
    account: Account, question: Question, found: StandsNot, at: datetime
) -> Decision | None:
    """The entry that says that a release does not stand."""
    if found.decision is None:
        return None
    if found.why is Why.SUPERSEDED and (after := superseded_by(account, found.decision)):
        return _decided(account, after.entry)
    if found.why is Why.HALTED:
        return _halted(account, question, found, at)
    return _decided(account, found.decision.entry)


def _decided(account: Account, entry: int) -> Decision:
    made = next(each for each in account.decisions if each.entry == entry)
    said = made.said
    times = {
        vote.entry: vote.at
        for rounds in account.rounds.values()
        for each in rounds
        for vote in each.votes
    }
    votes = [
        Vote(f"{v.party} ({v.approval})", v.choice.value, _time(times.get(v.entry)))
        for v in said.votes
    ]
    words = "released: all that the policy asks for was there"
    old = said.supersedes
    return Decision(
        account.inputs[entry],
        "decision",
        entry,
        made.question.model,
        said.stage.value,
        _time(made.at),
        "; ".join(said.reasons) or words,
        tuple(Requirement(r.id, r.found, r.words) for r in said.requirements),
        tuple(votes),
        said.policy.digest.sha256,
        made.question.subject,
        None if old is None else account.inputs[old],
    )


def _halted(account: Account, question: Question, found: StandsNot, at: datetime) -> Decision:
    calls = [h for h in account.halts if h.subject_sha256 == question.subject and h.at <= at]
    entry = max((h.entry for h in calls if h.entry is not None), default=None)
    assert found.decision is not None  # INVARIANT: only a decided release is halted
    if entry is None:
        return _decided(account, found.decision.entry)
    last = calls[-1]
    return Decision(
        account.inputs[entry],
        "halt",
        entry,
        question.model,
        question.stage,
        _time(last.at),
        found.words,
        votes=tuple(Vote(h.party, f"halt: {h.reason}", _time(h.at)) for h in calls),
        model_digest=question.subject,
        supersedes=account.inputs[found.decision.entry],
    )


def _time(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


def _changes_with_time(before: Snapshot, then: datetime, now: datetime) -> bool:
    """Whether what was said then may be another thing now, though nothing was added."""
    if now - then >= AT_LEAST_EVERY or now < then:
        return True
    return any(
        isinstance(answer, Release) and answer.until is not None and then < answer.until <= now
        for by_stage in before.answers.values()
        for answer in by_stage.values()
    )


def _no_clock() -> datetime:
    raise AssertionError("INVARIANT: a gateway adds nothing")
