"""A file of evidence, of whichever tool: its rows, and its digest taken in the same pass."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from stanchion.charter.evaluations import Evaluation, EvidenceFormat
from stanchion.formats.evidence import garak, in_toto, inspect, lm_eval, mapped, promptfoo
from stanchion.formats.evidence.archive import RefusedArchive, member
from stanchion.formats.evidence.errors import UnreadableEvidence
from stanchion.formats.evidence.figures import WrongFigure
from stanchion.formats.evidence.known import UnknownVersion
from stanchion.formats.evidence.strict_json import MOST_BYTES, RefusedJson, loads
from stanchion.release.evidence import EvidenceRow

MAPPING_HELP = (
    "write an evaluation with `format: mapped` and a `mapping:` for the files of other tools"
)
_CHUNK = 2**20


def evidence_rows(
    path: Path, *, evaluations: dict[str, Evaluation] | None = None
) -> tuple[EvidenceRow, ...]:
    """The rows of a file; `evaluations` are those of the charter, for its mappings.

    Raises UnreadableEvidence, OSError.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
            stream.seek(0)
            if start.startswith(b"PK"):
                return tuple(_from_archive(stream))
            if garak.is_report(start.split(b"\n", 1)[0]):
                return tuple(_from_lines(stream))
            return tuple(_from_json(stream, evaluations or {}))
    except UnknownVersion as unknown:
        remedy = "a newer Stanchion may know it; " + MAPPING_HELP
        raise UnreadableEvidence(path.name, str(unknown), remedy) from None
    except (RefusedJson, RefusedArchive, WrongFigure) as wrong:
        raise UnreadableEvidence(path.name, str(wrong)) from None


def _from_archive(stream: BinaryIO) -> list[EvidenceRow]:
    header = loads(member(stream, "header.json"))
    if not isinstance(header, dict) or not inspect.is_log(header):
        raise WrongFigure("it is an archive, and no log of Inspect")
    return inspect.rows(header, _digest(stream))


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    whole = sha256()
    while chunk := stream.read(_CHUNK):
        whole.update(chunk)
    return whole.hexdigest()


def _from_lines(stream: BinaryIO) -> list[EvidenceRow]:
    whole = sha256()

    def lines() -> Iterator[bytes]:
        while line := stream.readline(garak.LONGEST_LINE + 1):
            whole.update(line)
            yield line

    found = garak.rows(lines())
    digest = whole.hexdigest()
    return [replace(row, file_sha256=digest) for row in found]


def _from_json(stream: BinaryIO, evaluations: dict[str, Evaluation]) -> list[EvidenceRow]:
    data = stream.read(MOST_BYTES + 1)
    value, digest = loads(data), sha256(data).hexdigest()
    if isinstance(value, dict):
        if inspect.is_log(value):
            return inspect.rows(value, digest)
        if lm_eval.is_results(value):
            return lm_eval.rows(value, digest)
        if promptfoo.is_output(value):
            return promptfoo.rows(value, digest)
        if in_toto.is_statement(value):
            return in_toto.rows(value, digest)
    return _by_mapping(value, digest, evaluations)


def _by_mapping(value: Any, digest: str, evaluations: dict[str, Evaluation]) -> list[EvidenceRow]:
    """The rows by every mapping whose paths all lead somewhere."""
    found, wrong = [], []
    for name, evaluation in evaluations.items():
        terms = evaluation.evidence
        if terms is None or terms.format is not EvidenceFormat.MAPPED:
            continue
        assert terms.mapping is not None  # INVARIANT: a mapped format has its mapping
        paths = {str(key): said for key, said in terms.mapping.items()}
        try:
            found.append(
                mapped.row(value, digest, task=terms.task, metric=terms.metric, mapping=paths)
            )
        except WrongFigure as fault:
            wrong.append(f"by the mapping of `{name}`: {fault}")
    if found:
        return found
    if wrong:
        raise WrongFigure("; ".join(wrong))
    known = ", ".join(f"`{each.value}`" for each in EvidenceFormat)
    raise WrongFigure(f"it is of none of the known formats ({known}); {MAPPING_HELP}")
