"""Holdings that lead nowhere."""

from collections.abc import Iterator

from stanchion.control.lints.linted import Linted, lint, place
from stanchion.control.ownership.from_charter import network
from stanchion.control.ownership.owners import rings_of
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST910", "companies that own one another wholly")
def rings_have_a_way_out(linted: Linted) -> Iterator[Diagnostic]:
    """Companies hold all of one another, so that nobody in the end owns any of them.

    Shares over all chains cannot be said for them or for what they hold. A holding is wrong, or
    an owner is missing.
    """
    made = network(linted.state)
    for ring in rings_of(made):
        if ring.closed:
            steps = [
                step for held in ring.members for s in made.stakes_in(held) for step in s.because
            ]
            at = place(*(step.at for step in steps), linted.state.charter.at)
            yield lint(
                "ST910",
                f"nobody in the end owns {', '.join(f'`{name}`' for name in ring.members)}",
                at,
                label=f"a closed ring: {' -> '.join(ring.witness)}",
                help="correct a holding, or name the owner that is missing",
            )


LINTS = (rings_have_a_way_out,)
