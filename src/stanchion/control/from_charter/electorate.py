"""Who has how many votes in a body or class: seats, holdings, terms, caps, and who steps aside."""

from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body, RecusalEffect
from stanchion.charter.instruments import Instrument
from stanchion.charter.selection import selected_names
from stanchion.charter.state import Stake, known_value
from stanchion.control.from_charter.compilation import Compilation
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.exact.record import record

NONE = Fraction(0)
ONE = Fraction(1)


@record(frozen=True, slots=True)
class Voter:
    """One member or holder and its votes: between `low` and `high` where only that is known."""

    holder: p.Name
    low: Fraction
    high: Fraction

    def __add__(self, other: "Voter") -> "Voter":
        return Voter(self.holder, self.low + other.low, self.high + other.high)


@record(frozen=True, slots=True)
class Electorate:
    """The voters of a body; `all_votes` also counts votes whose holders nobody named."""

    where: str
    voters: tuple[Voter, ...]
    aside: tuple[Voter, ...]
    all_votes: Fraction
    seats: int | None
    recusal: RecusalEffect | None = None
    cap: Fraction | None = None

    @property
    def above_cap(self) -> Fraction:
        """Votes that are held and may not be cast."""
        if self.cap is None:
            return NONE
        most = self.cap * self.all_votes
        return sum((max(NONE, v.low - most) for v in (*self.voters, *self.aside)), NONE)


def electorate_of(c: Compilation, name: p.Name, body: Body) -> Electorate:
    """The electorate of a body; raises CannotDecide where votes are not known."""
    if body.seats is not None:
        seated = _seated(c, name, body)
        extra = sum((voter.low - 1 for voter in seated), NONE)
        size = c.state.size_of(name)
        seats = None if size is None else size + int(extra)
        voters, all_votes = seated, sum((voter.low for voter in seated), NONE)
    else:
        assert body.members is not None  # INVARIANT: a checked body has seats or members
        voters, all_votes = _meeting(c, name, body.members)
        seats = None
    left, aside, recusal = _stepping_aside(c, name, body.recusal, voters)
    cap = body.voting_cap
    if cap is not None:
        c.say(
            f"`{name}`: nobody casts more than {_percent(cap)} of all votes", body.clause, body.at
        )
        if any(voter.low != voter.high for voter in voters):
            raise c.cannot(f"votes in `{name}` are capped and known only within a range")
    return Electorate(str(name), left, aside, all_votes, seats, recusal, cap)


def class_electorate(c: Compilation, written: p.Name) -> Electorate:
    """The holders of one class, voting by their units."""
    voters, all_votes = _holders(c, [written])
    left, aside, recusal = _stepping_aside(c, written, None, voters)
    return Electorate(str(written), left, aside, all_votes, None, recusal)


# ------------------------------------------------------------------------- seats


def _seated(c: Compilation, name: p.Name, body: Body) -> tuple[Voter, ...]:
    found = []
    for holder in c.state.in_office(name):
        seat = body.seat_of(holder)
        end = c.state.term_end(name, holder)
        if end is not None and end <= c.state.instant:
            c.say(f"`{holder}` stays in `{name}` until replaced", body.clause, body.at)
        votes = ONE if seat is None or seat.votes is None else seat.votes.value
        found.append(Voter(holder, votes, votes))
    return tuple(found)


# --------------------------------------------------------------------- stepping aside


def _recused_names(c: Compilation) -> dict[p.Name, str]:
    """Who steps aside from the decision, and why."""
    found: dict[p.Name, str] = {}
    if c.terms.recused is not None:
        for name in selected_names(c.state, c.terms.recused):
            found.setdefault(name, "the decision says so")
    for key, interest in c.state.charter.interests.items():
        begins = interest.declared
        known = begins is None or begins.start <= c.state.instant
        if known and c.decision in interest.recused_from:
            for name in c.state.charter.members(interest.party):
                found.setdefault(name, f"interest `{key}`")
    return found


def _stepping_aside(
    c: Compilation, where: p.Name, of_body: RecusalEffect | None, voters: tuple[Voter, ...]
) -> tuple[tuple[Voter, ...], tuple[Voter, ...], RecusalEffect | None]:
    """Who votes, who steps aside, and what that does to the count."""
    recused = _recused_names(c)
    aside = tuple(voter for voter in voters if voter.holder in recused)
    if not aside:
        return voters, (), None
    effect = c.terms.recusal or of_body
    if effect is None:
        who = ", ".join(f"`{voter.holder}`" for voter in aside)
        raise c.cannot(f"nothing says how {who}, stepping aside in `{where}`, are counted")
    for voter in aside:
        why = f"`{voter.holder}` steps aside ({recused[voter.holder]}) and {effect.value}"
        c.say(why, c.terms.clause, c.terms.at)
    return tuple(voter for voter in voters if voter.holder not in recused), aside, effect


# ----------------------------------------------------------------------- holdings


def _meeting(
    c: Compilation, name: p.Name, members: p.Selector
) -> tuple[tuple[Voter, ...], Fraction]:
    classes, people = _parts(members)
    voters, all_votes = _holders(c, classes) if classes else ((), NONE)
    heads = [n for who in people for n in selected_names(c.state, who)]
    if heads and classes:
        raise c.cannot(f"`{name}` mixes holders who vote by units with members who have one vote")
    if heads:
        each = tuple(Voter(n, ONE, ONE) for n in dict.fromkeys(heads))
        voters = tuple(_head_count(c, voter) for voter in each)
        all_votes = sum((voter.low for voter in voters), NONE)
    return voters, all_votes


def _head_count(c: Compilation, voter: Voter) -> Voter:
    """A crowd that belongs to a body of members has a vote for each head, others have one."""
    party = c.state.charter.parties.get(voter.holder)
    if party is None or party.size is None:
        return voter
    return Voter(voter.holder, party.size.value, party.size.value)


def _parts(members: p.Selector) -> tuple[list[p.Name], list[p.Selector]]:
    match members:
        case p.HoldersOf(share_class):
            return [share_class], []
        case p.Union(parts):
            found = [_parts(part) for part in parts]
            return [c for classes, _ in found for c in classes], [
                w for _, who in found for w in who
            ]
        case _:
            return [], [members]


def _holders(c: Compilation, written: list[p.Name]) -> tuple[tuple[Voter, ...], Fraction]:
    """Voters of some classes together, a holder of several of them once, and all their votes."""
    voters: dict[p.Name, Voter] = {}
    all_votes = NONE
    found = [_stakes(c, name) for name in written]
    alone = len(written) == 1
    if not _all_known(c, found, alone=alone) and (declared := _declared(found)) is not None:
        c.say("votes are counted as the shares of all votes that holders declare", None, None)
        _say_unnamed(c, ", ".join(written), sum((v.low for v in declared), NONE), ONE)
        return declared, ONE
    for stakes in found:
        of_class, total = _class_votes(c, stakes, alone=alone)
        all_votes += total
        for voter in of_class:
            known = voters.get(voter.holder)
            voters[voter.holder] = voter if known is None else known + voter
    return tuple(voters.values()), all_votes


def _stakes(c: Compilation, written: p.Name) -> list[Stake]:
    entity, _, name = written.rpartition(".")
    found = [s for s in c.state.stakes if s.share_class == name and entity in {"", s.entity}]
    if not found:
        raise c.cannot(f"nobody is known to hold `{written}`")
    return found


def _all_known(c: Compilation, found: list[list[Stake]], *, alone: bool) -> bool:
    for stakes in found:
        terms = c.state.charter.classes[stakes[0].entity][stakes[0].share_class]
        out = known_value(terms.units)
        in_units = all(s.units is not None or (s.share and out is not None) for s in stakes)
        in_shares = alone and all(s.share is not None for s in stakes)
        if not (in_units or in_shares):
            return False
    return True


def _declared(found: list[list[Stake]]) -> tuple[Voter, ...] | None:
    """Voters by declared shares of all votes, where every holder declares one."""
    declared: dict[p.Name, Fraction] = {}
    for stake in (stake for stakes in found for stake in stakes):
        if stake.votes is not None:
            declared[stake.holder] = stake.votes
    if any(s.holder not in declared for stakes in found for s in stakes):
        return None
    return tuple(Voter(name, votes, votes) for name, votes in declared.items())


def _class_votes(
    c: Compilation, stakes: list[Stake], *, alone: bool
) -> tuple[list[Voter], Fraction]:
    entity, name = stakes[0].entity, stakes[0].share_class
    terms = c.state.charter.classes[entity][name]
    each = votes_per_unit(c, name, terms)
    out = known_value(terms.units)
    if out is None and alone and all(s.units is None and s.share is not None for s in stakes):
        out = ONE  # only the shares of the class matter, and they are all there is
    voters = [_voter(c, stake, each, out) for stake in stakes]
    held = sum((voter.low for voter in voters), NONE)
    total = held if out is None else max(held, out * each)
    _say_unnamed(c, name, sum((voter.high for voter in voters), NONE), total)
    return voters, total


def _say_unnamed(c: Compilation, what: str, named: Fraction, total: Fraction) -> None:
    if named < total:
        c.assume(
            f"{_percent((total - named) / total)} of `{what}` is held by nobody named here, and is "
            "counted as never agreeing"
        )


def _voter(c: Compilation, stake: Stake, each: Fraction, out: Fraction | None) -> Voter:
    if stake.units is not None:
        return Voter(stake.holder, stake.units * each, stake.units * each)
    if stake.share is not None and out is not None:
        low, high = (end * out * each for end in (stake.share.low, stake.share.high))
        return Voter(stake.holder, low, high)
    raise c.cannot(
        f"how many units of `{stake.share_class}` `{stake.holder}` holds is not known exactly"
    )


def votes_per_unit(c: Compilation, name: p.Name, terms: Instrument) -> Fraction:
    """The votes of a unit as things stand: as written, or as a later change of them has it."""
    if terms.votes is None:
        raise c.cannot(f"class `{name}` does not say what votes it has")
    votes: Fraction = terms.votes
    for later in terms.later_votes:
        try:
            applies = holds_in(c.state, later.when)
        except Unknowable as unknown:
            raise c.cannot(f"what votes `{name}` has is not known: {unknown}") from None
        if applies:
            votes = later.votes
            c.say(f"`{name}` has {votes} votes per unit by now", later.clause, later.at)
    return votes


def _percent(share: Fraction) -> str:
    hundredths = share * 100
    whole = hundredths.denominator == 1
    return f"{hundredths.numerator}%" if whole else f"{share} of the whole"
