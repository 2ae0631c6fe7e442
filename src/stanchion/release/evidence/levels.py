"""Levels of risk before and after mitigation: between the highest reached and the highest possible.

A level is possible until its evaluations rule it out, or whoever scores the category has scored it
lower. What is ruled out before mitigation is ruled out after it. Where neither is provided, every
level is possible: what cannot be shown to be below counts as above.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stanchion.charter import phrases as p
from stanchion.charter.evaluations import RiskCategory
from stanchion.charter.release import ReleaseStage
from stanchion.charter.selection import selected_names
from stanchion.control.results import Step
from stanchion.exact.record import record
from stanchion.release.dossier import Score
from stanchion.release.evidence.assessment import Assessor, Shown
from stanchion.release.results import Found, Kind, Requirement


@record(frozen=True, slots=True)
class Level:
    """Where a risk lies among the levels of its category: not below `low`, not above `high`.

    `words` say for each level what is known of it.
    """

    low: int
    high: int
    words: tuple[tuple[int, str], ...]
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of the categories of a gate, by evaluations and by signed scores."""

    assessor: Assessor
    scores: Sequence[Score]

    def level(self, name: p.Name, mitigation: p.Mitigation) -> Level:
        """The level of a category before or after mitigation."""
        terms = self.assessor.gate.release.categories[name]
        own = self._one(name, terms, mitigation)
        if mitigation is p.Mitigation.BEFORE:
            return own
        before = self._one(name, terms, p.Mitigation.BEFORE)
        if before.high >= own.high:
            return own
        words = (*own.words, *((at, f"before mitigation, {said}") for at, said in before.words))
        high, low = before.high, min(own.low, before.high)
        return Level(low, high, words, (*own.shown, *before.shown))

    def _one(self, name: p.Name, terms: RiskCategory, mitigation: p.Mitigation) -> Level:
        parts = []
        if terms.scored is not None:
            before = mitigation is p.Mitigation.BEFORE
            speaks = terms.scored.before if before else terms.scored.after
            parts.append(self._by_evaluations(terms, speaks))
        if terms.scored_by is not None:
            parts.append(self._by_scores(name, terms, mitigation))
        if not parts:
            last = len(terms.levels) - 1
            return Level(0, last, ((last, "nothing says how it is scored"),))
        return Level(
            max(part.low for part in parts),
            max(part.high for part in parts),
            tuple(said for part in parts for said in part.words),
            tuple(shown for part in parts for shown in part.shown),
        )

    def _by_evaluations(self, terms: RiskCategory, speaks: dict[p.Name, p.Name]) -> Level:
        low, high = 0, 0
        words: list[tuple[int, str]] = []
        seen: list[Shown] = []
        for place, level in enumerate(terms.levels):
            asked = [name for name, of in speaks.items() if of == level]
            shown = {name: self.assessor.shown(name) for name in asked}
            seen += shown.values()
            if any(each.found is Found.NOT_MET for each in shown.values()):
                low = place
            if place and (not shown or any(e.found is not Found.MET for e in shown.values())):
                high = place
            said = [f"`{level}`: `{name}` {each.words}" for name, each in shown.items()]
            unspoken = [f"no evaluation speaks for `{level}`"] if place else []
            words += [(place, each) for each in said or unspoken]
        return Level(low, max(low, high), tuple(words), tuple(seen))

    def _by_scores(self, name: p.Name, terms: RiskCategory, mitigation: p.Mitigation) -> Level:
        assert terms.scored_by is not None  # INVARIANT: asked only where somebody scores
        scorers = selected_names(self.assessor.gate.state, terms.scored_by)
        latest: dict[str, Score] = {}
        for score in sorted(self.scores, key=lambda each: each.at):
            known = score.category == name and score.mitigation is mitigation
            if known and p.Name(score.party) in scorers and score.level in terms.levels:
                latest[score.party] = score
        if not latest:
            who = " or ".join(f"`{scorer}`" for scorer in scorers) or "nobody"
            last = len(terms.levels) - 1
            return Level(0, last, ((last, f"not scored by {who}"),))
        places = [terms.levels.index(p.Name(score.level)) for score in latest.values()]
        said = [f"scored `{score.level}` by `{who}`" for who, score in latest.items()]
        words = tuple(zip(places, said, strict=True))
        shown = tuple(
            Shown(Found.MET, each, (), latest[who].at)
            for who, each in zip(latest, said, strict=True)
        )
        return Level(max(places), max(places), words, shown)

    def requirement(self, name: p.Name) -> Requirement | None:
        """The bound on a category as a requirement; None where it has none for the stage."""
        gate = self.assessor.gate
        terms = gate.release.categories[name]
        inside = gate.stage is ReleaseStage.INTERNAL
        bound = terms.develop_at_most if inside else terms.deploy_at_most
        if bound is None:
            return None
        most = terms.levels.index(bound)
        level = self.level(name, p.Mitigation.AFTER)
        if level.low > most:
            found, said = Found.NOT_MET, f"is at least `{terms.levels[level.low]}`"
        elif level.high > most:
            found, said = Found.CANNOT_RULE_OUT, f"can be `{terms.levels[level.high]}`"
        else:
            found, said = Found.MET, f"is at most `{terms.levels[level.high]}`"
        open_ = [text for at, text in level.words if at > most]
        why = f": {'; '.join(open_)}" if open_ else ""
        asked = f"`{name}` may be at most `{bound}` after mitigation"
        times = [shown.at for shown in level.shown if shown.at is not None]
        return Requirement(
            id=str(name),
            kind=Kind.CATEGORY,
            title=str(terms.name),
            found=found,
            words=f"after mitigation it {said}{why}",
            because=(Step(asked, terms.clause, terms.at),),
            evidence=tuple(dict.fromkeys(f for shown in level.shown for f in shown.files)),
            at=max(times) if found is Found.MET and times else None,
        )
