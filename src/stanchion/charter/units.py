"""Who holds which part of a class, in a state: units where units are counted, shares elsewhere."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.instruments import CarveOut, ConvertibleNote, Debt, Option, Safe, Units
from stanchion.charter.state import Stake, State
from stanchion.exact.record import record
from stanchion.exact.sums import total_of

ZERO = Fraction(0)


class UnitsUnknown(ValueError):
    """Who holds a class, or how much of it, does not follow from the charter."""

    def __init__(self, why: str, *, help: str = "", stake: Stake | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.help = help
        self.stake = stake


@record(frozen=True, slots=True)
class Held:
    """What one stake comes to: units (zero where the class counts none), and its part."""

    stake: Stake
    units: Fraction
    part: Fraction


@record(frozen=True, slots=True)
class ClassHeld:
    """All of a class that is out, and by whom it is held; the parts make one."""

    units: Fraction
    held: tuple[Held, ...]


def stakes_by_class(state: State, entity: p.Name) -> dict[p.Name, list[Stake]]:
    """The stakes in each class of an entity, in order of declaration."""
    found: dict[p.Name, list[Stake]] = {}
    for stake in state.stakes:
        if stake.entity == entity:
            found.setdefault(stake.share_class, []).append(stake)
    return found


def class_held(
    state: State, entity: p.Name, name: p.Name, stakes: Sequence[Stake]
) -> ClassHeld | None:
    """Who holds a class, exactly; None where nothing of it is out. Raises UnitsUnknown."""
    terms = state.charter.classes[entity][name]
    out = _stated(state, terms)
    if not stakes:
        if out:
            raise UnitsUnknown(
                f"{_count(out)} units of `{name}` are out, and nobody is said to hold them",
                help=f"add their holders under `holdings: {entity}:`",
            )
        return None
    if isinstance(terms, Safe | ConvertibleNote | Debt | CarveOut) and out is None:
        return _by_part(name, stakes)
    units = tuple(_units(state, stake, out) for stake in stakes)
    total = total_of(units)
    if out is not None and total < out:
        raise UnitsUnknown(
            f"{_count(out - total)} of {_count(out)} units of `{name}` have no holder",
            help="say who holds them"
            + (", or how many are `granted:`" if isinstance(terms, Option) else ""),
        )
    if not total:
        return None
    held = zip(stakes, units, strict=True)
    return ClassHeld(total, tuple(Held(stake, n, n / total) for stake, n in held))


def _stated(state: State, terms: Units) -> Fraction | None:
    """How many units are out by the terms of the class; of a pool, those granted."""
    figure = terms.units
    if isinstance(terms, Option) and terms.granted is not None:
        figure = terms.granted
    return None if figure is None else _amount(state, figure)


def _count(units: Fraction) -> str:
    return f"{units.numerator:,}" if units.denominator == 1 else str(units)


def _amount(state: State, figure: p.Figure) -> Fraction:
    try:
        return amount_of(state.charter, figure)
    except NoAmount as wrong:
        raise UnitsUnknown(wrong.why, help=wrong.help) from None


def _units(state: State, stake: Stake, out: Fraction | None) -> Fraction:
    if stake.units is not None:
        return stake.units
    if stake.holding is not None and stake.holding.units is not None:
        return _amount(state, stake.holding.units)
    part = _exact_part(stake)
    if out is None:
        raise UnitsUnknown(
            f"how many units of `{stake.share_class}` there are is not said",
            help=f"add `units:` to the class, or to the holding of `{stake.holder}`",
            stake=stake,
        )
    return part * out


def _exact_part(stake: Stake) -> Fraction:
    share = stake.share
    if share is None:
        raise UnitsUnknown(
            f"how much of `{stake.share_class}` `{stake.holder}` holds is not said",
            help="add `units:`, or `share:` of the class",
            stake=stake,
        )
    if share.low != share.high:
        raise UnitsUnknown(
            f"what `{stake.holder}` holds of `{stake.share_class}` is known within a range only",
            help="state one number to have money worked out, and say in a `note:` that it is "
            "an assumption",
            stake=stake,
        )
    return share.low


def _by_part(name: p.Name, stakes: Sequence[Stake]) -> ClassHeld:
    """An instrument without units: by the shares said, or all to its only holder."""
    parts = tuple(_parts(stakes))
    total = sum(parts, ZERO)
    if total != 1 and any(stake.units is None for stake in stakes):
        raise UnitsUnknown(
            f"the holdings of `{name}` do not make all of it", help="their shares must make 100%"
        )
    held = zip(stakes, parts, strict=True)
    return ClassHeld(ZERO, tuple(Held(stake, ZERO, part / total) for stake, part in held))


def _parts(stakes: Sequence[Stake]) -> Iterator[Fraction]:
    for stake in stakes:
        if stake.units is not None:
            yield stake.units
        elif stake.share is None and len(stakes) == 1:
            yield Fraction(1)
        else:
            yield _exact_part(stake)
