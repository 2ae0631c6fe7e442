"""Random waterfalls of every kind: shares and claims, caps, limits, freed shares, a state."""

from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.exact.allocation import Leftover

WHY = w.Because("test")
PEOPLE = tuple(map(w.PayeeId, "abcd"))
IDS = tuple(map(w.StageId, ("first", "second", "third")))

exactly = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

amounts = st.builds(Fraction, st.integers(0, 40), st.sampled_from([1, 1, 1, 2, 3]))
people = st.sampled_from(PEOPLE)
counts = st.one_of(
    st.just(w.ThisStage()),
    st.just(w.Everything()),
    st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True).map(
        lambda ids: w.Stages(tuple(ids))
    ),
)
freed_rules: st.SearchStrategy[w.Freed] = st.one_of(
    st.builds(w.ToPayee, people),
    st.builds(w.ToPayee, people),  # twice, for the chains
    st.just(w.ToOthersProRata()),
    st.just(w.ToResidual()),
    st.just(w.ToNextStage()),
)


@st.composite
def sharings(draw: st.DrawFn) -> w.Sharing:
    """One to three payees, in any of the three ways; shares of zero and equal claims included."""
    payees = draw(st.lists(people, min_size=1, max_size=3, unique=True))
    if draw(st.integers(0, 2)):
        parts = [draw(st.integers(0, 5)) for _ in payees]
        parts[0] += not any(parts)
        whole = sum(parts)
        return w.FixedShares(
            tuple((p, Fraction(n, whole)) for p, n in zip(payees, parts, strict=True))
        )
    claims = tuple((payee, draw(amounts) + Fraction(1, 2)) for payee in payees)
    return w.ByClaim(claims) if draw(st.booleans()) else w.InOrder(claims)


@st.composite
def limits(draw: st.DrawFn, sharing: w.Sharing) -> w.Limit:
    """The end of a stage; a stage of claims always ends with them."""
    if not isinstance(sharing, w.FixedShares):
        return w.UntilClaimsPaid()
    received = st.builds(w.UntilReceived, people, amounts, counts, st.just(WHY))
    paid = st.builds(w.UntilPaid, amounts.map(lambda x: 3 * x), st.just(WHY))
    return draw(st.one_of(received, paid, st.just(w.NoLimit())))


@st.composite
def freed_by_all(draw: st.DrawFn) -> tuple[tuple[w.PayeeId, w.Freed], ...]:
    """Where the share of a capped payee goes, said for most of them."""
    said = [payee for payee in PEOPLE if draw(st.integers(0, 5))]
    return tuple((payee, draw(freed_rules)) for payee in said)


@st.composite
def stages(draw: st.DrawFn, stage: w.StageId) -> w.Stage:
    """A stage with up to three caps."""
    sharing = draw(sharings())
    cap = st.builds(w.Cap, people, amounts, counts, st.just(WHY))
    return w.Stage(
        id=stage,
        sharing=sharing,
        limit=draw(limits(sharing)),
        caps=tuple(draw(st.lists(cap, max_size=3))),
        freed=draw(freed_by_all()),
        because=WHY,
    )


@st.composite
def waterfalls(draw: st.DrawFn) -> w.Waterfall:
    """One to three stages; the residual payee may be one of the others; some state before."""
    ids = IDS[: draw(st.integers(1, 3))]
    before = st.tuples(st.sampled_from((*ids, None)), people, amounts)
    return w.Waterfall(
        entity="fund",
        currency="USD",
        stages=tuple(draw(stages(stage)) for stage in ids),
        residual=draw(st.sampled_from((w.PayeeId("r"), PEOPLE[0]))),
        payees=(*PEOPLE, w.PayeeId("r")),
        leftover=Leftover.LARGEST_REMAINDER,
        received=tuple(draw(st.lists(before, max_size=2, unique_by=lambda cell: cell[:2]))),
    )
