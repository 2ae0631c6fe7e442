"""`stanchion simulate`: what is received of amounts that are only known by how likely they are."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, Language, ReadingOption, SetTerm
from stanchion.cli.output import say, say_json
from stanchion.cli.progress import Watch


def simulate(
    case: Case,
    amount: Annotated[
        str,
        typer.Option(
            "--amount",
            "-a",
            help="how likely an amount is: 'lognormal 10% below 5 bn, 90% below 80 bn', "
            "'uniform 0 to 300 bn', 'triangular 90 bn (0 to 300 bn)', "
            "'quantiles 0% below 0, 50% below 20 bn, 100% below 300 bn'",
        ),
    ],
    draws: Annotated[
        int, typer.Option("--draws", "-n", help="how many amounts are drawn")
    ] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="the same seed draws the same amounts")] = 1,
    years: Annotated[
        int, typer.Option("--years", help="draw an amount for each of so many years")
    ] = 1,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    entity: Entity = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Means, quantiles and how likely caps bind, when the amount is only known by its chances.

    Interrupting it (Ctrl-C) answers from what has been drawn until then.
    """
    from stanchion.api.simulation import simulate as answer
    from stanchion.reports.simulation import simulation

    asked = view_of(case, at=at, readings=reading, terms=set_term)
    found = answer(
        asked,
        amount,
        draws=draws,
        seed=seed,
        years=years,
        entity=entity,
        go_on=Watch(draws, "drawn"),
    )
    if json:
        from stanchion.reports import jsonable_simulation

        say_json(jsonable_simulation.simulation(found))
    else:
        say(simulation(asked.charter, found, language=language))
