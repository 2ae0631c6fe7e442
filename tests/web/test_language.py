"""Amounts, shares and days as each language writes them."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from stanchion.reports.language import language

BN = 10**9


@pytest.mark.parametrize(
    ("amount", "english", "traditional", "simplified"),
    [
        (105 * BN, "105 bn", "1,050 億", "1,050 亿"),
        (Fraction(38198 * BN, 147), "259.8503… bn", "2,598.5034… 億", "2,598.5034… 亿"),
        (1500 * BN, "1,500 bn", "1.5 兆", "1.5 万亿"),
        (25_000_000, "25 m", "2,500 萬", "2,500 万"),
        (250_000, "250 k", "25 萬", "25 万"),
        (1234, "1,234", "1,234", "1,234"),
        (Fraction(1, 3), "0.3333…", "0.3333…", "0.3333…"),
        (0, "0", "0", "0"),
    ],
)
def test_amounts(amount: Fraction, english: str, traditional: str, simplified: str) -> None:
    said = [language(tag).amount(amount) for tag in ("en", "zh-Hant", "zh-Hans")]
    assert said == [english, traditional, simplified]


def test_days() -> None:
    moment = datetime(2023, 11, 17, 11, 5, tzinfo=UTC)
    assert language("en").moment(moment) == "17 November 2023, 11:05"
    assert language("zh-Hans").moment(moment) == "2023 年 11 月 17 日 11:05"


def test_a_language_that_is_not_spoken_is_an_error() -> None:
    with pytest.raises(ValueError, match="fr"):
        language("fr")
