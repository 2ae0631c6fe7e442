"""Options and arguments that several commands share."""

from typing import Annotated

import typer

Case = Annotated[
    str, typer.Argument(help="a charter file, or the name of a case (`stanchion cases`)")
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON; shapes in docs/json.md")]
At = Annotated[
    str | None,
    typer.Option("--at", help="an instant, such as '2023-11-20 12:00 America/Los_Angeles'"),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option("--reading", "-r", help="answer to a disputed term, as QUESTION.OPTION"),
]
SetTerm = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", help="another value for a named term, as TERM=AMOUNT"),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with", "-w", help="suppose a change, as in 'decision sell also needs consent of ann'"
    ),
]
Entity = Annotated[
    str | None, typer.Option("--entity", help="whose waterfall, where several entities pay")
]
Language = Annotated[
    str, typer.Option("--language", help="language of names: en, zh-Hant, zh-Hans")
]
Payouts = Annotated[
    str | None,
    typer.Option(
        "--amounts",
        help="'150 m at 2025-01-01, 10 m by fund at 2026-01-01', or @FILE that says so; the "
        "charter's own without it",
    ),
]
Through = Annotated[
    bool,
    typer.Option(
        "--through", help="look through entities that pay on, to those who keep the money"
    ),
]
Payee = Annotated[
    str, typer.Option("--payee", "-p", help="whose money, by its name in the charter")
]
