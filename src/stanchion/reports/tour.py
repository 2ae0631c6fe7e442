"""The first page that anybody sees: a case in a screenful, and how to go on."""

from stanchion.api.tour import Tour
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.marks import bold, dim, named
from stanchion.reports.money import breakpoint_table
from stanchion.reports.power import expectations
from stanchion.reports.readings import readings_summary
from stanchion.reports.tables import paragraph, table
from stanchion.reports.who import overview_table


def overview(found: Tour, *, case: str, language: str = "en") -> str:
    """Who is paid, who decides, what is disputed, what is proved of a charter."""
    charter = found.view.charter
    said = [bold(charter.name.said_in(language))]
    if charter.summary is not None:
        said += [paragraph(charter.summary.said_in(language))]
    said += ["", *_paid(found, language), *_decided(found), *_prevails(found)]
    said += [*_disputed(found), *_proved(found)]
    return "\n".join([*said, *_onwards(case)])


def _heading(text: str) -> list[str]:
    return [bold(text), ""]


def _paid(found: Tour, language: str) -> list[str]:
    if found.pay is None or found.breakpoints is None:
        return []
    charter = found.view.charter
    payees = [line.payee for line in found.pay.distributions[0].lines]
    rows = [
        [describe_amount(d.amount), *(describe_amount(line.exact) for line in d.lines)]
        for d in found.pay.distributions
    ]
    head = [f"of {found.pay.pays}", *(charter.party_name(p, language) for p in payees)]
    entity = found.pay.distributions[0].entity
    return [
        *_heading(f"WHO IS PAID  ({charter.currency})"),
        table(head, rows, right=range(len(head))),
        "",
        breakpoint_table(found.breakpoints, entity=entity),
        *(dim(f"assumed: {said}") for said in found.view.assumptions),
        "",
    ]


def _decided(found: Tour) -> list[str]:
    if not found.decisions:
        return []
    when = found.view.state.instant.isoformat(sep=" ", timespec="minutes")
    return [
        *_heading(f"WHO DECIDES  (as of {when})"),
        overview_table(found.decisions),
        "",
        *(
            f"{payee} takes up to {describe_share(part)} of a dollar, with a vote in none of these"
            for payee, part in found.paid_without_a_vote
        ),
        "",
    ]


def _prevails(found: Tour) -> list[str]:
    if found.prevails is None:
        return []
    told = found.prevails
    rows = [
        [
            title,
            f"{told.likely.probability(name).share:.0%}",
            f"{told.by_rules.probability(name).share:.0%}",
        ]
        for name, title in told.titles
    ]
    return [
        *_heading(f"WHO PREVAILS  (as of {told.as_of})"),
        f"{told.question}:",
        "",
        table(["how it ends", "likely", "by the rules alone"], rows, right="12"),
        "",
        dim(f"{told.likely.runs:,} runs on inputs that are judgements; {told.caveat}"),
        "",
    ]


def _disputed(found: Tour) -> list[str]:
    if found.readings is None:
        return []
    return [*_heading("WHAT IS DISPUTED"), readings_summary(found.readings), ""]


def _proved(found: Tour) -> list[str]:
    return [*_heading("WHAT IS PROVED"), expectations(found.checked), ""]


def _onwards(case: str) -> list[str]:
    commands = [
        (f'stanchion pay {case} --amount "200 bn"', "to the cent, with the clause behind each"),
        (f"stanchion readings {case}", "every reading of the disputed terms"),
        (f"stanchion who {case} remove_ceo", "the people, the chain, the lines of the charter"),
        (f"stanchion clash {case}", "who prevails, day by day, and what that rests on"),
        (f"stanchion curve {case} -o curve.svg", "the picture"),
        (f"stanchion timeline {case} --about crisis", "the five days, with sources"),
        ("stanchion new capped-profit -o charter.yaml", "a charter of your own"),
        ("stanchion --help", "everything else; the language is in docs/charter.md"),
    ]
    width = max(len(command) for command, _ in commands)
    return [
        bold("HOW TO GO ON"),
        "",
        *(f"  {named('./' + command.ljust(width))}  {dim(why)}" for command, why in commands),
    ]
