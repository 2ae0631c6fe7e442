"""One answer set for reading: the blocks of a paper for those that have them, text for the rest.

The union is closed: a new answer is a member of `Answer`, and the type checker asks for its words.
"""

from typing import assert_never

from stanchion.api.clash import Clash
from stanchion.api.facts import Standing
from stanchion.api.holder import Account, Reached
from stanchion.api.money import Pay, PayThrough
from stanchion.api.outcomes import Outcomes
from stanchion.api.power import Overview, title_of
from stanchion.api.proof import Checked
from stanchion.api.reach import Reach
from stanchion.api.readings import Readings
from stanchion.api.release import Verdict
from stanchion.api.schedule import Run
from stanchion.api.structure import Structure
from stanchion.api.timeline import Timeline
from stanchion.api.view import View
from stanchion.control.ownership.results import OwnerNetwork, Owners, Portfolio
from stanchion.control.power.results import Power
from stanchion.control.results import Who
from stanchion.economics.breakpoints import Breakpoints, breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.economics.simulation.results import Simulated
from stanchion.economics.tender.results import TenderResult
from stanchion.exact.record import record
from stanchion.reports import clash as clash_text
from stanchion.reports import (
    facts,
    holder,
    indices,
    money,
    outcomes,
    owners,
    reach,
    readings,
    schedule,
    ship,
    simulation,
    tenders,
    through,
    timeline,
    who,
)
from stanchion.reports import power as proof_text
from stanchion.reports.clash_drawing import drawing
from stanchion.reports.language import Language
from stanchion.reports.marks import plain
from stanchion.reports.paper.blocks import Block, Heading, Listing, Picture
from stanchion.reports.paper.company import events_blocks, seats_blocks, structure_blocks
from stanchion.reports.paper.money import (
    breakpoint_blocks,
    chart_blocks,
    key_blocks,
    pay_blocks,
    readings_blocks,
)
from stanchion.reports.paper.power import overview_blocks, power_blocks, title, who_blocks
from stanchion.reports.paper.proofs import proofs_blocks
from stanchion.reports.paper.release import verdict_blocks
from stanchion.reports.structure.drawing import ties_in_words


@record(frozen=True, slots=True)
class Decided:
    """Every decision of a charter in a line each."""

    rows: tuple[Overview, ...]


@record(frozen=True, slots=True)
class Bends:
    """Where the owner of the next unit that an entity pays changes."""

    entity: str
    found: Breakpoints


@record(frozen=True, slots=True)
class Tendered:
    """What comes of the tenders that were asked about."""

    results: tuple[TenderResult, ...]


Drawn = (
    Pay | PayoffCurves | Bends | Readings | Who | Power | Decided
    | Checked | Structure | Standing | Timeline | Verdict | Clash
)  # fmt: skip
"""Answers that have pictures or tables of their own."""
Told = (
    PayThrough | Account | Reached | Outcomes | Run | Simulated | Tendered
    | Reach | Owners | Portfolio | OwnerNetwork
)  # fmt: skip
"""Answers that are shown as a command prints them."""
Answer = Drawn | Told


def blocks_of(found: Answer, asked: View, say: Language) -> tuple[Block, ...]:
    """The answer as a paper would show it."""
    charter = asked.charter
    match found:
        case Pay():
            return pay_blocks(found, say)
        case PayoffCurves():
            points = breakpoints(found.waterfall)
            return (
                *key_blocks(charter, found, say),
                *chart_blocks(charter, found, points, say),
            )
        case Bends(_, points):
            return breakpoint_blocks(charter, points, say)
        case Readings():
            return readings_blocks(charter, found, say)
        case Checked():
            return proofs_blocks(charter, found, say)
        case Structure():
            return structure_blocks(found, say)
        case Standing():
            return seats_blocks(charter, found, say)
        case Timeline():
            return events_blocks(found.charter, say)
        case Who() | Power() | Decided() | Verdict() | Clash():
            return _decided(found, asked, say)
        case _:
            return (Listing(text_of(found, asked, say)),)


def _decided(
    found: Who | Power | Decided | Verdict | Clash, asked: View, say: Language
) -> tuple[Block, ...]:
    charter = asked.charter
    match found:
        case Who():
            name = Heading(title(charter, found.decision, say))
            return (name, *who_blocks(charter, found, say))
        case Power():
            name = Heading(title(charter, found.decision, say))
            return (name, *power_blocks(charter, found, say))
        case Decided(rows):
            return overview_blocks(charter, rows, say)
        case Verdict():
            return verdict_blocks(charter, found, say)
        case Clash():
            told = plain(clash_text.clash(found))
            return (Picture(_svg(found), found.question), Listing(told))
        case _:
            assert_never(found)


def _svg(found: Clash) -> str:
    import vl_convert  # 30 MB of drawing code: only when something is drawn

    from stanchion.reports.chart import VEGA_LITE

    return str(vl_convert.vegalite_to_svg(drawing(found), vl_version=VEGA_LITE))


def text_of(found: Answer, asked: View, say: Language) -> str:
    """The answer as a command prints it, without colours."""
    return plain(_text(found, asked, say))


def _text(found: Answer, asked: View, say: Language) -> str:
    charter, tag = asked.charter, say.tag
    match found:
        case Pay():
            return money.payment(found, language=tag)
        case PayThrough():
            return through.followed(found, language=tag)
        case PayoffCurves():
            return money.breakpoint_table(
                breakpoints(found.waterfall), entity=str(found.waterfall.entity)
            )
        case Bends(entity, points):
            return money.breakpoint_table(points, entity=entity)
        case Readings():
            return readings.readings_grid(found, language=tag)
        case Account():
            return holder.account(found, language=tag)
        case Reached():
            return holder.reached(found)
        case Outcomes():
            return outcomes.hanging(found, charter, language=tag)
        case Run():
            return schedule.run(found, language=tag)
        case Simulated():
            return simulation.simulation(charter, found, language=tag)
        case Tendered(results):
            return tenders.several(charter, results, language=tag)
        case Standing():
            return facts.standing(charter, found, language=tag)
        case Timeline():
            return timeline.timeline(found, language=tag)
        case _:
            return _power_text(found, asked, say)


def _power_text(
    found: Who | Power | Decided | Checked | Structure | Verdict | Clash
    | Reach | Owners | Portfolio | OwnerNetwork,
    asked: View,
    say: Language,
) -> str:  # fmt: skip
    charter = asked.charter
    match found:
        case Who():
            return who.decision(found, title=title_of(asked, found.decision))
        case Power():
            return indices.power(found, title=title_of(asked, found.decision))
        case Decided(rows):
            return who.overview_table(rows)
        case Checked():
            return proof_text.expectations(found)
        case Structure():
            return "\n".join(words for _, words in ties_in_words(found, say))
        case Verdict():
            return ship.verdict(found, title=found.model)
        case Clash():
            return clash_text.clash(found)
        case Reach():
            return reach.reach(found)
        case Owners():
            return owners.owners(charter, found, language=say.tag)
        case Portfolio():
            return owners.portfolio(charter, found, language=say.tag)
        case OwnerNetwork():
            return owners.network(charter, found, language=say.tag)
        case _:
            assert_never(found)
