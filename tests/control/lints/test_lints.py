"""What lints find, one small charter for each; and that a sound charter has none.

A file in `bad` begins with all that is found in it, as the bad charters of the language do.
"""

from pathlib import Path

import pytest
from tests.underlined import underlined

from stanchion.api.facts import codes
from stanchion.api.lints import Lints, lints
from stanchion.api.loading import load
from stanchion.api.view import view
from stanchion.control.lints import LINTS
from stanchion.source.diagnostic import Diagnostic, Severity, explanations

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
CODES = explanations(LINTS)
WITH = {"ST901": {"ST907"}}
"""A veto that cannot be waived leaves a decision that cannot be taken."""

SOUND = """
stanchion: 1
name: A sound company
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  agency: {authority: Agency}
  co: {company: Co, acts_by: board}
classes: {co: {common: {kind: common, votes: 1 per unit, units: 100}}}
holdings:
  co:
    - {holder: ann, class: common, units: 40}
    - {holder: bob, class: common, units: 35}
    - {holder: cyd, class: common, units: 25}
bodies:
  board:
    of: co
    size: 5
    seats: [ann, bob, cyd, dan]
    acts: more than 1/2 of members present
    quorum: at least 1/2 of all seats
    elected_by: meeting
  meeting:
    of: co
    members: holders of common
    acts: more than 1/2 of votes cast
    quorum: more than 1/2 of outstanding votes
offices:
  chief: {of: co, held_by: dan, appointed_by: board}
  deputy: {of: co, appointed_by: board}
decisions:
  remove_chief: {by: board, effect: chief falls vacant}
  remove_director: {by: meeting, effect: a member leaves board}
  sell: {by: meeting, needs: at least 3/4 of votes cast, vetoes: agency, effect: co is sold}
"""


def found_in(text: str, file: str = "charter.yaml") -> Lints:
    loaded = load(text, file=file)
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return lints(view(loaded.charter))


def written(found: Diagnostic, source: str) -> list[str]:
    return [
        f"# {found.severity.value}[{found.code}]: {found.message}",
        f"#     under: {underlined(found, source)}",
        *([f"#     label: {found.label}"] if found.label else []),
        *(f"#     help: {words}" for words in found.help),
    ]


def test_a_sound_charter_has_none() -> None:
    found = found_in(SOUND)
    assert [d.message for d in found.diagnostics] == []
    assert found.skipped == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_can_hardly_be_meant_is_pointed_at(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    expected = source.split("\n\n", 1)[0].split("\n")
    found = found_in(source, path.name)
    assert [line for d in found.diagnostics for line in written(d, source)] == expected
    code = path.name.split("-")[0]
    assert {d.code for d in found.diagnostics} == {code} | WITH.get(code, set())
    assert found.skipped == ()


def test_every_lint_is_shown_by_a_charter_and_explained() -> None:
    assert {path.name.split("-")[0] for path in BAD} == set(CODES)
    assert set(CODES) <= set(codes()), "stanchion explain knows them"
    assert len(CODES) == len(LINTS)


@pytest.mark.parametrize(
    ("change", "to", "codes_found"),
    [
        ("size: 5", "size: 9", {"ST902", "ST907", "ST908"}),  # nor can it fill the deputy's post
        ("quorum: more than 1/2", "quorum: at least 4/5", {"ST903", "ST905"}),
        ("    elected_by: meeting\n", "", {"ST904"}),
        ("units: 40}", "units: 30}\n    - {holder: dan, class: common, units: 10}", set()),
        ("needs: at least 3/4 of votes cast, vetoes: agency",
         "needs: at least 1/3 of outstanding votes", {"ST906"}),
        ("deputy: {of: co, appointed_by: board}", "deputy: {of: co}", {"ST908"}),
        ("needs: at least 3/4", "needs: more than 2/3", {"ST909"}),
        ("needs: at least 3/4", "needs: more than 3/5", set()),  # bob and cyd have just that
    ],
)  # fmt: skip
def test_one_change_of_a_sound_charter_is_found_and_no_other(
    change: str, to: str, codes_found: set[str]
) -> None:
    text = SOUND.replace(change, to)
    assert text != SOUND
    assert {d.code for d in found_in(text).diagnostics} == codes_found


def test_a_holder_who_can_block_its_own_removal_is_named() -> None:
    text = SOUND.replace("holder: bob, class: common, units: 35", "holder: bob, class: common, "
                         "units: 60").replace("units: 40}", "units: 15}")  # fmt: skip
    (found,) = found_in(text).diagnostics
    assert found.code == "ST905"
    assert "`bob`" in found.message
    recused = text.replace(
        "{by: meeting, effect: a member leaves board}",
        "{by: meeting, effect: a member leaves board, recused: bob, "
        "recusal: leaves quorum and base}",
    )
    assert not any("`bob`" in d.message for d in found_in(recused).diagnostics)


def test_what_cannot_be_worked_out_is_said_and_not_passed_over() -> None:
    text = SOUND.replace("units: 35", "share: 20% to 40%")
    found = found_in(text)
    assert {name for name, _ in found.skipped} == {"remove_director", "sell"}
    assert all("not known exactly" in why for _, why in found.skipped)


def test_only_warnings_count_as_such() -> None:
    text = SOUND.replace("needs: at least 3/4", "needs: more than 2/3")
    found = found_in(text)
    assert [d.severity for d in found.diagnostics] == [Severity.NOTE]
    assert found.warnings == ()


def test_two_sides_are_found_among_more_than_can_be_tried_one_by_one() -> None:
    people = [f"p{number}" for number in range(40)]
    text = SOUND.replace(
        "parties:\n", "parties:\n" + "".join(f"  {n}: {{person: {n}}}\n" for n in people)
    ).replace("bodies:\n", f"bodies:\n  hall: {{of: co, seats: [{', '.join(people)}], "
              "acts: at least 1/2 of seats in office}\n")  # fmt: skip
    text += "  cheer: {by: hall, effect: recorded}\n"
    (found,) = found_in(text).diagnostics
    assert (found.code, "`cheer`" in found.message) == ("ST906", True)
    strict = text.replace("at least 1/2 of seats in office}", "more than 1/2 of seats in office}")
    assert found_in(strict).diagnostics == ()


def test_ways_that_are_each_enough_but_stand_side_by_side_get_another_remedy() -> None:
    """A committee and its board can each decide: to ask for more than a half would not help."""
    found = found_in("""
stanchion: 1
name: A board that delegates and keeps
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  eve: {person: Eve}
  co: {company: Co, acts_by: board}
bodies:
  board: {of: co, seats: [ann, bob, cyd, dan, eve], acts: more than 1/2 of seats in office}
  risk: {committee_of: board, seats: [ann, bob], acts: all of seats in office, may: [decide]}
decisions:
  decide: {by: board, effect: recorded}
""")
    (two,) = [d for d in found.diagnostics if d.code == "ST906"]
    assert "`cyd`, `dan` and `eve`" in two.message
    assert "take it back with `may_not`" in two.help[0]
