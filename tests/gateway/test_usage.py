"""Use is counted to the token, survives a restart, and becomes the revenue side of a schedule."""

import json
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.revenue import (
    Earned,
    Period,
    Unpriced,
    Used,
    load_prices,
    payouts_phrase,
    revenue,
)
from stanchion.api.schedule import payouts_of
from stanchion.cli.files import cases_folder
from stanchion.economics.revenue import end_of, instalments
from stanchion.exact.money import currency
from stanchion.gateway.upstream.scripted import Scripted
from stanchion.gateway.upstream.stream import Events
from stanchion.gateway.usage.meter import BadUsageFile, Meter, used
from stanchion.gateway.usage.reported import Tokens, reported
from stanchion.reports.usage import as_csv
from tests.gateway.world import release, run, world

DAY = date(2026, 11, 25)
PRICES = b"""
currency: USD
models:
  m1:
    per_request: 0.001
    per_million_prompt_tokens: 3
    per_million_cached_tokens: 0.30
    per_million_completion_tokens: 15
    per_million_unreported_events: 15
"""


def prices(text: bytes = PRICES):  # type: ignore[no-untyped-def]
    loaded = load_prices(text, file="prices.yaml")
    assert loaded.prices is not None, loaded.diagnostics
    return loaded.prices


def row(day: date = DAY, **counts: int) -> Used:
    names = ("requests", "prompt_tokens", "completion_tokens", "cached_tokens", "unreported",
             "events_unreported")  # fmt: skip
    return Used("acme", "m1", day, *(counts.get(name, 0) for name in names))


def test_every_token_is_counted_under_its_key_model_and_day(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path, release("m1"), release("m2")) as w:
            for model in ("m1", "m1", "m2"):
                await w.chat(model)
            await w.chat("m1", stream=True)
            await w.chat("m1", stream=True, stream_options={"include_usage": True})
            await w.post("/v1/responses", {"model": "m1", "input": "one two", "stream": True})
            await w.post("/v1/embeddings", {"model": "m2", "input": "x"}, "internal")
            await w.chat("m9")

    run(story)
    found = {(each.key, each.model): each for each in used(tmp_path / "usage.db")}
    said, answered = 2, 15  # words of the question, words of the script's answer
    m1 = found["general", "m1"]
    assert (m1.requests, m1.unreported) == (5, 0)
    assert m1.prompt_tokens == 4 * said + 2
    assert m1.completion_tokens == 5 * answered
    assert found["general", "m2"].requests == 1
    assert found["internal", "m2"].prompt_tokens == 1
    assert len(found) == 3


def test_counts_add_up_over_restarts_and_in_any_thread(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    for _ in range(3):
        meter = Meter(path)
        meter.count("a", "m1", DAY, Tokens(10, 5, 2), 7)
        meter.count("a", "m1", DAY, None, 7)
        meter.put(meter.taken())
        meter.put(meter.taken())
    (found,) = used(path)
    assert found == Used("a", "m1", DAY, 6, 30, 15, 6, 3, 21)


def test_what_could_not_be_written_is_still_owed(tmp_path: Path) -> None:
    meter = Meter(tmp_path / "usage.db")
    meter.count("a", "m1", DAY, Tokens(1, 1), 0)
    taken = meter.taken()
    meter.count("a", "m1", DAY, Tokens(1, 1), 0)
    meter.given_back(taken)
    meter.put(meter.taken())
    assert used(tmp_path / "usage.db")[0].requests == 2


def test_a_file_that_holds_no_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("no database")
    for name in ("x", "absent"):
        with pytest.raises(BadUsageFile):
            used(tmp_path / name)


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b'{"usage": 5}', b'{"usage": {"prompt_tokens": "9"}}', b"[" * 9999,
     b'{"usage": {"prompt_tokens": -1}}', b'{"usage": {"prompt_tokens": true}}',
     b'{"usage": {"prompt_tokens": 1e30}}'],
)  # fmt: skip
def test_an_upstream_that_reports_nonsense_reports_nothing(body: bytes) -> None:
    assert reported(body).tokens is None


def test_a_long_document_is_read_at_its_ends() -> None:
    usage = b'"usage":{"prompt_tokens":7,"total_tokens":7,"prompt_tokens_details":{}}'
    long = b'{"model":"m1","data":[' + b'"\\"usage\\":{}",' * 50_000 + b'""],' + usage + b"}"
    assert reported(long).tokens == Tokens(7, 0)
    assert reported(long).model == "m1"


@given(st.lists(st.integers(1, 400), max_size=12), st.booleans())
def test_a_stream_in_any_pieces_is_the_same_stream(cuts: list[int], withheld: bool) -> None:
    events = [b'data: {"model":"m1","choices":[{"delta":{"content":"a\\n\\nb"}}]}\n\n'] * 4
    count = b'data: {"model":"m1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}'
    whole = b"".join(events) + count + b"\n\ndata: [DONE]\n\n"
    read, at, out = Events(withheld), 0, b""
    for cut in [*cuts, len(whole)]:
        out += read.passed(whole[at : at + cut])
        at += cut
    out += read.rest()
    assert read.tokens == Tokens(3, 4)
    assert read.model == "m1"
    assert out == (whole.replace(count + b"\n\n", b"") if withheld else whole)


def test_a_stream_of_crlf_withholds_the_count_as_well() -> None:
    read = Events(withholds_usage=True)
    whole = b'data: {"choices":[1]}\r\n\r\ndata: {"choices":[],"usage":{"prompt_tokens":1}}\r\n\r\n'
    out = read.passed(whole) + read.rest()
    assert read.tokens == Tokens(1, 0)
    assert b"usage" not in out


def test_revenue_is_counts_times_prices_exactly() -> None:
    rows = [
        row(requests=10, prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=200_000),
        row(date(2026, 12, 1), requests=1, unreported=1, events_unreported=100),
    ]
    found = revenue(rows, prices(), period=Period.MONTH)
    first = Fraction(10, 1000) + Fraction(6, 10) * 3 + Fraction(4, 10) * Fraction(3, 10) + 3
    second = Fraction(1, 1000) + Fraction(15 * 100, 10**6)
    assert found.rows == (
        Earned(date(2026, 11, 30), "m1", 10, first),
        Earned(date(2026, 12, 31), "m1", 1, second),
    )
    assert found.total == first + second
    assert any("1 requests ended" in said for said in found.assumptions)


def test_a_model_without_a_price_is_named() -> None:
    with pytest.raises(Unpriced, match="`m1`"):
        revenue([row()], prices(PRICES.replace(b"m1", b"m2")), period=Period.DAY)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (PRICES.replace(b"    per_request: 0.001\n", b""), "ST102"),
        (PRICES.replace(b"0.001", b"-1"), None),
        (PRICES.replace(b"0.001", b"5%"), None),
        (PRICES.replace(b"0.001", b"EUR 5"), None),
        (PRICES + b"discount: 5\n", "ST101"),
    ],
)
def test_a_price_list_with_faults_shows_them_by_line(written: bytes, code: str | None) -> None:
    loaded = load_prices(written, file="prices.yaml")
    assert loaded.prices is None
    assert loaded.diagnostics[0].at.file == "prices.yaml"
    assert code is None or loaded.diagnostics[0].code == code


def test_periods_end_on_their_last_day() -> None:
    assert end_of(date(2028, 2, 3), Period.MONTH) == date(2028, 2, 29)
    assert end_of(date(2026, 12, 3), Period.MONTH) == date(2026, 12, 31)
    assert end_of(date(2026, 5, 3), Period.QUARTER) == date(2026, 6, 30)
    assert end_of(date(2026, 11, 3), Period.QUARTER) == date(2026, 12, 31)
    assert end_of(date(2026, 5, 3), Period.YEAR) == date(2026, 12, 31)
    assert end_of(date(2026, 5, 3), Period.DAY) == date(2026, 5, 3)


amounts = st.fractions(min_value=0, max_value=1000, max_denominator=10**6)


@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 1, 1)), amounts), max_size=8),
    st.fractions(min_value=Fraction(1, 100), max_value=1),
)
def test_instalments_never_exceed_what_is_due_and_miss_less_than_a_cent(
    due: list[tuple[date, Fraction]], part: Fraction
) -> None:
    found = [Earned(on, "m1", 1, amount) for on, amount in due]
    exact = sum((amount for _, amount in due), Fraction(0)) * part
    paid = sum((p.money.exact for p in instalments(found, part=part, currency=currency("USD"))), 0)
    assert 0 <= exact - paid < Fraction(1, 100)


def test_names_that_a_spreadsheet_would_run_are_written_harmless() -> None:
    text = as_csv([Used("=cmd()", "m1", DAY, 1, 2, 3, 0, 0, 0)])
    assert "\r\n2026-11-25,'=cmd(),m1,1,2,0,3,0,0\r\n" in text


def test_revenue_runs_through_a_schedule_of_the_charter(tmp_path: Path) -> None:
    """Counts at the gateway, prices, payments, and what each party has of them to the cent."""
    path = cases_folder() / "openai-2023" / "charter.yaml"
    charter = load(path.read_bytes(), file="charter.yaml").charter
    assert charter is not None
    meter = Meter(tmp_path / "usage.db")
    for month in (11, 12):
        meter.count("acme", "m1", date(2026, month, 5), Tokens(2_000_000_000, 10**9), 0)
    meter.put(meter.taken())
    found = revenue(used(tmp_path / "usage.db"), prices(), period=Period.MONTH)
    entity = next(iter(charter.pay))
    phrase = payouts_phrase(found, entity=str(entity), part=Fraction(1, 4))
    payouts = payouts_of(charter, phrase)
    assert [payout.amount for payout in payouts] == [5250, 5250]

    (tmp_path / "prices.yaml").write_bytes(PRICES)
    words = ["gateway", "usage", "usage.db", "--prices", "prices.yaml", "--schedule",
             "--entity", str(entity), "--part", "25%"]  # fmt: skip
    written = stanchion(tmp_path, *words)
    assert written.stdout.strip() == phrase
    (tmp_path / "revenue.txt").write_text(written.stdout)
    done = stanchion(tmp_path, "schedule", str(path), "--amounts", "@revenue.txt", "--json")
    assert done.returncode == 0, done.stderr
    totals = json.loads(done.stdout)["totals"]
    assert sum(total["paid_minor_units"] for total in totals) == 2 * 525_000


def stanchion(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stanchion", *words], cwd=folder, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def test_use_is_told_as_text_csv_and_json(tmp_path: Path) -> None:
    meter = Meter(tmp_path / "usage.db")
    meter.count("acme", "m1", DAY, Tokens(10, 5), 0)
    meter.put(meter.taken())
    assert "acme" in stanchion(tmp_path, "gateway", "usage", "usage.db").stdout
    text = stanchion(tmp_path, "gateway", "usage", "usage.db", "--csv").stdout
    assert text.splitlines()[1] == "2026-11-25,acme,m1,1,10,0,5,0,0"
    found = json.loads(stanchion(tmp_path, "gateway", "usage", "usage.db", "--json").stdout)
    assert found["usage"][0]["completion_tokens"] == 5
    (tmp_path / "prices.yaml").write_bytes(PRICES)
    priced = ("gateway", "usage", "usage.db", "--prices", "prices.yaml")
    assert "in all" in stanchion(tmp_path, *priced).stdout
    assert json.loads(stanchion(tmp_path, *priced, "--json").stdout)["total"] == "0.001105"
    asked = stanchion(tmp_path, *priced, "--schedule")
    assert asked.returncode == 2
    assert "--part" in asked.stderr
    meter.count("acme", "m2", DAY, None, 3)
    meter.put(meter.taken())
    missing = stanchion(tmp_path, *priced)
    assert missing.returncode == 2
    assert "no price of `m2`" in missing.stderr


def test_an_answer_of_unknown_length_is_charged_by_its_pieces(tmp_path: Path) -> None:
    async def story() -> None:
        mute = Scripted(reply=lambda said: "a b c", counts=False)
        async with world(tmp_path, upstream=mute) as w:
            await w.chat("m1", stream=True)

    run(story)
    (found,) = used(tmp_path / "usage.db")
    assert (found.unreported, found.prompt_tokens) == (1, 0)
    assert found.events_unreported == 6
