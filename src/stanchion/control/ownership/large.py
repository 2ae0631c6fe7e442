"""Integrated ownership and rings of very large networks, in floating point.

Companies are numbers from 0. Everything here says `exact=False` and how far it can be off: the
result is certified afterwards by its own residual, not trusted because an iteration stopped.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LARGEST_DIRECT = 500
"""Rings up to this size are eliminated; a network with a larger one is iterated throughout."""
MOST_ROUNDS = 20_000
SMALLEST_HOP = 1e-15
CLOSED = 1e-12
"""Companies that leave less than this of themselves to outsiders are taken as a closed ring."""


@dataclass(eq=False)
class NoLimit(StanchionError, ValueError):
    """What the owner has in a ring of companies has no limit; `members` are some of the ring."""

    why: str
    members: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.why}: companies {', '.join(map(str, self.members))}"


@record(frozen=True, slots=True)
class LargeNetwork:
    """Shares in compressed rows: row the holder, column the company that is held."""

    shares: "csr_array"

    @classmethod
    def from_edges(
        cls, holders: npt.ArrayLike, held: npt.ArrayLike, shares: npt.ArrayLike, *, size: int
    ) -> "LargeNetwork":
        """A network of `size` parties; shares from 0 to 1, several between two are added."""
        from scipy.sparse import csr_array

        rows, columns = np.asarray(holders, np.int64), np.asarray(held, np.int64)
        data = np.asarray(shares, np.float64)
        if not (np.isfinite(data).all() and (data >= 0).all()):
            raise NoLimit("shares are numbers from 0 to 1", ())
        matrix = csr_array((data, (rows, columns)), shape=(size, size))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        above = np.flatnonzero(matrix.sum(axis=0) > 1 + 1e-9)
        if len(above):
            raise NoLimit("more than the whole is held of them", tuple(map(int, above[:5])))
        return cls(matrix)

    @property
    def size(self) -> int:
        """How many parties there are."""
        return int(self.shares.shape[0])


@record(frozen=True, slots=True)
class LargeRing:
    """One strongly connected component of more than one company, or one that holds itself.

    `witness` begins and ends with the same company, each a holder of the next.
    """

    members: Ints
    witness: tuple[int, ...]


@record(frozen=True, slots=True)
class LargeOwnership:
    """Shares of one owner in every company, over all chains.

    `spectral_bound` is above the spectral radius of every ring that the owner reaches (0 where
    there is none), `error_bound` above the error of every share, rounding aside.
    """

    owner: int
    shares: Floats
    spectral_bound: float
    error_bound: float
    method: str
    exact: bool = False


def large_rings(network: LargeNetwork) -> tuple[LargeRing, ...]:
    """Every ring with a cycle as witness: from any member on, always to one that it holds."""
    label, inside = _components(network)
    if not inside.nnz:
        return ()
    following = np.full(network.size, -1, np.int64)
    holders = np.repeat(np.arange(network.size), np.diff(inside.indptr))
    following[holders] = inside.indices
    in_ring = np.flatnonzero(following >= 0)
    order = in_ring[np.argsort(label[in_ring], kind="stable")]
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    next_of = following.tolist()
    return tuple(
        LargeRing(members, _cycle(next_of, int(members[0])))
        for members in np.split(order, starts[1:])
    )


def _cycle(next_of: list[int], start: int) -> tuple[int, ...]:
    place: dict[int, int] = {}
    path: list[int] = []
    at = start
    while at not in place:
        place[at] = len(path)
        path.append(at)
        at = next_of[at]
    return (*path[place[at] :], at)


def _components(network: LargeNetwork) -> "tuple[Ints, csr_array]":
    """The component of each party, and the shares that stay within one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(network.shares, directed=True, connection="strong")
    entries = network.shares.tocoo()
    rows, columns = entries.coords
    within = label[rows] == label[columns]
    kept = coo_array(
        (entries.data[within], (rows[within], columns[within])), shape=network.shares.shape
    )
    return label.astype(np.int64), kept.tocsr()


def large_ownership(network: LargeNetwork, owner: int) -> LargeOwnership:
    """The owner's share in every company over all chains, `(I - A)⁻¹ A`, and its error bound.

    Solves `y = b + Aᵀ y`, with `b` the direct shares, below the owner: by elimination component
    by component, or hop after hop where a ring is too large for that. Beside it `w = 1 + Aᵀ w`,
    from which both bounds follow: the spectral radius is at most the largest `(Aᵀ w) / w`
    (Collatz, Wielandt), and a residual `r` leaves an error of at most `max |r| · w` over the
    smallest `w - Aᵀ w`. Raises NoLimit for a closed ring below the owner.
    """
    from scipy.sparse.csgraph import breadth_first_order

    found = breadth_first_order(network.shares, owner, return_predecessors=False)
    below = np.sort(found).astype(np.int64)
    part = LargeNetwork(network.shares[below][:, below].tocsr())
    label, inside = _components(part)
    _refuse_closed(inside, label, below)
    upward = part.shares.T.tocsr()
    direct = network.shares[[owner], :].toarray().ravel()[below]
    sides = np.column_stack([direct, np.ones(len(below))])
    solved, method = _solved(upward, inside, label, sides)
    shares, weights = solved[:, 0], solved[:, 1]
    slack = float((weights - upward @ weights).min())
    assert slack > 0  # INVARIANT: no ring is closed, so that the weights satisfy their equation
    residual = float(np.abs(direct + upward @ shares - shares).max())
    every = np.zeros(network.size)
    every[below] = shares
    return LargeOwnership(
        owner=owner,
        shares=every,
        spectral_bound=float(((inside.T @ weights) / weights).max()),
        error_bound=residual * float(weights.max()) / slack,
        method=method,
    )


def _refuse_closed(inside: "csr_array", label: Ints, below: Ints) -> None:
    """Raise NoLimit where all members of a ring are held within it."""
    kept = np.asarray(inside.sum(axis=0)).ravel()
    open_members = np.bincount(label, weights=kept < 1 - CLOSED)
    rows = np.unique(inside.indices)
    closed = rows[open_members[label[rows]] == 0]
    if len(closed):
        ring = np.flatnonzero(label == label[closed[0]])
        raise NoLimit(
            "these hold all of one another, a closed ring that nobody owns",
            tuple(map(int, below[ring[:5]])),
        )


def _solved(
    upward: "csr_array", inside: "csr_array", label: Ints, sides: Floats
) -> tuple[Floats, str]:
    """`(I - Aᵀ)⁻¹` times the columns of `sides`, and the method."""
    sizes = np.bincount(label[np.unique(inside.indices)]) if inside.nnz else np.zeros(1)
    entries = upward.tocoo()
    held, holders = entries.coords
    in_order = bool((label[holders] >= label[held]).all())
    if in_order and sizes.max() <= LARGEST_DIRECT:
        return _eliminated(upward, label, sides), "elimination by component"
    return _iterated(upward, sides), "hop after hop"


def _eliminated(upward: "csr_array", label: Ints, sides: Floats) -> Floats:
    """Components in order make the matrix triangular by blocks, and elimination stays in them."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    order = np.argsort(-label, kind="stable")  # owners first: labels fall from holder to held
    matrix = (eye_array(upward.shape[0], format="csr") - upward).tocsr()[order][:, order].tocsc()
    factors = splu(
        matrix, permc_spec="NATURAL", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )
    solved = np.empty_like(sides)
    solved[order] = factors.solve(sides[order])
    return solved


def _iterated(upward: "csr_array", sides: Floats) -> Floats:
    solved, hop = sides.copy(), sides
    for _ in range(MOST_ROUNDS):
        hop = upward @ hop
        solved += hop
        if float(hop.max(initial=0.0)) < SMALLEST_HOP:
            return solved
    raise NoLimit(f"shares still grow after {MOST_ROUNDS} hops around a large ring", ())
