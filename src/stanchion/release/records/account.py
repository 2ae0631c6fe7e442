"""What the records of a register come to, one after another, by the charter adopted at the time.

Each record takes its place in a dossier or is refused with the rule against it. A record counts at
the time of its entry: its own, or that of the record before it where that is later, so that nobody
gains by an early date. Votes are counted by the release engine; what it refuses is found there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import assert_never

from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.policies import Gated, gates_of
from stanchion.charter.state import State, state_at
from stanchion.release.digest import policy_digest
from stanchion.release.dossier import Dossier, HaltCall, Report, Score, Vote
from stanchion.release.evidence.rows import Attestation, BoundEvidence, EvidenceRow
from stanchion.release.log.quorum import Quorum
from stanchion.release.records import keyring
from stanchion.release.records import statements as s
from stanchion.release.records.adoption import adoption, quorum_of
from stanchion.release.records.authority import change_refused, halt_refused
from stanchion.release.records.cases import Decision, Question, Refused, Round
from stanchion.release.records.codec import instant_text
from stanchion.release.records.decisions import disagreement
from stanchion.release.records.entries import Entry, Fault
from stanchion.release.records.keyring import REGISTER, Keyring
from stanchion.release.records.statements import rows_digest
from stanchion.release.subject import subject_of


@dataclass(slots=True)
class Account:
    """All that counts, and all that does not, up to the last record added.

    `documents` are the charters by digest. `charter` is the one in force, None before the first.
    """

    documents: Mapping[str, bytes]
    charter: Charter | None = None
    charter_sha256: str | None = None
    origin: str | None = None
    adopted: s.PolicyAdopted | None = None
    ring: Keyring = field(default_factory=lambda: Keyring({}))
    size: int = 0
    time: datetime | None = None
    rounds: dict[Question, list[Round]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    inputs: dict[int, str] = field(default_factory=dict)
    filed: dict[str, dict[str, tuple[EvidenceRow, ...]]] = field(default_factory=dict)
    bound: dict[tuple[str, str], list[Attestation]] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    halts: list[HaltCall] = field(default_factory=list)
    _payloads: dict[bytes, int] = field(default_factory=dict)
    _policies: dict[tuple[str | None, Name], str] = field(default_factory=dict)

    @property
    def quorum(self) -> Quorum | None:
        """Whose cosignatures the charter in force asks for."""
        return None if self.adopted is None else quorum_of(self.adopted)

    def state(self, at: datetime) -> State:
        """The company at an instant, by the charter in force."""
        assert self.charter is not None  # INVARIANT: asked only once a charter is adopted
        return state_at(self.charter, at)

    # ------------------------------------------------------------------- adding

    def add_all(self, entries: Iterable[Entry]) -> "Account":
        """Add records in order; the same account."""
        for entry in entries:
            self.add(entry)
        return self

    def add(self, entry: Entry) -> str | None:
        """Add the next record; the rule against it, or None where it counts."""
        said = entry.statement.said
        at = said.time if self.time is None else max(self.time, said.time)
        rule = self._against(entry, at) or self._taken(entry, at)
        self.size = entry.index + 1
        self.time = at
        payload = sha256(entry.envelope.payload).digest()
        self._payloads.setdefault(payload, entry.index)
        self.inputs[entry.index] = payload.hex()
        if rule is not None:
            kind, party = entry.statement.kind, _party(said)
            self.refused.append(Refused(entry.index, kind, party, at, rule))
        return rule

    def _against(self, entry: Entry, at: datetime) -> str | None:
        """The rule against any record of this kind: of which register, by whom, said before."""
        said = entry.statement.said
        if isinstance(said, s.PolicyAdopted):
            return None  # brings its own keys and has rules of its own
        if self.charter is None:
            return "no charter is adopted yet"
        if said.register != self.origin:
            return f"it is a record of the register `{said.register}`"
        before = self._payloads.get(sha256(entry.envelope.payload).digest())
        if before is not None:
            return f"the same record is entry {before} already"
        signers = self.ring.signers(entry, at)
        if signers.rule is not None:
            return signers.rule
        party = _party(said)
        if party not in signers.parties:
            return f"`{party}` did not sign it; {_listed(signers.parties)} did"
        return None

    def _taken(self, entry: Entry, at: datetime) -> str | None:
        """Give a record its place; the rule of its own kind against it, or None."""
        said, subject = entry.statement.said, entry.statement.subject
        match said:
            case s.PolicyAdopted():
                return self._adopt(entry, said, at)
            case s.KeyChanged():
                return self._change_key(entry, said)
            case s.Opened():
                return self._open(entry, said, at)
            case s.Voted():
                return self._vote(entry, said, at)
            case s.EvidenceFiled():
                return self._file(subject, said)
            case s.EvidenceBound():
                return self._bind(entry, said, at)
            case s.ReportFiled() | s.LevelScored() | s.HaltCalled():
                return self._note(entry, said, at)
            case s.Decided():
                return self._decide(entry, said, at)
            case _:
                assert_never(said)

    # ------------------------------------------------------------ charter and keys

    def _adopt(self, entry: Entry, said: s.PolicyAdopted, at: datetime) -> str | None:
        digest = entry.statement.subject.digest.sha256
        charter = self._read(digest)
        if charter is None:
            self.faults.append(
                Fault(f"its charter {digest[:12]}… is missing or unsound", entry.index)
            )
            return "its charter cannot be read"
        made = adoption(charter, digest, name=entry.statement.subject.name, at=said.time)
        if made != entry.statement:
            self.faults.append(Fault("it does not say what its charter says", entry.index))
            return "it does not say what its charter says"
        ring = keyring.adopted(self.ring, said, entry.index)
        if isinstance(ring, str):
            return ring
        signers = (ring if self.charter is None else self.ring).signers(entry, at)
        if signers.rule is not None:
            return signers.rule
        if REGISTER not in signers.parties:
            return "it is not signed by the key of the register"
        if self.charter is not None:
            if said.register != self.origin:
                return f"it is a record of the register `{said.register}`"
            rule = change_refused(self.charter, charter, signers.parties, at)
            if rule is not None:
                return rule
        self.charter, self.charter_sha256, self.adopted = charter, digest, said
        self.origin, self.ring = said.register, ring
        return None

    def _read(self, digest: str) -> Charter | None:
        content = self.documents.get(digest)
        if content is None or sha256(content).hexdigest() != digest:
            return None
        return charter_in(content)

    def _change_key(self, entry: Entry, said: s.KeyChanged) -> str | None:
        if said.enrols is None and said.retires is None:
            return "it neither takes a key into use nor out of it"
        if said.enrols is not None and said.enrols not in {key.hex() for key in entry.keys}:
            return "the new key did not sign it"
        ring = keyring.changed(self.ring, said, entry.index)
        if isinstance(ring, str):
            return ring
        self.ring = ring
        return None

    # -------------------------------------------------------------------- dossiers

    def _question(
        self, subject: s.Subject, said: s.Opened | s.Voted | s.Decided, at: datetime
    ) -> Question | str:
        """Which release a record is about, or the rule against it."""
        rule = self._of_another_build(subject)
        if rule is not None:
            return rule
        product = Name(said.product)
        release = None if self.charter is None else self.charter.release
        assert release is not None  # INVARIANT: it has the model
        if product not in release.models[Name(subject.name)].product:
            return f"`{subject.name}` is no version of `{product}`"
        found = gates_of(self.state(at), (product,), Name(said.stage.value))
        if not found:
            return f"no policy is in force for `{said.stage.value}` of `{product}`"
        if self._policy_digest(found[0]) != said.policy.digest.sha256:
            return (
                f"it is about another policy, or `{found[0].name}` before it was changed: "
                f"{said.policy.digest.sha256[:12]}…"
            )
        return Question(Name(subject.name), subject.digest.sha256, product, said.stage.value)

    def _policy_digest(self, gated: Gated) -> str:
        """The digest of a policy of the charter in force, worked out once."""
        assert self.charter is not None  # INVARIANT: it has the policy
        key = (self.charter_sha256, gated.name)
        if key not in self._policies:
            self._policies[key] = policy_digest(self.charter, gated)
        return self._policies[key]

    def _of_another_build(self, subject: s.Subject) -> str | None:
        release = None if self.charter is None else self.charter.release
        version = None if release is None else release.models.get(Name(subject.name))
        if version is None:
            return f"the charter has no model `{subject.name}`"
        digest = subject_of(version)
        if digest is None:
            return f"the charter does not say by which digest `{subject.name}` is known"
        if digest != subject.digest.sha256:
            return (
                f"it is about another build of `{subject.name}`: "
                f"{subject.digest.sha256[:12]}…, not {digest[:12]}…"
            )
        return None

    def _open(self, entry: Entry, said: s.Opened, at: datetime) -> str | None:
        question = self._question(entry.statement.subject, said, at)
        if isinstance(question, str):
            return question
        rounds = self.rounds.setdefault(question, [])
        last = self.last_decision(question)
        if rounds and (last is None or last.entry < rounds[-1].entry):
            return f"it is open since entry {rounds[-1].entry} and not decided yet"
        if last is not None and last.said.verification_result is s.Result.PASSED:
            if last.said.valid_until is None or at < last.said.valid_until:
                return f"its release by entry {last.entry} stands"
        rounds.append(Round(question, entry.index, at))
        return None

    def _vote(self, entry: Entry, said: s.Voted, at: datetime) -> str | None:
        question = self._question(entry.statement.subject, said, at)
        if isinstance(question, str):
            return question
        rounds = self.rounds.get(question)
        if not rounds:
            return "the release has not been opened"
        for vote in rounds[-1].votes:
            if (vote.party, vote.approval) == (said.party, said.approval):
                return f"`{said.party}` has voted on `{said.approval}` by entry {vote.entry}"
        rounds[-1].votes.append(
            Vote(
                said.party,
                said.approval,
                said.choice,
                at,
                said.stage.value,
                said.policy.digest.sha256,
                question.subject,
                entry.index,
            )
        )
        return None

    def _file(self, subject: s.Subject, said: s.EvidenceFiled) -> str | None:
        digest = subject.digest.sha256
        if not said.rows or any(row.file_sha256 != digest for row in said.rows):
            return "its figures are not of the file that it names"
        readings = self.filed.setdefault(digest, {})
        reading = rows_digest(said.rows).sha256
        if reading in readings:
            return "the same figures of that file are on record already"
        readings[reading] = said.rows
        return None

    def _bind(self, entry: Entry, said: s.EvidenceBound, at: datetime) -> str | None:
        rule = self._of_another_build(entry.statement.subject)
        if rule is not None:
            return rule
        file, rows = said.file.digest.sha256, said.rows.sha256
        if rows not in self.filed.get(file, {}):
            return f"no evidence is on record that reads `{said.file.name}` so"
        model = entry.statement.subject.digest.sha256
        self.bound.setdefault((file, rows), []).append(
            Attestation(
                party=said.party,
                at=at,
                model_sha256=model,
                file_sha256=file,
                elicitation=said.elicitation,
                made=said.made,
                entry=entry.index,
            )
        )
        return None

    def _note(
        self, entry: Entry, said: s.ReportFiled | s.LevelScored | s.HaltCalled, at: datetime
    ) -> str | None:
        rule = self._of_another_build(entry.statement.subject)
        if rule is not None:
            return rule
        model = entry.statement.subject.digest.sha256
        if isinstance(said, s.HaltCalled):
            products = self._products(entry.statement.subject.name)
            rule = halt_refused(self.state(at), products, said.party)
            if rule is not None:
                return rule
        match said:
            case s.ReportFiled(report=report, party=party, file=file):
                self.reports.append(
                    Report(report, party, file.digest.sha256, at, model, entry.index)
                )
            case s.LevelScored(category=category, mitigation=when, level=level, party=party):
                self.scores.append(Score(category, when, level, party, at, model, entry.index))
            case s.HaltCalled(party=party, reason=reason):
                self.halts.append(HaltCall(party, at, model, reason, entry.index))
            case _:
                assert_never(said)
        return None

    def _products(self, model: str) -> tuple[Name, ...]:
        release = None if self.charter is None else self.charter.release
        return () if release is None else release.models[Name(model)].product

    def dossier(self, question: Question) -> Dossier:
        """Everything on record about a release: evidence on all models, the rest on this one."""
        rounds = self.rounds.get(question, [])
        return Dossier(
            evidence=tuple(
                BoundEvidence(row, tuple(self.bound.get((file, reading), ())))
                for file, readings in self.filed.items()
                for reading, rows in readings.items()
                for row in rows
            ),
            votes=tuple(rounds[-1].votes) if rounds else (),
            reports=tuple(r for r in self.reports if r.subject_sha256 == question.subject),
            scores=tuple(r for r in self.scores if r.subject_sha256 == question.subject),
            halts=tuple(r for r in self.halts if r.subject_sha256 == question.subject),
            opened=rounds[-1].opened if rounds else None,
        )

    def last_decision(self, question: Question) -> Decision | None:
        """The latest decision on a release."""
        return next((d for d in reversed(self.decisions) if d.question == question), None)

    def _decide(self, entry: Entry, said: s.Decided, at: datetime) -> str | None:
        question = self._question(entry.statement.subject, said, at)
        if isinstance(question, str):
            return question
        if at != said.time_verified:
            return f"it was worked out for {instant_text(said.time_verified)}"
        why = disagreement(self, question, said)
        if why is not None:
            self.faults.append(Fault(why, entry.index))
            return why
        self.decisions.append(Decision(entry.index, question, said, at))
        return None


@lru_cache(maxsize=16)
def charter_in(content: bytes) -> Charter | None:
    """The charter in the bytes of a document, None where they have errors."""
    return load(content, file="charter.yaml").charter


def _party(said: s.Said) -> str:
    match said:
        case s.PolicyAdopted() | s.Decided():
            return REGISTER
        case _:
            return said.party


def _listed(parties: tuple[str, ...]) -> str:
    return ", ".join(f"`{party}`" for party in parties) or "nobody"
