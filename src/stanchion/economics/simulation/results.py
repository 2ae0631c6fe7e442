"""What is answered about amounts that are only known by how likely they are."""

from fractions import Fraction

from stanchion.economics.results import Provenance
from stanchion.economics.simulation.summary import Bracket, Estimate
from stanchion.economics.waterfall import Because, PayeeId
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Outlook:
    """What one payee receives over all years: mean, spread, quantiles in the order asked."""

    payee: PayeeId
    mean: Estimate
    deviation: float
    quantiles: tuple[Bracket, ...]


@record(frozen=True, slots=True)
class Reached:
    """How likely a breakpoint is reached: a cap binds, a claim is paid, a stage is over."""

    words: str
    at: Fraction | None  # None where the terms change on the way
    probability: Bracket
    by_year: tuple[Bracket, ...]
    because: Because


@record(frozen=True, slots=True)
class Year:
    """What is paid in one year, and what each payee receives of it on average."""

    year: int
    paid: Estimate
    receives: tuple[tuple[PayeeId, Estimate], ...]


@record(frozen=True, slots=True)
class Simulated:
    """The answer: estimates from `drawn` of the `asked` draws."""

    entity: str
    currency: str
    distribution: str
    seed: int
    years: int
    asked: int
    drawn: int
    shares: tuple[Fraction, ...]
    paid: Outlook
    payees: tuple[Outlook, ...]
    reached: tuple[Reached, ...]
    by_year: tuple[Year, ...]
    provenance: Provenance

    @property
    def stopped(self) -> bool:
        """Whether it was interrupted; what had been drawn then is what the answer is made of."""
        return self.drawn < self.asked
