"""Payments beyond one distribution on the paid tab: plans, what is given back, tender offers."""

import pytest

from tests.web.studio import page, text


def _text(name: str, case: str, **query: str) -> str:
    return page(name, case, **query).body.decode()


def test_a_fund_shows_its_payouts_one_after_the_other_and_what_is_given_back() -> None:
    """Expected: the clawback of the American fund, which the command line tells too."""
    html = text("paid", "fund-american")
    assert "Payouts over time" in html
    assert "1 January 2022" in html
    given_back = html[html.index('id="clawback"') :]
    assert "USD 4,000,000.00" in given_back


def test_other_payouts_are_asked_for_by_amount_and_day() -> None:
    html = text("paid", "fund-european", amounts="150 m by fund at 2025-01-01")
    assert "150 m" in html
    assert "1 January 2023" not in html[html.index('id="schedule"') :]
    assert "expected" in text("paid", "fund-european", amounts="much")


def test_a_tender_is_shown_with_its_sellers_and_price() -> None:
    html = text("paid", "openai-tender-2023")
    assert "april 2023" in html
    assert "27 bn – 29 bn" in html


def test_where_a_charter_plans_and_offers_nothing_no_section_stands() -> None:
    html = text("paid", "northlight")
    assert not any(f'id="{name}"' in html for name in ("schedule", "clawback", "tender"))


@pytest.mark.parametrize(
    ("case", "name", "row"),
    [
        ("fund-european", "schedule", "2023-01-01,fund,40000000,investors,39200000,"),
        ("fund-american", "clawback", "end_of_fund,gp,investors,2025-01-01,80000000,120000000,"),
        ("steward-owned", "tender", "buy_back,first_backers,capped_units,400,400,"),
    ],
)
def test_each_table_is_saved(case: str, name: str, row: str) -> None:
    assert row in _text(f"{name}.csv", case)
    assert page(f"{name}.xlsx", case).body.startswith(b"PK")
    assert page(f"{name}.json", case).status == 200
    assert page(f"{name}.csv", "northlight").status == 404


def test_a_statement_is_saved_stage_by_stage() -> None:
    found = _text("statement.csv", "openai-2023", payee="microsoft", amount="200 bn")
    assert "recoup,13000000000,0," in found
    assert page("statement.xlsx", payee="microsoft", amount="200 bn").status == 200


@pytest.mark.parametrize(
    ("language", "words"), [("zh-Hant", "要約收購"), ("zh-Hans", "价格隐含的估值")]
)
def test_a_tender_is_headed_in_the_language_of_the_page(language: str, words: str) -> None:
    assert words in text("paid", "openai-tender-2023", language=language)
