"""A register of the teaching case, with its people, for tests of what can be put on record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stanchion.api import records
from stanchion.cli.northlight import teaching_key
from stanchion.release.dossier import Choice
from stanchion.release.records.errors import Inadmissible
from stanchion.store.registrar import Recorded, Registrar
from stanchion.store.sqlite import SqliteLog

ROOT = Path(__file__).resolve().parents[2]
CHARTER = ROOT / "cases" / "northlight" / "charter.yaml"
EVIDENCE = ROOT / "cases" / "northlight" / "evidence"
ORIGIN = "northlight.example/releases"
LIMITED = records.Asked("aurora-2", "limited")


@dataclass
class Lab:
    """A register in a folder, and a clock that goes on by a minute with each record."""

    folder: Path
    charter: bytes = field(default_factory=CHARTER.read_bytes)
    now: datetime = datetime(2026, 2, 16, 9, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.log = SqliteLog.begun(self.folder, origin=ORIGIN)
        self.registrar = Registrar(self.log, lambda: self.now)
        self.registrar.adopt(self.charter, name="northlight", signers=[teaching_key("register")])

    def add(self, make: records.Make, *signers: str) -> Recorded:
        self.now += timedelta(minutes=1)
        return self.registrar.add(make, [teaching_key(name) for name in signers])

    def open(self, asked: records.Asked = LIMITED, by: str = "wren") -> Recorded:
        return self.add(records.opening(asked, party=by), by)

    def vote(
        self,
        who: str,
        choice: Choice,
        on: str,
        *,
        asked: records.Asked = LIMITED,
        signed: str | None = None,
    ) -> Recorded:
        make = records.vote(asked, party=who, choice=choice, approval=on)
        return self.add(make, signed or who)

    def decide(self, asked: records.Asked = LIMITED) -> Recorded:
        return self.add(records.deciding(asked, version="test"), "register")

    def seal_of_log(self) -> None:
        """A checkpoint with the log's signature alone."""
        self.registrar.checkpoint(teaching_key("register"))

    def seal(self) -> None:
        self.seal_of_log()
        for witness in ("field_college", "ledger_house"):
            self.registrar.cosign(teaching_key(witness))


def rule_against(attempt: Callable[[], object]) -> str:
    """The rule by which an attempt is refused."""
    try:
        attempt()
    except Inadmissible as refused:
        return refused.rule
    raise AssertionError("it was not refused")


def people(names: str) -> Sequence[str]:
    return names.split()
