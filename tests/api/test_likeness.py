"""Cases built alike: features in common, the likeness of a case to itself, and no surprises."""

from fractions import Fraction

from tests.web.studio import cases

from stanchion.api.likeness import MOST, considered, features, related
from stanchion.api.loading import load
from stanchion.charter.model import Charter


def charter(case: str) -> Charter:
    made = load(cases()[case], file=case).charter
    assert made is not None
    return made


def test_a_case_is_as_like_itself_as_can_be() -> None:
    others = {name: charter(name) for name in ("snap-2017", "bosch-2003")}
    found = related(charter("snap-2017"), others)
    assert (found[0].case, found[0].likeness) == ("snap-2017", Fraction(1))
    assert len(found) <= MOST


def test_features_are_those_of_the_story() -> None:
    founding = features(charter("openai-2023"))
    assert "what investors receive is capped" in founding
    assert "what is left over goes to a foundation, trust or charity" in founding
    assert "the board fills itself" in founding
    assert "there are preferred classes" not in founding
    assert "there are preferred classes" in features(charter("venture-series-d"))


def test_the_capped_company_of_2019_is_among_the_likest_of_2023() -> None:
    others = {name: charter(name) for name in cases() if name != "openai-2023"}
    assert "openai-2019" in {each.case for each in related(charter("openai-2023"), others)}


def test_every_feature_is_looked_for_in_every_case() -> None:
    assert len({tuple(considered(charter(name))) for name in cases()}) == 1
