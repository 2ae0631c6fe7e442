"""One holder's account, and what must be paid for it to reach a goal, as text."""

from fractions import Fraction
from math import ceil, floor

from stanchion.api.holder import Account, Reached
from stanchion.charter.state import Stake
from stanchion.economics.results import stage_name
from stanchion.economics.statement import Statement
from stanchion.exact.money import Money, describe_amount, describe_share
from stanchion.reports.marks import bold, dim
from stanchion.reports.money import place
from stanchion.reports.tables import table


def reached(found: Reached) -> str:
    """The amount, or the two between which it lies."""
    item, code = found.goal, found.view.charter.currency.code
    money = found.view.charter.currency
    low = Money(floor(item.amount.low * money.minor_per_major), money)
    high = Money(ceil(item.amount.high * money.minor_per_major), money)
    exactly = f"{describe_amount(item.amount.low)} {code}"
    amount = exactly if item.amount.exact else f"between {low} and {high}"
    said = [bold(f"{found.words} once {item.entity} pays {amount}")]
    if item.amount.exact:
        said.append(dim(f"  exactly {item.amount.low}"))
    else:
        gap = item.amount.high - item.amount.low
        said.append(dim(f"  known to less than {_power_of_ten(gap)} {code}"))
    if item.before:
        said.append(f"  it had {describe_amount(item.before)} of it before")
    said += [dim(f"  assumed: {text}") for text in found.view.assumptions]
    exact = "exact" if item.provenance.exact else "not exact"
    said.append(dim(f"{item.provenance.method}; {exact}; inputs {item.provenance.digest[:12]}"))
    return "\n".join(said)


def _power_of_ten(gap: Fraction) -> str:
    """The least power of ten above a small number, in words."""
    digits = 0
    while gap * 10 ** (digits + 1) < 1 and digits < 60:
        digits += 1
    return f"1/10^{digits}" if digits else "1"


def account(found: Account, *, language: str = "en") -> str:
    """What the holder put in, holds, had, and receives, by stage or class."""
    item, charter = found.statement, found.view.charter
    name = charter.party_name(item.payee, language)
    sum_paid = f"{describe_amount(item.amount)} {item.currency} of {found.pays}"
    title = f"{name} when {item.entity} pays {sum_paid}"
    said = [bold(title), ""]
    held = [s for s in item.stakes if s.units is not None or s.share is not None or not s.invested]
    said += [f"holds    {_holding(stake)}" for stake in held]
    for part in item.contributions:
        day = "before the charter opens" if part.on is None else f"on {part.on.date()}"
        said.append(f"put in   {describe_amount(part.amount)} {day}")
    rows = [
        [
            stage_name(receipt.stage),
            describe_amount(receipt.exact),
            describe_amount(receipt.before),
            place(receipt.because) or "-",
        ]
        for receipt in item.receipts
    ]
    rows.append(["in all", describe_amount(item.exact), describe_amount(item.before), ""])
    said += ["", table(["from", "receives", "had before", "by"], rows, right="12"), ""]
    said.append(f"{bold(str(item.paid))} is paid{_multiple(item)}")
    said += [dim(f"assumed: {text}") for text in found.view.assumptions]
    said.append(dim(f"{item.provenance.method}; inputs {item.provenance.digest[:12]}"))
    return "\n".join(said)


def _holding(stake: Stake) -> str:
    if stake.units is not None:
        return f"{describe_amount(stake.units)} units of {stake.share_class}"
    if stake.share is not None:
        low, high = describe_share(stake.share.low), describe_share(stake.share.high)
        return f"{low if low == high else f'{low} to {high}'} of {stake.share_class}"
    return f"{stake.share_class}, how much is not stated"


def _multiple(item: Statement) -> str:
    if item.multiple is None:
        return ""
    times = float(item.multiple)
    put_in = describe_amount(item.invested)
    return f"; all that it has had and receives is {times:.2f}x the {put_in} that it put in"
