"""A case as one asks it in Python: `stanchion.load("openai-2023").pay("200 bn")`."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from stanchion.api.briefing import Briefing, briefing
from stanchion.api.clash import Clash, Followed, clash
from stanchion.api.errors import UnknownName
from stanchion.api.facts import Standing, standing
from stanchion.api.holder import Account, Reached, Wanted, goal, statement
from stanchion.api.loading import load as load_text
from stanchion.api.money import (
    Pay,
    PayThrough,
    breakpoints,
    curves,
    entity_of,
    pay,
    pay_through,
)
from stanchion.api.outcomes import Outcomes, outcomes
from stanchion.api.owners import all_owners, owners
from stanchion.api.power import decisions, power, who
from stanchion.api.proof import Checked, check
from stanchion.api.reach import Ahead, Reach, reach
from stanchion.api.readings import Readings, readings
from stanchion.api.release import Verdict, may_ship
from stanchion.api.schedule import Run, payouts_of, schedule
from stanchion.api.simulation import simulate
from stanchion.api.structure import Structure, structure
from stanchion.api.tenders import tenders
from stanchion.api.timeline import Timeline, timeline
from stanchion.api.view import View, amounts_of, instant_of, known_or_raise, view
from stanchion.charter.model import Charter
from stanchion.control.ownership.results import OwnerNetwork, Owners
from stanchion.control.power.results import Power
from stanchion.control.results import Who
from stanchion.economics.curves import PayoffCurves
from stanchion.economics.simulation.results import Simulated
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.formats.cases import case_names, file_of, shown_name
from stanchion.notebook.shown import Shown
from stanchion.reports.language import Language, Tag, language
from stanchion.reports.paper.answers import Bends, Decided, Tendered
from stanchion.reports.paper.blocks import Block, Heading, Tone, Words
from stanchion.reports.paper.company import seats_blocks, structure_blocks
from stanchion.reports.paper.contents import paper
from stanchion.reports.paper.html import fragment, page
from stanchion.source.render import to_text
from stanchion.source.suggest import closest


@dataclass(eq=False)
class CannotLoad(StanchionError, ValueError):
    """A charter has faults; `told` shows each at its place, with what to do."""

    file: str
    told: str

    def __str__(self) -> str:
        return f"`{self.file}` cannot be used\n{self.told}"


@record(frozen=True, slots=True)
class Chosen:
    """What is asked about: an instant, readings of disputed terms, changes, values of terms."""

    at: str | None = None
    readings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True)
class Case:
    """A charter and what is asked about; every question is a method, and every answer shows itself.

    `asked_at`, `under`, `supposing` and `setting` give another case; this one stays as it is.
    """

    charter: Charter
    file: str
    data: bytes
    chosen: Chosen = Chosen()
    language: Language = language("en")

    # ---------------------------------------------------------- what is asked about

    def asked_at(self, instant: str) -> "Case":
        """The case at an instant: `2023-11-20 12:00`."""
        return replace(self, chosen=replace(self.chosen, at=instant))

    def under(self, *readings: str) -> "Case":
        """The case under readings of its disputed terms: `freed_share.to_charity`."""
        return replace(self, chosen=replace(self.chosen, readings=readings))

    def supposing(self, *changes: str) -> "Case":
        """The case with changes, in the words of charters: `microsoft may veto sell`."""
        return replace(self, chosen=replace(self.chosen, changes=changes))

    def setting(self, **terms: str) -> "Case":
        """The case with other values of its named terms: `first_close_principal="1 bn"`."""
        return replace(self, chosen=replace(self.chosen, terms=tuple(terms.items())))

    def speaking(self, tag: str) -> "Case":
        """The case in a language: en, zh-Hant or zh-Hans; raises UnknownName."""
        known_or_raise("language", tag, [known.value for known in Tag])
        return replace(self, language=language(tag))

    @property
    def view(self) -> View:
        """The charter as asked about."""
        at = None if self.chosen.at is None else instant_of(self.charter, self.chosen.at)
        return view(
            self.charter,
            at=at,
            readings=self.chosen.readings,
            terms=dict(self.chosen.terms),
            changes=self.chosen.changes,
        )

    # ------------------------------------------------------------------- the company

    def structure(self) -> Shown[Structure]:
        """Who governs whom and who is paid by whom."""
        return Shown(structure(self.view), self.view, self.language)

    def standing(self) -> Shown[Standing]:
        """Who sits where, who holds which office, who holds what."""
        return Shown(standing(self.view), self.view, self.language)

    def timeline(self, about: str | None = None) -> Shown[Timeline]:
        """What happened, all of it or about one topic."""
        return Shown(timeline(self.charter, about=about), self.view, self.language)

    def owners(self, party: str | None = None) -> "Shown[Owners] | Shown[OwnerNetwork]":
        """Who owns a party through all others, or the shares of everybody in everything."""
        if party is None:
            return Shown(all_owners(self.view), self.view, self.language)
        return Shown(owners(self.view, party), self.view, self.language)

    # ------------------------------------------------------------------- who is paid

    def pay(self, amounts: str, *, entity: str | None = None) -> Shown[Pay]:
        """Who receives what of amounts, as in `200 bn` or `1 bn, 10 bn`."""
        found = pay(self.view, amounts_of(self.charter, amounts), entity=entity)
        return Shown(found, self.view, self.language)

    def pay_through(self, amounts: str, *, entity: str | None = None) -> Shown[PayThrough]:
        """Who keeps what once every entity has paid on what it received."""
        found = pay_through(self.view, amounts_of(self.charter, amounts), entity=entity)
        return Shown(found, self.view, self.language)

    def curves(self, *, entity: str | None = None) -> Shown[PayoffCurves]:
        """What each payee receives of any amount."""
        return Shown(curves(self.view, entity=entity), self.view, self.language)

    def breakpoints(self, *, entity: str | None = None) -> Shown[Bends]:
        """Where the owner of the next unit of money changes, and why."""
        found = Bends(entity_of(self.view, entity), breakpoints(self.view, entity=entity))
        return Shown(found, self.view, self.language)

    def readings(self, amount: str, *, entity: str | None = None) -> Shown[Readings]:
        """What hangs on the disputed terms when an amount is paid."""
        found = readings(self.charter, amounts_of(self.charter, amount)[0], entity=entity)
        return Shown(found, self.view, self.language)

    def statement(self, payee: str, amount: str, *, entity: str | None = None) -> Shown[Account]:
        """What a payee put in, had, and receives of an amount."""
        paid = amounts_of(self.charter, amount)[0]
        return Shown(statement(self.view, payee, paid, entity=entity), self.view, self.language)

    def goal(self, payee: str, receives: str, *, entity: str | None = None) -> Shown[Reached]:
        """The least amount at which a payee has a sum, all that it had before counted."""
        found = goal(self.view, payee, Wanted(receives=receives), entity=entity)
        return Shown(found, self.view, self.language)

    def outcomes(self, *, entity: str | None = None) -> Shown[Outcomes]:
        """What an entity pays under every outcome of the decisions that it hangs on."""
        return Shown(outcomes(self.view, entity=entity), self.view, self.language)

    def schedule(self, amounts: str | None = None, *, entity: str | None = None) -> Shown[Run]:
        """Distributions one after the other, each from the state that the earlier ones left."""
        due = None if amounts is None else payouts_of(self.charter, amounts, entity=entity)
        return Shown(schedule(self.view, due, entity=entity), self.view, self.language)

    def simulate(
        self, amount: str, *, draws: int = 10_000, seed: int = 1, entity: str | None = None
    ) -> Shown[Simulated]:
        """What payees receive when the amount is only known by its chances."""
        found = simulate(self.view, amount, draws=draws, seed=seed, entity=entity)
        return Shown(found, self.view, self.language)

    def tenders(self, name: str | None = None) -> Shown[Tendered]:
        """What comes of a tender, or of each."""
        return Shown(Tendered(tenders(self.view, name)), self.view, self.language)

    # ------------------------------------------------------------------- who decides

    def decisions(self) -> Shown[Decided]:
        """Every decision: the fewest who can take it and the fewest who can stop it."""
        return Shown(Decided(decisions(self.view)), self.view, self.language)

    def who(self, decision: str) -> Shown[Who]:
        """Who can bring a decision about and who can stop it."""
        return Shown(who(self.view, decision), self.view, self.language)

    def power(self, decision: str) -> Shown[Power]:
        """How much one vote counts in a decision, by every index."""
        return Shown(power(self.view, decision), self.view, self.language)

    def reach(self, goal: str, *, by: str | None = None, within: str | None = None) -> Shown[Reach]:
        """What people can come to bring about, by whom and by which plan."""
        found = reach(self.view, goal, by=by, ahead=Ahead(within=within))
        return Shown(found, self.view, self.language)

    # --------------------------------------------- who prevails, may it ship, proofs

    def clash(self, *, runs: int = 2_000, seed: int = 1) -> Shown[Clash]:
        """Who prevails in the dispute, how likely, and whose doing it is."""
        found = clash(self.view, Followed(runs=runs, seed=seed))
        return Shown(found, self.view, self.language)

    def ship(self, model: str, stage: str, *, product: str | None = None) -> Shown[Verdict]:
        """What the release of a model version requires, and who decides; nothing is on record."""
        found = may_ship(self.view, model=model, stage=stage, product=product)
        return Shown(found, self.view, self.language)

    def check(self) -> Shown[Checked]:
        """Every expectation of the charter, proved or with its counterexample."""
        unread = replace(self, chosen=replace(self.chosen, readings=()))
        return Shown(check(unread.view.charter), self.view, self.language)

    # -------------------------------------------------------------------- the report

    def briefing(self) -> Briefing:
        """Everything that a board paper says."""
        at = None if self.chosen.at is None else instant_of(self.charter, self.chosen.at)
        return briefing(
            self.charter,
            at=at,
            chosen=self.chosen.readings,
            terms=dict(self.chosen.terms),
            changes=self.chosen.changes,
        )

    def report(self, path: str) -> None:
        """Write the board paper, as PDF where the path ends in `.pdf`, else as HTML."""
        digest = sha256(self.data).hexdigest()
        made = paper(self.briefing(), self.language, file=self.file, digest=digest)
        if Path(path).suffix == ".pdf":
            from stanchion.reports.paper.pdf import pdf

            Path(path).write_bytes(pdf(made))
        else:
            Path(path).write_text(page(made), encoding="utf-8")

    def __repr__(self) -> str:
        name = self.language.said(self.charter.name)
        return f"{name}, as of {self.view.state.instant.isoformat(sep=' ', timespec='minutes')}"

    def _repr_html_(self) -> str:
        charter, say, asked = self.charter, self.language, self.view
        when = say.text("as of {when}").format(when=say.moment(asked.state.instant))
        blocks: list[Block] = [Heading(say.said(charter.name)), Words(when, Tone.QUIET)]
        if charter.summary is not None:
            blocks.append(Words(say.said(charter.summary)))
        blocks += structure_blocks(structure(asked), say)
        blocks += seats_blocks(charter, standing(asked), say)
        return fragment(tuple(blocks), tag=say.tag)


def load(name: str) -> Case:
    """A case by its name, or a charter by its path; raises UnknownName, CannotLoad."""
    path = file_of(name)
    if path is None:
        raise UnknownName("case", name, closest(name, case_names(), limit=2), case_names())
    data = path.read_bytes()
    loaded = load_text(data, file=shown_name(path))
    if loaded.charter is None:
        text = data.decode("utf-8", errors="replace")
        sources = {found.at.file: text for found in loaded.diagnostics}
        raise CannotLoad(shown_name(path), to_text(loaded.diagnostics, sources, colour=False))
    return Case(loaded.charter, shown_name(path), data)
