"""`stanchion report`: a board paper as PDF or as one page of HTML."""

from pathlib import Path
from typing import Annotated

import typer

from stanchion.cli.asked import terms_of
from stanchion.cli.files import open_with_bytes
from stanchion.cli.options import AsJson, At, Case, ReadingOption, SetTerm, With
from stanchion.cli.output import say_error, say_json


def report(
    case: Case,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the file to write: .pdf or .html")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="language of the paper: en, zh-Hant, zh-Hans")
    ] = "en",
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """Write a board paper: what the structure does, what it does not, and what it stands on."""
    from hashlib import sha256

    from stanchion.api.briefing import briefing
    from stanchion.api.view import instant_of, known_or_raise
    from stanchion.reports.language import Tag
    from stanchion.reports.language import language as spoken
    from stanchion.reports.paper.contents import paper

    if output is None or output.suffix not in {".pdf", ".html"}:
        say_error("say where to write: `-o report.pdf` or `-o report.html`")
        raise SystemExit(2)
    tag = str(known_or_raise("language", language, [tag.value for tag in Tag]))
    charter, data, name = open_with_bytes(case)
    found = briefing(
        charter,
        at=None if at is None else instant_of(charter, at),
        chosen=reading or (),
        terms=terms_of(set_term or []),
        changes=with_ or (),
    )
    digest = sha256(data).hexdigest()
    made = paper(found, spoken(tag), file=name, digest=digest)
    if output.suffix == ".pdf":
        from stanchion.reports.paper.pdf import pdf

        content = pdf(made)
    else:
        from stanchion.reports.paper.html import page

        content = page(made).encode("utf-8")
    output.write_bytes(content)
    if json:
        sections = [section.name for section in made.sections]
        say_json({"written": str(output), "language": tag, "sections": sections, "digest": digest})
        return
    say_error(f"wrote {output}")
