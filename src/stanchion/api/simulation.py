"""Questions about amounts that are only known by how likely they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from stanchion.api.errors import BadQuestion
from stanchion.api.view import View, read_question
from stanchion.charter import grammar as g
from stanchion.charter.phrases import Name, Quantity
from stanchion.charter.state import Paid, state_at
from stanchion.economics.from_charter import paying_entity, waterfall
from stanchion.economics.simulation.paths import OnTheWay
from stanchion.economics.simulation.results import Simulated
from stanchion.economics.simulation.run import GoOn, NothingDrawn, Plan
from stanchion.economics.simulation.run import simulated as economic_simulated
from stanchion.economics.sweep import Payable

QUANTILES = tuple(Fraction(n, 100) for n in (5, 25, 50, 75, 95))


MOST_DRAWS = 100_000_000
MOST_YEARS = 200


def _within(what: str, number: int, most: int, *, least: int = 1) -> None:
    if not least <= number <= most:
        text = str(number)
        raise BadQuestion(
            text, f"{what} must lie between {least} and {most:,}", 0, len(text), "here"
        )


def always(drawn: int) -> bool:
    """Go on until all is drawn."""
    return drawn >= 0


def simulate(
    asked: View,
    distribution: str,
    *,
    draws: int,
    seed: int,
    years: int = 1,
    shares: Sequence[Fraction] = QUANTILES,
    entity: str | None = None,
    go_on: GoOn = always,
) -> Simulated:
    """What payees receive of an amount drawn anew each year from `distribution` (a phrase).

    The first year is paid at the instant of the view, each later one a year after, under the terms
    that stand then. The same seed gives the same draws, however they are cut. `go_on` is told how
    many are drawn and may stop; the answer is then made of these.
    Raises BadQuestion, NothingDrawn, NoWaterfall.
    """
    if draws < 1:
        raise NothingDrawn(draws)
    _within("draws", draws, MOST_DRAWS)
    _within("years", years, MOST_YEARS)
    _within("a seed", seed, 2**64 - 1, least=0)
    read = read_question(distribution, g.distribution)
    name = paying_entity(asked.charter, entity)
    whens = [_years_after(asked.state.instant, year) for year in range(years)]
    states = [asked.state, *(state_at(asked.charter, when) for when in whens[1:])]

    def terms_of(year: int, on_the_way: OnTheWay) -> Payable:
        paid = tuple(
            Paid(
                Name(payee),
                name,
                None if stage is None else Name(stage),
                Quantity(amount),
                on=whens[when],
            )
            for when, (stage, payee, amount) in on_the_way
        )
        return waterfall(replace(states[year], paid=(*states[year].paid, *paid)), entity=name)

    plan = Plan(read, distribution, draws, seed, years, tuple(shares))
    return economic_simulated(terms_of, plan, go_on=go_on)


def _years_after(instant: datetime, years: int) -> datetime:
    """The same day of a later year; 29 February becomes the 28th."""
    try:
        return instant.replace(year=instant.year + years)
    except ValueError:
        return instant.replace(year=instant.year + years, day=28)
