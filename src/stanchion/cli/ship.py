"""`stanchion ship`: may a model version go to a stage, and what is missing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from stanchion.api.release import Supposed
    from stanchion.release.dossier import Choice


def ship(
    case: Case,
    model: Annotated[str, typer.Argument(help="a model version of the charter")],
    stage: Annotated[str, typer.Argument(help="internal, limited or general")],
    product: Annotated[
        str | None, typer.Option("--product", help="of which product, where it has several")
    ] = None,
    evidence: Annotated[
        list[Path] | None, typer.Option("--evidence", "-e", help="a file of an evaluation tool")
    ] = None,
    attested_by: Annotated[
        list[str] | None,
        typer.Option("--attested-by", help="suppose that an evaluator attests every file"),
    ] = None,
    vote: Annotated[
        list[str] | None,
        typer.Option("--vote", help="suppose a vote, as APPROVAL:PARTY=yes (no, abstain)"),
    ] = None,
    filed: Annotated[
        list[str] | None, typer.Option("--filed", help="suppose that a report is filed")
    ] = None,
    at: At = None,
    with_: With = None,
    require: Annotated[
        bool, typer.Option("--require", help="exit with 1 unless it may ship now")
    ] = False,
    json: AsJson = False,
) -> None:
    """May a model version ship: what is required, who decides, what would have to happen.

    Without a register nothing is on record: `--attested-by`, `--vote` and `--filed` suppose it.
    """
    from stanchion.api.release import supposed
    from stanchion.formats.evidence.reader import evidence_rows

    asked = view_of(case, at=at, changes=with_)
    release = asked.charter.release
    evaluations = {} if release is None else {str(k): v for k, v in release.evaluations.items()}
    rows = [row for path in evidence or () for row in evidence_rows(path, evaluations=evaluations)]
    what = _supposed(attested_by, vote, filed)
    found = supposed(asked, rows, what, model=model, stage=stage, product=product)
    if json:
        from stanchion.reports import jsonable_release

        say_json(jsonable_release.verdict(found))
    else:
        from stanchion.reports import ship as told

        say(told.verdict(found, title=model))
    raise SystemExit(1 if require and not found.stands else 0)


def _supposed(
    attested_by: list[str] | None, votes: list[str] | None, filed: list[str] | None
) -> "Supposed":
    from stanchion.api.release import Supposed

    return Supposed(
        tuple(attested_by or ()),
        tuple(_vote(text) for text in votes or ()),
        tuple(filed or ()),
    )


def _vote(text: str) -> "tuple[str, str, Choice]":
    from stanchion.release.dossier import Choice

    approval, colon, rest = text.partition(":")
    party, equals, word = rest.partition("=")
    choices = {choice.value: choice for choice in Choice}
    if not (colon and equals) or word not in choices:
        say_error(f"`--vote {text}` is not APPROVAL:PARTY=yes, no or abstain")
        raise SystemExit(2)
    return approval, party, choices[word]
