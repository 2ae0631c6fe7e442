"""`stanchion release`: a release put to those who approve, voted on, decided, halted; on record."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.kept import (
    HERE,
    KeyFile,
    LogKey,
    ProductOption,
    Register,
    To,
    add,
    now,
    party_of,
    registrar_of,
    signer_of,
)
from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from datetime import datetime

    from stanchion.api.records import Make
    from stanchion.release.evidence.rows import EvidenceRow
    from stanchion.release.records.account import Account

app = typer.Typer(
    name="release",
    help="A release on record: open it, hand in evidence, vote, decide, halt, supersede.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[str, typer.Argument(help="a model version of the charter")]
Stage = Annotated[str, typer.Argument(help="internal, limited or general")]


class Cast(StrEnum):
    """What a vote says of the release."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@app.command("open")
def open_(
    model: Model,
    stage: Stage,
    key: KeyFile,
    product: ProductOption = None,
    register: Register = HERE,
    log_key: LogKey = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Put a release to those who approve: from now on they can vote."""
    from stanchion.api.records import Asked, opening

    registrar, signer = registrar_of(register), signer_of(key)
    party = party_of(registrar.account(), signer)
    make = opening(Asked(model, stage, product), party=party)
    add(registrar, make, [signer], to=to, log_key=log_key, json=json)


@app.command()
def evidence(
    file: Annotated[Path, typer.Argument(help="a file that an evaluation tool wrote")],
    key: KeyFile,
    register: Register = HERE,
    log_key: LogKey = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Put on record what a file of an evaluation tool comes to, and the file's digest."""
    from stanchion.api.records import evidence as filed

    registrar, signer = registrar_of(register), signer_of(key)
    account = registrar.account()
    rows = _rows(account, file)
    party = party_of(account, signer)
    make = filed(party=party, name=file.name, sha256=rows[0].file_sha256, rows=rows)
    add(registrar, make, [signer], to=to, log_key=log_key, json=json)


def _rows(account: "Account", file: Path) -> "tuple[EvidenceRow, ...]":
    """The figures of a file that evaluations of the charter ask for; exits with 1 without any."""
    from stanchion.formats.evidence.reader import evidence_rows

    release = None if account.charter is None else account.charter.release
    evaluations = {} if release is None else {str(k): v for k, v in release.evaluations.items()}
    found = evidence_rows(file, evaluations=evaluations)
    asked = {each.evidence.task for each in evaluations.values() if each.evidence is not None}
    rows = tuple(row for row in found if row.task in asked)
    if not rows:
        tasks = ", ".join(f"`{task}`" for task in sorted({row.task for row in found})[:8])
        say_error(f"refused: no evaluation of the charter asks for what `{file}` has: {tasks}")
        raise SystemExit(1)
    return rows


@app.command()
def attest(
    model: Model,
    key: KeyFile,
    file: Annotated[
        Path | None, typer.Argument(help="the evidence, or the report; none for a level")
    ] = None,
    report: Annotated[str | None, typer.Option("--report", help="which report it is")] = None,
    level: Annotated[
        str | None, typer.Option("--level", help="the level of a risk, as CATEGORY=LEVEL")
    ] = None,
    before: Annotated[
        bool, typer.Option("--before", help="the level is the one before mitigation")
    ] = False,
    elicited: Annotated[
        bool | None,
        typer.Option("--elicited/--not-elicited", help="whether all was done to elicit it"),
    ] = None,
    made: Annotated[
        str | None, typer.Option("--made", help="when the run was made, if the file does not say")
    ] = None,
    register: Register = HERE,
    log_key: LogKey = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Sign that a file is the evidence or a report on a model; or the level of a risk."""
    from stanchion.api import records

    registrar, signer = registrar_of(register), signer_of(key)
    account = registrar.account()
    party = party_of(account, signer)
    if level is not None:
        make = _level(model, party, level, before=before)
    elif file is None:
        say_error("name the evidence or the report that is meant, or `--level CATEGORY=LEVEL`")
        raise SystemExit(2)
    elif report is not None:
        digest = _sha256(file)
        make = records.report(model, party=party, report=report, name=file.name, sha256=digest)
    else:
        rows = _rows(account, file)
        make = records.binding(
            model,
            party=party,
            name=file.name,
            sha256=rows[0].file_sha256,
            rows=rows,
            elicitation=elicited,
            made=None if made is None else _instant(account, made),
        )
    add(registrar, make, [signer], to=to, log_key=log_key, json=json)


def _instant(account: "Account", written: str) -> "datetime":
    from stanchion.api.view import instant_of

    assert account.charter is not None  # INVARIANT: whose key it is says its charter
    return instant_of(account.charter, written)


def _level(model: str, party: str, written: str, *, before: bool) -> "Make":
    from stanchion.api import records
    from stanchion.charter.phrases import Mitigation

    category, equals, level = written.partition("=")
    if not equals:
        say_error(f"`--level {written}` is not CATEGORY=LEVEL")
        raise SystemExit(2)
    when = Mitigation.BEFORE if before else Mitigation.AFTER
    return records.level(model, party=party, category=category, when=when, level=level)


def _sha256(file: Path) -> str:
    from hashlib import file_digest

    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@app.command()
def vote(
    model: Model,
    stage: Stage,
    choice: Annotated[Cast, typer.Argument(help="yes is for the release, also for who can veto")],
    key: KeyFile,
    on: Annotated[
        str | None, typer.Option("--on", help="which approval, where you vote on several")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="why")] = None,
    product: ProductOption = None,
    register: Register = HERE,
    log_key: LogKey = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Cast your vote; what the charter's rules do not count is refused with the rule."""
    from stanchion.api import records
    from stanchion.release.dossier import Choice

    registrar, signer = registrar_of(register), signer_of(key)
    make = records.vote(
        records.Asked(model, stage, product),
        party=party_of(registrar.account(), signer),
        choice=Choice(choice.value),
        approval=on,
        reason=reason,
    )
    add(registrar, make, [signer], to=to, log_key=log_key, json=json)


@app.command()
def status(
    model: Annotated[str | None, typer.Argument(help="all releases if left out")] = None,
    stage: Annotated[str | None, typer.Argument(help="internal, limited or general")] = None,
    product: ProductOption = None,
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """How releases stand: what is there, what is missing, who could still change it."""
    from stanchion.api import records
    from stanchion.reports import jsonable_register
    from stanchion.reports import register as shown

    account = registrar_of(register).account()
    if model is not None:
        records.known_model(account, model)
    if model is None or stage is None:
        found = tuple(
            each
            for each in records.statuses(account, at=now())
            if model in {None, str(each.question.model)}
        )
        if json:
            say_json([jsonable_register.status(each) for each in found])
        else:
            say(shown.overview(found))
        return
    one = records.status(account, records.Asked(model, stage, product), at=now())
    if json:
        say_json(jsonable_register.status(one))
    else:
        say(shown.status(one))


@app.command()
def decide(
    model: Model,
    stage: Stage,
    key: KeyFile,
    product: ProductOption = None,
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """Put on record what the release comes to; signed by the log's key. Refused exits with 1."""
    _decide(model, stage, key, product, register, supersedes=None, json=json)


@app.command()
def supersede(
    old: Annotated[str, typer.Argument(help="the version whose release ends")],
    model: Annotated[str, typer.Argument(help="the version that takes its place")],
    stage: Stage,
    key: KeyFile,
    product: ProductOption = None,
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """Decide on a version in the place of another, whose release ends with it."""
    _decide(model, stage, key, product, register, supersedes=old, json=json)


def _decide(
    model: str,
    stage: str,
    key: Path,
    product: str | None,
    register: Path,
    *,
    supersedes: str | None,
    json: bool,
) -> None:
    from stanchion import __version__
    from stanchion.api import records
    from stanchion.release.records.statements import Decided, Result

    registrar, signer = registrar_of(register), signer_of(key)
    asked = records.Asked(model, stage, product)
    make = records.deciding(asked, version=__version__, supersedes=supersedes)
    statement = add(registrar, make, [signer], log_key=key, json=json)
    said = None if statement is None else statement.said
    if isinstance(said, Decided) and said.verification_result is Result.FAILED:
        raise SystemExit(1)


@app.command()
def halt(
    model: Model,
    reason: Annotated[str, typer.Option("--reason", help="why; everybody reads it")],
    key: KeyFile,
    register: Register = HERE,
    log_key: LogKey = None,
    to: To = None,
    json: AsJson = False,
) -> None:
    """Call for a halt of a released model; in force once those who may halt have called for it."""
    from stanchion.api.records import halt as calling

    registrar, signer = registrar_of(register), signer_of(key)
    make = calling(model, party=party_of(registrar.account(), signer), reason=reason)
    add(registrar, make, [signer], to=to, log_key=log_key, json=json)
