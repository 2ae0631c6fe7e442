"""Records of a register, made in sight of what is on record; and what it comes to.

Each of the first functions returns a `Make`: given the account and the instant it makes the
statement, which whoever keeps the register signs and adds. Raises UnknownName where a name is not
of the charter, Inadmissible where nothing can be put on record.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from stanchion.api.errors import BadQuestion
from stanchion.api.view import known_or_raise
from stanchion.charter.phrases import Mitigation, Name
from stanchion.charter.release import Release, ReleaseStage
from stanchion.control.from_charter import CannotDecide, approval_game
from stanchion.exact.record import record
from stanchion.release.dossier import Choice
from stanchion.release.evidence.rows import EvidenceRow
from stanchion.release.from_charter import Gate, gate
from stanchion.release.records import statements as s
from stanchion.release.records.account import Account
from stanchion.release.records.cases import Decision, Question, Refused
from stanchion.release.records.decisions import (
    Stands,
    StandsNot,
    decision,
    standing,
    superseded_by,
    uncounted,
    verdict_on,
)
from stanchion.release.records.envelope import key_id
from stanchion.release.records.errors import Inadmissible
from stanchion.release.records.keyring import KeyTerm
from stanchion.release.results import Verdict
from stanchion.release.subject import subject_of

Make = Callable[[Account, datetime], s.Statement]


@record(frozen=True, slots=True)
class Asked:
    """Which release is meant, as people write it; the product where a model has several."""

    model: str
    stage: str
    product: str | None = None


@record(frozen=True, slots=True)
class Status:
    """One release as it stands on record: decided or not, and what an answer would be now."""

    question: Question
    as_of: datetime
    opened: int | None
    standing: Stands | StandsNot
    decisions: tuple[Decision, ...]
    verdict: Verdict


def party_of(account: Account, public: bytes) -> str:
    """Whose key it is; raises Inadmissible where it is nobody's."""
    term = account.ring.terms.get(key_id(public))
    if term is None:
        raise Inadmissible("a record signed with that key", "nobody has that key in the charter")
    return term.party


def opening(asked: Asked, *, party: str) -> Make:
    """A release is put to those who approve."""

    def make(account: Account, at: datetime) -> s.Statement:
        found = _gate(account, at, asked, "the opening")
        said = s.Opened(_origin(account), party, at, found.stage, found.product, _policy_of(found))
        return s.Statement(_subject(found), said)

    return make


def vote(
    asked: Asked,
    *,
    party: str,
    choice: Choice,
    approval: str | None = None,
    reason: str | None = None,
) -> Make:
    """One party's vote, on the approval named or the only one in which it has a vote."""

    def make(account: Account, at: datetime) -> s.Statement:
        found = _gate(account, at, asked, "the vote")
        said = s.Voted(
            _origin(account),
            party,
            at,
            found.stage,
            found.product,
            _policy_of(found),
            _approval(found, party) if approval is None else _known_approval(found, approval),
            choice,
            reason,
        )
        return s.Statement(_subject(found), said)

    return make


def _approval(found: Gate, party: str) -> str:
    """The only approval in which the party has a vote; raises Inadmissible."""
    written = {} if found.gated is None else found.gated.policy.all_approvals
    mine = []
    for name, approval in written.items():
        try:
            if party in approval_game(found.state, name, approval).game.players:
                mine.append(str(name))
        except CannotDecide:
            continue
    if len(mine) == 1:
        return mine[0]
    if not mine:
        raise Inadmissible("the vote", f"`{party}` has no vote on any approval of this release")
    named = ", ".join(f"`{name}`" for name in mine)
    raise Inadmissible("the vote", f"`{party}` votes on several approvals: say which of {named}")


def _known_approval(found: Gate, name: str) -> str:
    policy = None if found.gated is None else found.gated.policy
    known = [] if policy is None else [str(each) for each in policy.all_approvals]
    if policy is not None and policy.fast_track is not None:
        known.append("fast_track")
    if policy is not None and policy.competitor_clause and policy.competitor_clause.enabled:
        known.append("competitor_clause")
    return known_or_raise("approval", name, known)


def evidence(*, party: str, name: str, sha256: str, rows: Sequence[EvidenceRow]) -> Make:
    """What an evaluation tool's file comes to."""

    def make(account: Account, at: datetime) -> s.Statement:
        said = s.EvidenceFiled(_origin(account), party, at, recordable(rows))
        return s.Statement(s.Subject(name, s.Digest(sha256)), said)

    return make


def recordable(rows: Sequence[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """Rows as records hold them: instants to the second, never later than they are."""
    return tuple(
        row if row.created is None else replace(row, created=row.created.replace(microsecond=0))
        for row in rows
    )


def binding(
    model: str,
    *,
    party: str,
    name: str,
    sha256: str,
    rows: Sequence[EvidenceRow],
    elicitation: bool | None = None,
    made: datetime | None = None,
) -> Make:
    """A party's word that a file, read as these rows, is the result for the model."""

    def make(account: Account, at: datetime) -> s.Statement:
        said = s.EvidenceBound(
            _origin(account),
            party,
            at,
            s.Subject(name, s.Digest(sha256)),
            s.rows_digest(recordable(rows)),
            elicitation,
            made,
        )
        return s.Statement(_model(account, model, "the attestation"), said)

    return make


def report(model: str, *, party: str, report: str, name: str, sha256: str) -> Make:
    """A report that the policy asks for, filed by its digest."""

    def make(account: Account, at: datetime) -> s.Statement:
        known = {str(each) for p in _release(account).policies.values() for each in p.reports}
        known_or_raise("report", report, sorted(known))
        file = s.Subject(name, s.Digest(sha256))
        said = s.ReportFiled(_origin(account), party, at, report, file)
        return s.Statement(_model(account, model, "the report"), said)

    return make


def level(model: str, *, party: str, category: str, when: Mitigation, level: str) -> Make:
    """A party's signed level of a risk category."""

    def make(account: Account, at: datetime) -> s.Statement:
        categories = _release(account).categories
        name = known_or_raise("risk category", category, categories)
        known_or_raise("level", level, categories[name].levels)
        said = s.LevelScored(_origin(account), party, at, name, when, level)
        return s.Statement(_model(account, model, "the level"), said)

    return make


def halt(model: str, *, party: str, reason: str) -> Make:
    """A party's call to stop a released model."""

    def make(account: Account, at: datetime) -> s.Statement:
        if not reason.strip():
            raise BadQuestion(reason, "a halt says why", 0, len(reason), "no reason")
        said = s.HaltCalled(_origin(account), party, at, reason)
        return s.Statement(_model(account, model, "the halt"), said)

    return make


def key_change(*, party: str, enrols: bytes | None, retires: str | None, reason: str) -> Make:
    """A key taken into use, or out of it; `retires` may be the beginning of the key's id."""

    def make(account: Account, at: datetime) -> s.Statement:
        if enrols is None and retires is None:
            raise Inadmissible(
                "the change of keys", "it neither takes a key into use nor out of it"
            )
        old = None if retires is None else _key_meant(account.ring.of(party), party, retires)
        new = None if enrols is None else enrols.hex()
        subject = old if enrols is None else key_id(enrols)
        said = s.KeyChanged(_origin(account), party, at, new, old, reason)
        return s.Statement(s.Subject(f"key of {party}", s.Digest(subject or "")), said)

    return make


def _key_meant(terms: Sequence[KeyTerm], party: str, start: str) -> str:
    found = [name for term in terms if (name := key_id(term.public)).startswith(start)]
    if len(found) != 1 or not start:
        which = "several keys" if found else "no key"
        raise Inadmissible("the change of keys", f"`{party}` has {which} `{start[:16]}`")
    return found[0]


def deciding(asked: Asked, *, version: str, supersedes: str | None = None) -> Make:
    """What a release comes to; in the place of the release of `supersedes`, a model, if given."""

    def make(account: Account, at: datetime) -> s.Statement:
        question = question_of(account, at, asked)
        old = None if supersedes is None else _standing_of(account, question, supersedes)
        return decision(account, question, at=at, version=version, supersedes=old)

    return make


def _standing_of(account: Account, new: Question, model: str) -> int:
    """The entry of the release of another version, which the new one takes the place of."""
    known_or_raise("model version", model, _release(account).models)
    for found in reversed(account.decisions):
        of = found.question
        if (of.model, of.product, of.stage) == (model, new.product, new.stage):
            if (
                found.said.verification_result is s.Result.PASSED
                and superseded_by(account, found) is None
            ):
                return found.entry
            break
    raise Inadmissible(
        "the decision", f"no release of `{model}` to `{new.stage}` stands that it could supersede"
    )


def question_of(account: Account, at: datetime, asked: Asked) -> Question:
    """The release that is meant; raises UnknownName, Inadmissible."""
    found = _gate(account, at, asked, "the decision")
    return Question(found.model, _subject(found).digest.sha256, found.product, found.stage.value)


def status(account: Account, asked: Asked, *, at: datetime) -> Status:
    """One release as it stands on record, and the answer to it at an instant."""
    question = question_of(account, at, asked)
    rounds = account.rounds.get(question, [])
    return Status(
        question,
        at,
        rounds[-1].entry if rounds else None,
        standing(account, question, at),
        tuple(d for d in account.decisions if d.question == question),
        verdict_on(account, question, at),
    )


def known_model(account: Account, model: str) -> None:
    """Raise UnknownName where the charter has no such model version."""
    known_or_raise("model version", model, _release(account).models)


def statuses(account: Account, *, at: datetime) -> tuple[Status, ...]:
    """All releases that were ever opened, in order."""
    return tuple(
        status(account, Asked(q.model, q.stage, q.product), at=at)
        for q in account.rounds
        if Name(q.model) in _release(account).models
    )


def refused_records(account: Account, *, at: datetime) -> tuple[Refused, ...]:
    """Every record that does not count with the rule against it, found one way or the other."""
    found = {each.entry: each for each in (*uncounted(account, at), *account.refused)}
    return tuple(found[entry] for entry in sorted(found))


def _origin(account: Account) -> str:
    if account.origin is None:
        raise Inadmissible("a record", "no charter is adopted yet")
    return account.origin


def _release(account: Account) -> Release:
    release = None if account.charter is None else account.charter.release
    if release is None:
        raise Inadmissible("a record", "no charter is adopted yet")
    return release


def _gate(account: Account, at: datetime, asked: Asked, what: str) -> Gate:
    release = _release(account)
    known_or_raise("model version", asked.model, release.models)
    known_or_raise("release stage", asked.stage, [each.value for each in ReleaseStage])
    if asked.product is not None:
        known_or_raise("product", asked.product, release.products)
    found = gate(account.state(at), model=asked.model, stage=asked.stage, product=asked.product)
    if found.gated is None:
        why = f"no policy is in force for `{asked.stage}` of `{found.product}`"
        raise Inadmissible(what, why)
    _model(account, asked.model, what)
    return found


def _model(account: Account, model: str, what: str) -> s.Subject:
    name = known_or_raise("model version", model, _release(account).models)
    digest = subject_of(_release(account).models[name])
    if digest is None:
        why = f"the charter gives `{model}` neither `sha256:` nor `descriptor:`"
        raise Inadmissible(what, why)
    return s.Subject(model, s.Digest(digest))


def _subject(found: Gate) -> s.Subject:
    assert found.subject is not None  # INVARIANT: `_gate` has seen to it
    return s.Subject(found.model, s.Digest(found.subject))


def _policy_of(found: Gate) -> s.PolicyRef:
    assert found.gated is not None  # INVARIANT: `_gate` has seen to it
    return s.PolicyRef(f"policy:{found.gated.name}", s.Digest(found.policy_sha256 or ""))
