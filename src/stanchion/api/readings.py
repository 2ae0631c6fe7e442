"""What hangs on the disputed terms: every combination of answers, and what follows from each."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from stanchion.api.view import reading_patches
from stanchion.charter import phrases as p
from stanchion.charter.model import Charter
from stanchion.charter.patches import patched
from stanchion.charter.state import state_at
from stanchion.economics.curves import payoff_curves
from stanchion.economics.from_charter import paying_entity, waterfall
from stanchion.economics.proof import reversion_point
from stanchion.economics.sweep import Payable
from stanchion.economics.waterfall import PayeeId


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading every disputed term, and what follows from it."""

    options: tuple[str, ...]  # `question.option`, one for each question that is not moot
    moot: tuple[str, ...]  # questions that fall away under these options
    reverts_at: Fraction | None  # above it every dollar goes to the residual payee
    receives: tuple[tuple[PayeeId, Fraction], ...]  # of the amount asked about
    at_most: tuple[tuple[PayeeId, Fraction | None], ...]  # None: without bound


@dataclass(frozen=True, slots=True)
class TermEffect:
    """What a term that is only known within a range moves, by the charter as written."""

    term: str
    low: Fraction
    high: Fraction
    reverts_at_low: Fraction | None
    reverts_at_high: Fraction | None
    receives_at_low: tuple[tuple[PayeeId, Fraction], ...]
    receives_at_high: tuple[tuple[PayeeId, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """The grid over all disputed terms; the charter as written comes first."""

    entity: str
    residual: str | None
    amount: Fraction
    questions: tuple[tuple[str, str], ...]
    rows: tuple[Reading, ...]
    spread: tuple[tuple[PayeeId, Fraction, Fraction], ...]
    reverts_between: tuple[Fraction, Fraction] | None
    never_reverts: int
    terms: tuple[TermEffect, ...]


def readings(charter: Charter, amount: Fraction, *, entity: str | None = None) -> Readings:
    """What hangs on the disputed terms when `amount` is distributed, and where all reverts."""
    name = paying_entity(charter, entity)
    found = [_row(charter, name, amount, options) for options in all_readings(charter)]
    payees = tuple(dict.fromkeys(payee for row in found for payee, _ in row.receives))
    rows = tuple(_of_all(row, payees) for row in found)
    reverts = [row.reverts_at for row in rows if row.reverts_at is not None]
    return Readings(
        entity=str(name),
        residual=charter.pay[name].residual,
        amount=amount,
        questions=tuple((str(q), str(r.asks)) for q, r in charter.readings.items()),
        rows=rows,
        spread=_spread(rows),
        reverts_between=(min(reverts), max(reverts)) if reverts else None,
        never_reverts=len(rows) - len(reverts),
        terms=tuple(_term_effects(charter, name, amount)),
    )


def _of_all(row: Reading, payees: tuple[PayeeId, ...]) -> Reading:
    """The row with everybody whom any reading pays; who is not paid under it has nothing."""
    receives, at_most = dict(row.receives), dict(row.at_most)
    return replace(
        row,
        receives=tuple((payee, receives.get(payee, Fraction(0))) for payee in payees),
        at_most=tuple((payee, at_most.get(payee, Fraction(0))) for payee in payees),
    )


def all_readings(charter: Charter) -> list[tuple[str, ...]]:
    """Every combination of answers, moot questions left out, the charter as written first."""
    answers = []
    for question, reading in charter.readings.items():
        first = reading.as_written
        options = [first, *(option for option in reading.options if option != first)]
        answers.append([f"{question}.{option}" for option in options])
    found: dict[tuple[str, ...], None] = {}
    for chosen in product(*answers):
        moot = {
            question
            for question, reading in charter.readings.items()
            if any(str(under) in chosen for under in reading.moot_under)
        }
        found[tuple(name for name in chosen if name.partition(".")[0] not in moot)] = None
    return list(found)


def _row(charter: Charter, entity: p.Name, amount: Fraction, options: tuple[str, ...]) -> Reading:
    patches = [patch for name in options for patch in reading_patches(charter, name)]
    made = _waterfall(patched(charter, patches), entity)
    answered = {name.partition(".")[0] for name in options}
    payoffs = payoff_curves(made).by_payee()
    return Reading(
        options=options,
        moot=tuple(str(question) for question in charter.readings if question not in answered),
        reverts_at=_reverts_at(made),
        receives=tuple((payee, curve(amount)) for payee, curve in payoffs.items()),
        at_most=tuple((payee, curve.supremum().value) for payee, curve in payoffs.items()),
    )


def _waterfall(charter: Charter, entity: p.Name) -> Payable:
    return waterfall(state_at(charter, charter.as_of.start), entity=entity)


def _reverts_at(made: Payable) -> Fraction | None:
    return None if made.residual is None else reversion_point(made, made.residual)


def _spread(rows: tuple[Reading, ...]) -> tuple[tuple[PayeeId, Fraction, Fraction], ...]:
    by_payee: dict[PayeeId, list[Fraction]] = {}
    for row in rows:
        for payee, received in row.receives:
            by_payee.setdefault(payee, []).append(received)
    return tuple((payee, min(found), max(found)) for payee, found in by_payee.items())


def _term_effects(charter: Charter, entity: p.Name, amount: Fraction) -> list[TermEffect]:
    found = []
    for name, term in charter.terms.items():
        if term.range is None:
            continue
        low, high = (
            _waterfall(patched(charter, [p.SetTerm(p.Name(name), p.Quantity(value))]), entity)
            for value in (term.range.low, term.range.high)
        )
        found.append(
            TermEffect(
                term=str(name),
                low=term.range.low,
                high=term.range.high,
                reverts_at_low=_reverts_at(low),
                reverts_at_high=_reverts_at(high),
                receives_at_low=_receives(low, amount),
                receives_at_high=_receives(high, amount),
            )
        )
    return found


def _receives(made: Payable, amount: Fraction) -> tuple[tuple[PayeeId, Fraction], ...]:
    return tuple((payee, c(amount)) for payee, c in payoff_curves(made).by_payee().items())
