"""What evaluation tools' files come to: one row per figure, and who bound it to which model.

Figures are exact: the decimals of the file as fractions. An instant without a zone is read at its
earliest, so that nothing counts as younger than it may be.
"""

from dataclasses import field
from datetime import datetime
from fractions import Fraction

from stanchion.exact.record import record


@record(frozen=True, slots=True)
class EvidenceRow:
    """One figure of one file.

    `value` is None where the file has none (a run that failed). `n` counts the samples scored,
    `n_planned` those the run was to have, `errored` those that ended in an error; `successes` is
    the number behind a rate, where the file has it. `completed` says that the run ended as it
    should. `model_sha256` is the digest of the model that the file itself names, unsigned.
    """

    tool: str
    tool_version: str | None
    task: str
    task_version: str | None
    task_hash: str | None
    model_claimed: str | None
    metric: str
    value: Fraction | None
    stderr: Fraction | None
    n: int | None
    n_planned: int | None
    higher_is_better: bool | None
    completed: bool
    errored: int
    invalidated: bool
    created: datetime | None
    file_sha256: str
    successes: int | None = None
    evaluator: str | None = None
    elicitation: bool | None = None
    model_sha256: str | None = None
    notes: tuple[str, ...] = field(default=())


@record(frozen=True, slots=True)
class Attestation:
    """A party's signed word that a file is the result for a model; `entry` is its log index.

    `made` is when the run was made, for files that do not say so themselves.
    """

    party: str
    at: datetime
    model_sha256: str
    file_sha256: str
    elicitation: bool | None = None
    made: datetime | None = None
    entry: int | None = None


@record(frozen=True, slots=True)
class BoundEvidence:
    """A row and all attestations of its file; unbound where there is none."""

    row: EvidenceRow
    attestations: tuple[Attestation, ...] = ()

    @property
    def created(self) -> datetime | None:
        """When the result was made: as the file says, else the earliest that is attested."""
        made = [a.made for a in self.attestations if a.made is not None]
        return self.row.created or min(made, default=None)
