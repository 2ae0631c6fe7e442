"""The play of `stanchion demo release`: who does what on which day, on a real register.

Everything here is said by the charter of the case `northlight` or by its people. Its keys are
teaching keys, which anybody can compute; the case says so.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stanchion import __version__
from stanchion.api import records
from stanchion.cli.files import cases_folder
from stanchion.formats.evidence.reader import evidence_rows
from stanchion.release.dossier import Choice
from stanchion.release.records.envelope import Signer
from stanchion.release.records.errors import Inadmissible
from stanchion.reports import register as shown
from stanchion.reports.marks import bad, bold, dim, good
from stanchion.reports.tables import indented, paragraph
from stanchion.store.export import verified_export, write_export
from stanchion.store.keys import signer_of, write_key_file
from stanchion.store.registrar import Registrar
from stanchion.store.sqlite import FILE, SqliteLog

CASE = "northlight"
NEW, NEWER = "aurora-2", "aurora-2-1"
ON_BOTH = ("uplift.json", "novel_uplift.json")
GOOD = (*ON_BOTH, "uplift_guarded.eval", "refusals.report.jsonl", "house_rules.json")
OVERSIGHT = ("weak.json", "weak_to_strong.json", "ceiling.json")
BETTER = ("uplift_guarded_2_1.json", "refusals_2_1.report.jsonl", "house_rules_2_1.json")
LIMITED, GENERAL = records.Asked(NEW, "limited"), records.Asked(NEW, "general")
NEXT = records.Asked(NEWER, "limited")


PEOPLE = (
    *("register", "wren", "okafor", "lindqvist", "moreau", "hale", "iversen", "quill"),
    *("eval_team", "harbour_evals", "field_college", "ledger_house"),
)


def teaching_key(name: str) -> Signer:
    """The key of a party of the teaching case."""
    return signer_of(_private(name))


def _private(name: str) -> Ed25519PrivateKey:
    seed = sha256(f"northlight teaching key of {name}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def write_teaching_keys(folder: Path) -> None:
    """The keys of everybody in the teaching case, as files."""
    folder.mkdir()
    for name in PEOPLE:
        write_key_file(folder / f"{name}.pem", _private(name))


@dataclass
class Play:
    """The play, in a folder of its own."""

    folder: Path
    now: datetime = datetime(2026, 2, 16, 9, tzinfo=UTC)
    registrar: Registrar = field(init=False)

    def lines(self) -> Iterator[str]:
        """What is shown, in order."""
        yield from self.acts()
        yield from self.verified()

    def acts(self) -> Iterator[str]:
        """The path of the two releases."""
        yield from self.begun()
        yield from self.to_a_few()
        yield from self.to_everybody()
        yield from self.halted()
        yield from self.superseded()

    def begun(self) -> Iterator[str]:
        """The register, with the charter as its first entry."""
        case = cases_folder() / CASE
        self.evidence_folder = case / "evidence"
        log = SqliteLog.begun(self.folder / "register", origin="northlight.example/releases")
        yield self.act("2026-02-16 09:00", "The register is begun")
        self.registrar = Registrar(log, lambda: self.now)
        charter = (case / "charter.yaml").read_bytes()
        first = self.registrar.adopt(charter, name=CASE, signers=[teaching_key("register")])
        yield self.line(first.index, shown.said_in_words(first.statement))

    # ------------------------------------------------------------------- the acts

    def to_a_few(self) -> Iterator[str]:
        """Evidence missing, errored, good; the committee recommends against; the chief goes on."""
        yield self.act("2026-02-16 10:00", f"{NEW} is put up for release to a few")
        yield self.do("wren", records.opening(LIMITED, party="wren"))
        yield self.asked(LIMITED, "Nothing is handed in yet: evidence is missing")
        yield self.act("2026-02-16 11:00", "The evaluators' first run ended in an error")
        yield from self.hand_in("eval_team", NEW, ("uplift_guarded_errored.json",))
        yield self.asked(LIMITED, "What failed to run rules nothing out")
        yield self.act("2026-02-17 09:00", "They run it again, an outsider does so as well")
        yield from self.hand_in("eval_team", NEW, GOOD)
        yield from self.hand_in("harbour_evals", NEW, ("uplift_guarded.eval",))
        yield self.do("eval_team", self.report(NEW, "capabilities"))
        yield self.asked(LIMITED, "All evidence is good; nobody has decided")
        yield self.act("2026-02-17 15:00", "The safety committee recommends against it")
        for who in ("moreau", "iversen"):
            yield self.vote(who, LIMITED, Choice.NO, "committee", "one more month of red teaming")
        yield self.vote("quill", LIMITED, Choice.YES, "committee")
        yield self.refused("hale", LIMITED, "committee", "A director tries to vote in it")
        yield self.refused("quill", LIMITED, "committee", "Somebody tries to vote twice")
        yield self.act("2026-02-18 09:00", "To a few it only recommends: the chief goes on")
        yield self.vote("wren", LIMITED, Choice.YES, "chief", "to a few hundred, watched closely")
        yield self.decide(LIMITED)

    def to_everybody(self) -> Iterator[str]:
        """The chief goes on to everybody, and the board puts its own word in that place."""
        yield self.act("2026-02-23 09:00", f"{NEW} is put up for release to everybody")
        yield self.do("wren", records.opening(GENERAL, party="wren"))
        yield from self.hand_in("eval_team", NEW, OVERSIGHT)
        yield self.do("eval_team", self.report(NEW, "safeguards"))
        yield self.vote("wren", GENERAL, Choice.YES, "chief")
        yield self.act("2026-02-25 17:00", "The board overrules")
        for who in ("okafor", "lindqvist", "moreau"):
            yield self.vote(who, GENERAL, Choice.NO, "board", "not before the committee is content")
        yield self.decide(GENERAL)
        yield self.cosigned("2026-02-25 18:00")

    def halted(self) -> Iterator[str]:
        """Two of the committee halt what is out."""
        yield self.act("2026-03-16 08:00", "A way around the safeguards is found")
        for who in ("iversen", "quill"):
            reason = "a way around the safeguards in another language"
            yield self.do(who, records.halt(NEW, party=who, reason=reason))
        yield self.stands(LIMITED)

    def superseded(self) -> Iterator[str]:
        """The mended version takes the place of the one that was halted."""
        yield self.act("2026-03-24 09:00", f"{NEWER}: the same weights behind better safeguards")
        yield self.do("wren", records.opening(NEXT, party="wren"))
        yield from self.hand_in("eval_team", NEWER, BETTER)
        yield from self.hand_in("harbour_evals", NEWER, BETTER[:1])
        yield self.do("eval_team", self.report(NEWER, "capabilities"))
        for who in ("moreau", "iversen", "quill"):
            yield self.vote(who, NEXT, Choice.YES, "committee")
        yield self.vote("wren", NEXT, Choice.YES, "chief")
        yield self.decide(NEXT, supersedes=NEW)
        yield self.stands(LIMITED)
        yield self.cosigned("2026-03-24 18:00")

    def verified(self, *, changed: bool = True) -> Iterator[str]:
        """The register is verified; then a vote in it is changed, and that is found."""
        yield self.act("2026-03-25 09:00", "Anybody verifies it, from files alone")
        quorum = self.registrar.account().quorum
        assert quorum is not None  # INVARIANT: a charter is adopted
        out = self.folder / "export"
        write_export(out, self.registrar.kept(), quorum)
        yield indented(shown.verification(verified_export(out).verification))
        if not changed:
            return
        yield self.act("2026-03-25 10:00", "Somebody with the file turns a no into a yes")
        yield indented(shown.verification(self.tampered().verified().verification))

    def tampered(self) -> Registrar:
        """The register after somebody with the right to write the file has changed a vote."""
        votes = [v for r in self.registrar.account().rounds.values() for v in r[-1].votes]
        at = next(v.entry for v in votes if v.choice is Choice.NO)
        assert at is not None  # INVARIANT: votes of an account have entries
        file = sqlite3.connect(self.folder / "register" / FILE, isolation_level=None)
        (made,) = file.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'entries_no_update'"
        ).fetchone()
        (entry,) = file.execute("SELECT entry FROM entries WHERE place = ?", (at,)).fetchone()
        file.execute("DROP TRIGGER entries_no_update")
        file.execute("UPDATE entries SET entry = ? WHERE place = ?", (_turned(entry), at))
        file.execute(made)
        file.close()
        return Registrar(SqliteLog(self.folder / "register"), lambda: self.now)

    # --------------------------------------------------------------------- the steps

    def act(self, when: str, title: str) -> str:
        """A new scene, at its time."""
        self.now = datetime.fromisoformat(when).replace(tzinfo=UTC)
        return f"\n{dim(when)}  {bold(title)}"

    def line(self, index: int, words: str) -> str:
        """What was put on record."""
        return f"  {dim(f'{index:>3}')}  {words}"

    def do(self, who: str, make: records.Make) -> str:
        """Somebody puts something on record."""
        done = self.registrar.add(make, [teaching_key(who)])
        self.now += timedelta(minutes=1)
        return self.line(done.index, shown.said_in_words(done.statement))

    def hand_in(self, who: str, model: str, names: tuple[str, ...]) -> Iterator[str]:
        """Evidence is filed, unless it is on record, and attested by who made the run."""
        for name in names:
            rows = evidence_rows(self.evidence_folder / name)
            digest = rows[0].file_sha256
            if digest not in self.registrar.account().filed:
                make = records.evidence(party=who, name=name, sha256=digest, rows=rows)
                yield self.do(who, make)
            elicited = rows[0].tool == "inspect"
            make = records.binding(
                model, party=who, name=name, sha256=digest, rows=rows, elicitation=elicited
            )
            yield self.do(who, make)

    def report(self, model: str, which: str) -> records.Make:
        """A report by the evaluators."""
        digest = sha256(f"{which} of {model}".encode()).hexdigest()
        name = f"{which}-{model}.pdf"
        return records.report(model, party="eval_team", report=which, name=name, sha256=digest)

    def vote(
        self, who: str, asked: records.Asked, choice: Choice, on: str, why: str | None = None
    ) -> str:
        """Somebody votes."""
        make = records.vote(asked, party=who, choice=choice, approval=on, reason=why)
        return self.do(who, make)

    def refused(self, who: str, asked: records.Asked, on: str, title: str) -> str:
        """Somebody tries to vote, and it does not count."""
        try:
            return self.vote(who, asked, Choice.YES, on)
        except Inadmissible as refused:
            return f"       {title}: {bad('refused')}, {refused.rule}"

    def asked(self, asked: records.Asked, title: str) -> str:
        """What the answer would be now."""
        now = records.status(self.registrar.account(), asked, at=self.now).verdict
        needs = [indented(paragraph(f"- {each}", columns=82), 9) for each in now.would]
        return "\n".join([f"       {bad(now.outcome.value)}: {title}", *needs])

    def decide(self, asked: records.Asked, *, supersedes: str | None = None) -> str:
        """What the release comes to is put on record."""
        make = records.deciding(asked, version=__version__, supersedes=supersedes)
        done = self.registrar.add(make, [teaching_key("register")])
        text = shown.decided(done.index, done.statement)
        head, *more = text.splitlines()
        return "\n".join([f"  {dim('-->')}  {head}", *(f"     {each}" for each in more)])

    def stands(self, asked: records.Asked) -> str:
        """How the release stands now."""
        found = records.status(self.registrar.account(), asked, at=self.now).standing
        return "\n".join(f"       {each}" for each in shown.standing(found).splitlines())

    def cosigned(self, when: str) -> str:
        """The log signs a checkpoint, and the charter's witnesses cosign it."""
        self.now = datetime.fromisoformat(when).replace(tzinfo=UTC)
        note = self.registrar.checkpoint(teaching_key("register"))
        for witness in ("field_college", "ledger_house"):
            note = self.registrar.cosign(teaching_key(witness))
        size = note.checkpoint.size
        return f"       {good('cosigned')} by both witnesses: a checkpoint of {size} entries"


def _turned(entry: bytes) -> bytes:
    """The entry of a vote with `no` made `yes`, its signature left as it was."""
    from base64 import b64decode, b64encode

    from stanchion.release.records.canonical import canonical, read_json

    envelope = read_json(entry)
    payload = b64decode(envelope["payload"])
    turned = payload.replace(b'"choice":"no"', b'"choice":"yes"')
    return canonical({**envelope, "payload": b64encode(turned).decode()})
