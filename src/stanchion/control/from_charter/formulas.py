"""From selectors and rules to formulas: bodies and entities looked through, down to people."""

from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body, RecusalEffect
from stanchion.charter.decisions import Agreement, AgreementKind, Route
from stanchion.charter.law import taken_from_law, under_law
from stanchion.charter.parties import Party, VotesAs
from stanchion.charter.selection import electors_of, selected_names
from stanchion.control.from_charter.compilation import Compilation
from stanchion.control.from_charter.counting import (
    NEEDS_QUORUM,
    Ballots,
    counted,
    quorate,
    with_casting_vote,
)
from stanchion.control.from_charter.electorate import (
    Electorate,
    Voter,
    class_electorate,
    electorate_of,
)
from stanchion.control.game import Ballot, Every, Formula, Heads, Never, Player, Some

# --------------------------------------------------------------------- selectors


def agreed(c: Compilation, selector: p.Selector) -> Formula:
    """True when all that are selected agree, each as it decides."""
    match selector:
        case p.Named(name):
            return voice(c, name)
        case p.ManagerOf(entity):
            party = c.state.charter.parties[entity]
            if party.managed_by is None:
                raise c.cannot(f"`{entity}` has no manager")
            c.say(f"`{entity}` is managed by `{party.managed_by}`", party.clause, party.at)
            return voice(c, party.managed_by)
        case p.HoldersOf(share_class):
            return _meeting_of(c, share_class)
        case p.ElectorsOf(of):
            electors = electors_of(c.state, of)
            if electors is None:
                raise c.cannot(f"nothing says who elects `{of}`")
            c.say(f"`{of}` is elected as `elected_by` says", None, None)
            return agreed(c, electors)
        case p.FillersOf(body):
            terms = c.state.charter.bodies[body]
            if terms.vacancies_filled_by is None:
                raise c.cannot(f"nothing says who fills vacancies in `{body}`")
            c.say(f"vacancies in `{body}` are filled as it says", terms.clause, terms.at)
            return agreed(c, terms.vacancies_filled_by)
        case p.AnyOf(count, of):
            return Some(count, tuple(voice(c, name) for name in selected_names(c.state, of)))
        case p.Union(parts):
            return Every(tuple(agreed(c, part) for part in parts))
        case p.Except():
            return Every(tuple(voice(c, name) for name in selected_names(c.state, selector)))
        case p.Anyone():
            raise c.cannot("`anyone` is nobody in particular")
        case _:
            assert_never(selector)


def _meeting_of(c: Compilation, share_class: p.Name) -> Formula:
    """Holders of a class decide in the body whose members they are, by its rule."""
    for name, body in c.state.charter.bodies.items():
        if isinstance(body.members, p.HoldersOf) and body.members.share_class == share_class:
            return voice(c, p.Name(name))
    raise c.cannot(f"holders of `{share_class}` decide in a body with `members:`, by its rule")


def voice(c: Compilation, name: p.Name) -> Formula:
    """True when the party, group, body or holder of an office of that name says yes."""
    charter = c.state.charter
    if name in charter.bodies:
        return body_acts(c, name)
    if name in charter.offices:
        holder = c.state.offices.get(name)
        if holder is None:
            return Never(f"`{name}` is vacant")
        c.say(f"`{name}` is held by `{holder}`", None, charter.offices[name].at)
        return voice(c, holder)
    if name in charter.groups:
        return Every(tuple(voice(c, part) for part in charter.members(name)))
    return _party(c, name)


def _party(c: Compilation, name: p.Name) -> Formula:
    party = c.state.charter.parties[name]
    if party.is_natural:
        return _natural(c, name, party)
    if name in c.acting:
        raise c.cannot(f"`{name}` would act by itself, in a circle")
    acts_by = party.acts_by or _joint_body(c, name)
    if acts_by is None and party.managed_by is None:
        c.assume(f"`{name}` speaks with one voice: its own organs are not modelled")
        player = Player(str(name))
        c.electors.append(player)
        return Ballot(player)
    c.acting.append(str(name))
    try:
        if acts_by is not None:
            c.say(f"`{name}` acts by `{acts_by}`", party.clause, party.at)
            return voice(c, acts_by)
        assert party.managed_by is not None  # INVARIANT: one of the two is there
        c.say(f"`{name}` is managed by `{party.managed_by}`", party.clause, party.at)
        return voice(c, party.managed_by)
    finally:
        c.acting.pop()


def _joint_body(c: Compilation, entity: p.Name) -> p.Name | None:
    """The one body in which an entity that names none of its own acts jointly with others."""
    found = [p.Name(key) for key, b in c.state.charter.bodies.items() if entity in b.joint_of]
    return found[0] if len(found) == 1 else None


def _natural(c: Compilation, name: p.Name, party: Party) -> Formula:
    player = Player(str(name))
    c.electors.append(player)
    match party.votes_as:
        case VotesAs.NOBODY:
            return Never(f"`{name}` casts no votes")
        case VotesAs.INDIVIDUALS:
            size = None if party.size is None else party.size.value
            if size is None or size.denominator != 1:
                raise c.cannot(f"`{name}` votes as individuals, and nothing says how many they are")
            c.say(f"`{name}` votes one by one, {size.numerator:,} of them", party.clause, party.at)
            return Heads(player, size.numerator)
        case VotesAs.BLOC | None:
            if party.size is not None:
                c.assume(f"`{name}` acts as one")
            return Ballot(player)
        case _:
            assert_never(party.votes_as)


# ------------------------------------------------------------------------- rules


def body_acts(c: Compilation, name: p.Name) -> Formula:
    """True when a body says yes: by its own rule, or in writing where it may."""
    if name in c.acting:
        raise c.cannot(f"`{name}` would act by itself, in a circle")
    body = standing_body(c, name)
    c.say(f"`{name}` acts by its own rule", body.clause, body.at)
    assert body.acts is not None  # INVARIANT: checked when the charter was loaded
    c.acting.append(str(name))
    try:
        met = rule(c, body.acts, name)
        if body.written_consent is None:
            return met
        return any_of(met, rule(c, body.written_consent, name))
    finally:
        c.acting.pop()


def standing_body(c: Compilation, name: p.Name) -> Body:
    """A body as it stands, with the rules of law that it takes."""
    written = c.state.charter.bodies[name]
    for taken in taken_from_law(written):
        preset = taken.preset
        c.say(f"`{name}` takes its `{taken.key}` from law: {preset.says}", preset.cites, written.at)
    return under_law(written)


def any_of(*formulas: Formula) -> Formula:
    """True when one of them is; one that says the same twice is said once."""
    different = tuple(dict.fromkeys(formulas))
    return different[0] if len(different) == 1 else Some(1, different)


def rule(c: Compilation, needs: p.Rule, body: p.Name | None, route: Route | None = None) -> Formula:
    """True when a rule is met; thresholds that name no body are counted in `body`."""
    match needs:
        case p.Threshold():
            return _threshold(c, needs, body, route)
        case p.ConsentOf(who):
            return agreed(c, who)
        case p.AllRules(parts):
            return Every(tuple(rule(c, part, body, route) for part in parts))
        case p.AnyRule(count, parts):
            return Some(count, tuple(rule(c, part, body, route) for part in parts))
        case _:
            assert_never(needs)


def _threshold(
    c: Compilation, threshold: p.Threshold, body: p.Name | None, route: Route | None
) -> Formula:
    of = threshold.of or body
    if of is None:
        raise c.cannot("a threshold is counted in no body")
    if of not in c.state.charter.bodies:
        return counted(c, threshold, ballots_of(c, class_electorate(c, of)))
    terms = standing_body(c, of)
    ballots = ballots_of(c, electorate_of(c, of, terms))
    met = counted(c, threshold, ballots)
    if terms.casting_vote is not None:
        met = _with_chair(c, threshold, ballots, met, terms)
    own = c.terms.quorum if of == body else None
    quorum = (route.quorum if route else None) or own or terms.quorum
    if quorum is None or threshold.base not in NEEDS_QUORUM:
        return met
    return Every((met, quorate(c, quorum, ballots)))


def _with_chair(
    c: Compilation, threshold: p.Threshold, ballots: Ballots, met: Formula, body: Body
) -> Formula:
    assert body.casting_vote is not None  # INVARIANT: asked for only where there is one
    aside = {voter.holder for voter in ballots.electorate.aside}
    chair = selected_names(c.state, p.Named(body.casting_vote))
    if not chair or aside & set(chair):
        return met
    with_tie = with_casting_vote(c, threshold, ballots, met, voice(c, body.casting_vote))
    if with_tie != met:
        c.say(f"a tie is decided by `{body.casting_vote}`", body.clause, body.at)
    return with_tie


# ------------------------------------------------------------------------ ballots


def ballots_of(c: Compilation, electorate: Electorate) -> Ballots:
    """The voters of an electorate, each bound by what it has agreed to."""
    votes = tuple((_bound(c, v.holder, electorate.where), v) for v in electorate.voters)
    match electorate.recusal:
        case RecusalEffect.STAYS_IN_BASE:
            mute = tuple((Never(f"`{v.holder}` steps aside"), v) for v in electorate.aside)
            return Ballots(electorate, (*votes, *mute))
        case RecusalEffect.LEAVES_BASE_ONLY:
            attending = tuple((voice(c, v.holder), v) for v in electorate.aside)
            if attending:
                c.assume("whoever steps aside and says yes here attends, for the quorum only")
            return Ballots(electorate, votes, attending)
        case RecusalEffect.LEAVES_BASE | None:
            return Ballots(electorate, votes)
        case _:
            assert_never(electorate.recusal)


def _bound(c: Compilation, holder: p.Name, where: str) -> Formula:
    """How a holder votes: freely, as an agreement has it, or dragged along."""
    own: Formula | None = None
    dragged: list[Formula] = []
    for name, agreement in c.state.charter.agreements.items():
        if name in c.bound or not _binds(c, agreement, holder, where):
            continue
        assert agreement.vote_as is not None  # INVARIANT: whoever is bound is bound to somebody
        c.bound.append(str(name))
        if agreement.kind is AgreementKind.DRAG_ALONG:
            c.say(f"`{holder}` is dragged along under `{name}`", agreement.clause, agreement.at)
            dragged.append(_draggers(c, agreement))
        elif own is None:
            c.say(f"`{holder}` votes under `{name}`", agreement.clause, agreement.at)
            own = agreed(c, agreement.vote_as)
        c.bound.pop()
    free = voice(c, holder) if own is None else own
    return any_of(free, *dragged) if dragged else free


def _binds(c: Compilation, agreement: Agreement, holder: p.Name, where: str) -> bool:
    """Whether an agreement stands and moves this holder's vote on this decision here."""
    until = agreement.until
    if until is not None and until.start <= c.state.instant:
        return False
    members = {n for part in agreement.parties for n in c.state.charter.members(part)}
    if holder not in members or (agreement.on and c.decision not in agreement.on):
        return False
    match agreement.kind:
        case AgreementKind.RESERVED_MATTERS | AgreementKind.TAG_ALONG:
            return False
        case AgreementKind.IRREVOCABLE_PROXY:
            return _proxies_allowed(c, where)
        case AgreementKind.DRAG_ALONG:
            body = c.state.charter.bodies.get(p.Name(where))
            return body is None or body.seats is None  # it binds holdings, nobody's office
        case AgreementKind.VOTING_AGREEMENT:
            return agreement.vote_as != p.Named(holder)
        case _:
            assert_never(agreement.kind)


def _proxies_allowed(c: Compilation, where: str) -> bool:
    body = c.state.charter.bodies.get(p.Name(where))
    if body is None:
        return True  # a class votes by its holders, and holders may be represented
    allowed = body.proxies
    if allowed is None:
        allowed = body.seats is None
        c.assume(
            f"holders may be represented by proxy in `{where}`, which says nothing of it"
            if allowed
            else f"members of `{where}` vote themselves, for it does not allow proxies"
        )
    elif not allowed:
        c.say(f"`{where}` allows no proxies, so none is counted", body.clause, body.at)
    return allowed


def _draggers(c: Compilation, agreement: Agreement) -> Formula:
    """True when those who may drag others along have agreed, by the share that is asked for."""
    assert agreement.vote_as is not None  # INVARIANT: as its entry was checked
    if agreement.threshold is None:
        return agreed(c, agreement.vote_as)
    by = agreement.vote_as
    if not isinstance(by, p.Named) or by.name not in c.state.charter.bodies:
        raise c.cannot("the `threshold` of a drag-along is counted in the body named by `vote_as`")
    electorate = electorate_of(c, by.name, standing_body(c, by.name))
    base = p.Base.OUTSTANDING_VOTES
    threshold = p.Threshold(base, strict=False, share=agreement.threshold, at=agreement.at)
    return counted(c, threshold, ballots_of(c, electorate))


def named_votes(electorate: Electorate) -> tuple[Voter, ...]:
    """The voters whose votes are known exactly and are some."""
    return tuple(v for v in electorate.voters if v.low == v.high > Fraction(0))
