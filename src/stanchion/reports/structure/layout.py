"""Where boxes and lines stand: layers from top to bottom, few crossings, lines as straight as can.

Layers follow the lines as far as they agree with one another, those given first before the others;
a line against the order is drawn upwards. Source: Sugiyama, Tagawa, Toda (1981), IEEE Transactions
on Systems, Man and Cybernetics 11 (2); positions within a layer are the least squares fit to those
of neighbours that keeps the distances, by pooling adjacent violators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stanchion.exact.record import record

GAP, LAYER_GAP, BEND, PORT = 28.0, 64.0, 2.0, 14.0
"""Pixels between boxes of a layer, between layers, of a line that passes a layer, and between the
ends of lines at a box."""
SWEEPS = 12


@record(frozen=True, slots=True)
class Size:
    """The width and height of a box, in pixels."""

    width: float
    height: float


@record(frozen=True, slots=True)
class Place:
    """The middle of the upper edge of a box."""

    x: float
    y: float


@record(frozen=True, slots=True)
class Layout:
    """Where every box stands and through which points every line goes, in the order given."""

    places: Mapping[str, Place]
    paths: tuple[tuple[Place, ...], ...]
    width: float
    height: float


@dataclass(slots=True)
class _Layers:
    """Boxes and, where a line passes a layer, bends, as layers from top to bottom."""

    rows: list[list[str]]
    sizes: dict[str, Size]
    above: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)

    def join(self, upper: str, lower: str) -> None:
        self.below.setdefault(upper, []).append(lower)
        self.above.setdefault(lower, []).append(upper)


def layout(sizes: Mapping[str, Size], lines: Sequence[tuple[str, str]]) -> Layout:
    """The places of boxes of these sizes and of the lines among them; lines given first lead."""
    downwards, upwards = _acyclic(sizes, lines)
    rank = _ranks(sizes, downwards)
    layers = _Layers([[] for _ in range(max(rank.values(), default=-1) + 1)], dict(sizes))
    for name in sizes:
        layers.rows[rank[name]].append(name)
    chains = [
        _chain(layers, rank, number, (end, start) if number in upwards else (start, end))
        for number, (start, end) in enumerate(lines)
    ]
    _order(layers)
    return _placed(layers, chains, upwards, set(sizes))


def _acyclic(
    names: Mapping[str, Size], lines: Sequence[tuple[str, str]]
) -> tuple[dict[str, list[str]], set[int]]:
    """The lines that go down, by where they start, and the numbers of those that must go up."""
    down: dict[str, list[str]] = {name: [] for name in names}
    up: set[int] = set()
    for number, (start, end) in enumerate(lines):
        if _leads(down, end, start):
            up.add(number)
        else:
            down[start].append(end)
    return down, up


def _leads(down: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        name = open_.pop()
        if name == end:
            return True
        fresh = [other for other in down[name] if other not in seen]
        seen.update(fresh)
        open_ += fresh
    return False


def _ranks(names: Mapping[str, Size], down: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest way from above; what has nothing above stands just over the first below it."""
    rank = dict.fromkeys(names, 0)
    waiting = dict.fromkeys(names, 0)
    for ends in down.values():
        for end in ends:
            waiting[end] += 1
    has_above = {name for name, count in waiting.items() if count}
    ready = [name for name in names if not waiting[name]]
    while ready:
        name = ready.pop(0)
        for end in down[name]:
            rank[end] = max(rank[end], rank[name] + 1)
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    for name in names:
        if name not in has_above and down[name]:
            rank[name] = min(rank[end] for end in down[name]) - 1
    return rank


def _chain(
    layers: _Layers, rank: Mapping[str, int], number: int, line: tuple[str, str]
) -> tuple[str, ...]:
    """The box above, a bend in every layer passed, and the box below."""
    upper, lower = line
    bends = [f"\x00{number}.{row}" for row in range(rank[upper] + 1, rank[lower])]
    for row, bend in enumerate(bends, start=rank[upper] + 1):
        layers.rows[row].append(bend)
        layers.sizes[bend] = Size(BEND, 0.0)
    chain = (upper, *bends, lower)
    for one, other in pairwise(chain):
        layers.join(one, other)
    return chain


def _order(layers: _Layers) -> None:
    """Sort every layer by where its neighbours stand, down and up, and keep the best found."""
    best, fewest = [list(row) for row in layers.rows], _crossings(layers)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        rows = layers.rows if downwards else layers.rows[::-1]
        near = layers.above if downwards else layers.below
        for fixed, row in pairwise(rows):
            place = {name: at for at, name in enumerate(fixed)}
            now = {name: at for at, name in enumerate(row)}
            wanted = {name: _mean(near.get(name, ()), place, now[name]) for name in row}
            row.sort(key=wanted.__getitem__)
        found = _crossings(layers)
        if found < fewest:
            best, fewest = [list(row) for row in layers.rows], found
    layers.rows[:] = best


def _mean(names: Sequence[str], place: Mapping[str, int], otherwise: float) -> float:
    known = [place[name] for name in names if name in place]
    return sum(known) / len(known) if known else otherwise


def _crossings(layers: _Layers) -> int:
    total = 0
    for upper, lower in zip(layers.rows, layers.rows[1:], strict=False):
        place = {name: at for at, name in enumerate(lower)}
        ends = [
            (at, place[end])
            for at, name in enumerate(upper)
            for end in layers.below.get(name, ())
            if end in place
        ]
        ends.sort()
        for at, (_, one) in enumerate(ends):
            total += sum(1 for _, other in ends[:at] if other > one)
    return total


def _placed(
    layers: _Layers, chains: list[tuple[str, ...]], upwards: set[int], boxes: set[str]
) -> Layout:
    x = _across(layers)
    tops: dict[str, float] = {}
    y = 0.0
    for row in layers.rows:
        tall = max((layers.sizes[name].height for name in row), default=0.0)
        for name in row:
            if name not in boxes:  # a line goes straight down beside the boxes of a layer
                layers.sizes[name] = Size(BEND, tall)
            tops[name] = y + (tall - layers.sizes[name].height) / 2
        y += tall + LAYER_GAP
    left = min((x[n] - layers.sizes[n].width / 2 for n in x), default=0.0)
    right = max((x[n] + layers.sizes[n].width / 2 for n in x), default=0.0)
    places = {name: Place(x[name] - left, tops[name]) for name in x}
    leaves, arrives = _ports(layers, chains, places)
    paths = []
    for number, chain in enumerate(chains):
        points = [Place(_round(leaves[number]), _round(_foot(layers, places, chain[0])))]
        for name in chain[1:-1]:
            across, head = places[name].x, places[name].y
            foot = _foot(layers, places, name)
            points += [Place(_round(across), _round(head)), Place(_round(across), _round(foot))]
        points.append(Place(_round(arrives[number]), _round(places[chain[-1]].y)))
        paths.append(tuple(points[::-1] if number in upwards else points))
    return Layout(
        {name: Place(_round(places[name].x), _round(places[name].y)) for name in boxes},
        tuple(paths),
        _round(right - left),
        _round(max(0.0, y - LAYER_GAP)),
    )


def _foot(layers: _Layers, places: Mapping[str, Place], name: str) -> float:
    return places[name].y + layers.sizes[name].height


def _ports(
    layers: _Layers, chains: list[tuple[str, ...]], places: Mapping[str, Place]
) -> tuple[dict[int, float], dict[int, float]]:
    """Where on its boxes each line begins and ends: side by side, in order of its neighbours."""
    leaves: dict[int, float] = {}
    arrives: dict[int, float] = {}
    for ports, own, near in ((leaves, 0, 1), (arrives, -1, -2)):
        at: dict[str, list[tuple[float, int]]] = {}
        for number, chain in enumerate(chains):
            at.setdefault(chain[own], []).append((places[chain[near]].x, number))
        for name, found in at.items():
            room = max(layers.sizes[name].width - 24.0, 0.0)
            step = min(PORT, room / max(1, len(found) - 1))
            first = places[name].x - step * (len(found) - 1) / 2
            for place, (_, number) in enumerate(sorted(found)):
                ports[number] = first + step * place
    return leaves, arrives


def _across(layers: _Layers) -> dict[str, float]:
    """The middle of everything in every layer, near to the middles of its neighbours."""
    x: dict[str, float] = {}
    for row in layers.rows:
        offsets = _offsets(layers, row)
        middle = offsets[-1] / 2 if offsets else 0.0
        x |= {name: offset - middle for name, offset in zip(row, offsets, strict=True)}
    for sweep in range(2 * SWEEPS):
        for row in layers.rows if sweep % 2 == 0 else layers.rows[::-1]:
            wanted = [_wanted(layers, x, name) for name in row]
            x |= dict(zip(row, _fitted(wanted, _offsets(layers, row)), strict=True))
    return x


def _wanted(layers: _Layers, x: Mapping[str, float], name: str) -> float:
    near = [x[other] for side in (layers.above, layers.below) for other in side.get(name, ())]
    return sum(near) / len(near) if near else x[name]


def _offsets(layers: _Layers, row: Sequence[str]) -> list[float]:
    """How far from the first of a layer each may stand at the least."""
    offsets: list[float] = []
    for at, name in enumerate(row):
        half = layers.sizes[name].width / 2
        if at == 0:
            offsets.append(0.0)
        else:
            offsets.append(offsets[-1] + layers.sizes[row[at - 1]].width / 2 + GAP + half)
    return offsets


def _fitted(wanted: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """The places nearest to those wanted, by least squares, that keep the distances."""
    blocks: list[list[float]] = []  # sum and number of wanted places, less their offsets
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    means = [total / count for total, count in blocks for _ in range(int(count))]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _round(value: float) -> float:
    return round(value, 1)
