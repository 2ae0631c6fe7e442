"""What an account is kept of: releases asked about, their rounds of votes, decisions, refusals."""

from dataclasses import dataclass, field
from datetime import datetime

from stanchion.charter.phrases import Name
from stanchion.exact.record import record
from stanchion.release.dossier import Vote
from stanchion.release.records.statements import Decided


@record(frozen=True, slots=True)
class Refused:
    """A record that is in the log and does not count, and the rule against it."""

    entry: int
    kind: str
    party: str
    at: datetime
    rule: str


@record(frozen=True, slots=True)
class Question:
    """Which release is meant: a version of a model, a product of it, and to whom."""

    model: Name
    subject: str
    product: Name
    stage: str


@record(frozen=True, slots=True)
class Decision:
    """A decision on record, what it is about, and the time of its entry."""

    entry: int
    question: Question
    said: Decided
    at: datetime


@dataclass(slots=True)
class Round:
    """One opening of a release and the votes since."""

    question: Question
    entry: int
    opened: datetime
    votes: list[Vote] = field(default_factory=list)
