"""Every message is said in every language, with the same places to fill in."""

import re
from functools import cache

import pytest
from tools.messages import CATALOGUES, catalogue
from tools.messages import messages as gathered

from stanchion.reports.language import Tag, language
from tests.web.studio import ROOT

OTHERS = [tag.value for tag in Tag if tag is not Tag.ENGLISH]
messages = cache(gathered)
PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("tag", OTHERS)
def test_nothing_is_left_in_english(tag: str) -> None:
    known = language(tag).messages
    missing = [message for message in messages() if not known.get(message)]
    assert not missing, f"{tag}.po lacks {missing}; run `python -m tools.messages`"


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_fills_in_what_the_message_does(tag: str) -> None:
    for message, said in language(tag).messages.items():
        assert sorted(PLACE.findall(message)) == sorted(PLACE.findall(said)), message


@pytest.mark.parametrize("tag", OTHERS)
def test_catalogues_keep_nothing_that_is_said_no_more(tag: str) -> None:
    kept = {str(message.id) for message in catalogue(CATALOGUES / f"{tag}.po") if message.id}
    assert kept <= set(messages())


def test_messages_are_found_in_templates_and_in_pages() -> None:
    found = messages()
    assert "Which decisions pass" in found  # a template
    assert "nobody who is away can carry it" in found  # a page
    assert "{one} manages {other}" in found  # a closed set of words


def test_traditional_and_simplified_are_not_the_same() -> None:
    hant, hans = (language(tag).messages for tag in OTHERS)
    same = [m for m in hant if hant[m] == hans[m]]
    assert len(same) < len(hant) / 2
    simplified_only = set("谁决资无时长处说问题护错这")
    wrong = [m for m, said in hant.items() if set(said) & simplified_only]
    assert not wrong, ROOT
