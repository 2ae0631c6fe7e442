"""What hangs on the disputed terms, as text."""

from stanchion.api.readings import Readings, TermEffect
from stanchion.exact.money import describe_amount
from stanchion.reports.marks import bold, unsure
from stanchion.reports.tables import table


def readings_grid(found: Readings, *, language: str = "en") -> str:
    """What hangs on the disputed terms."""
    del language
    payees = [payee for payee, _ in found.rows[0].receives]
    rows = []
    for row in found.rows:
        options = [name.partition(".")[2] for name in row.options]
        reverts = "never" if row.reverts_at is None else describe_amount(row.reverts_at)
        receives = [describe_amount(amount) for _, amount in row.receives]
        above = [] if found.residual is None else [reverts]
        rows.append([", ".join(options) or "as written", *above, *receives])
    above = [] if found.residual is None else [f"all to {found.residual} above"]
    head = ["reading", *above, *payees]
    said = [
        bold(f"Readings of the disputed terms, when {describe_amount(found.amount)} is paid"),
        "",
        *(f"  {name}: {asks}" for name, asks in found.questions),
        "",
        table(head, rows, right=range(1, len(head))),
        "",
        *_spread(found),
    ]
    return "\n".join(said)


def readings_summary(found: Readings) -> str:
    """How many readings there are and how much hangs on them, without the grid."""
    said = [f"  {name}: {asks}" for name, asks in found.questions]
    count = f"{len(found.rows)} readings, compared when {describe_amount(found.amount)} is paid."
    return "\n".join([*said, count, *_spread(found)])


def _spread(found: Readings) -> list[str]:
    lines = ["What hangs on it:"] if len(found.rows) > 1 else ["Nothing is disputed."]
    for payee, low, high in found.spread:
        if low != high:
            span = f"between {describe_amount(low)} and {describe_amount(high)}"
            lines.append(f"  {payee}: {span}, a difference of {describe_amount(high - low)}")
    if found.reverts_between is not None:
        low, high = found.reverts_between
        point = describe_amount(low)
        span = point if low == high else f"between {point} and {describe_amount(high)}"
        lines.append(f"  every further dollar goes to {found.residual} from {span} on")
    if found.never_reverts and found.residual is not None:
        lines.append(
            unsure(
                f"  under {found.never_reverts} of {len(found.rows)} readings it never does: "
                "somebody without a cap keeps a share for ever"
            )
        )
    lines += [_term(effect) for effect in found.terms]
    return lines


def _term(effect: TermEffect) -> str:
    low, high = describe_amount(effect.low), describe_amount(effect.high)
    if effect.reverts_at_low is None or effect.reverts_at_high is None:
        return f"  {effect.term} (unknown, {low} to {high})"
    moved = f"{describe_amount(effect.reverts_at_low)} to {describe_amount(effect.reverts_at_high)}"
    if effect.reverts_at_low == effect.reverts_at_high:
        moved = "no change of that point"
    return f"  {effect.term} (unknown, {low} to {high}): moves that point from {moved}"
