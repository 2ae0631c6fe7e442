"""What can be saved: pictures as SVG and PNG, tables as CSV and XLSX, answers as data."""

import json
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from stanchion.api.gates import gates
from stanchion.api.money import breakpoints, curves
from stanchion.api.power import decisions, power
from stanchion.api.proof import check
from stanchion.api.readings import readings
from stanchion.api.release import may_ship
from stanchion.api.structure import structure
from stanchion.api.tour import telling_amounts
from stanchion.api.view import amounts_of
from stanchion.control.power.results import Estimate, Figure
from stanchion.exact.errors import StanchionError
from stanchion.formats.book import book
from stanchion.formats.separated import separated
from stanchion.formats.tables import Sheet
from stanchion.formats.workbook import workbook
from stanchion.release.results import Verdict
from stanchion.reports import jsonable, jsonable_clash, jsonable_release
from stanchion.reports.payouts import Axis, payouts_svg
from stanchion.reports.structure.drawing import structure_svg
from stanchion.web.asked import Asked
from stanchion.web.job import NoSuchPage, Page
from stanchion.web.pages import answers, ledger, plain, prevails, ship

SVG, PNG = "image/svg+xml", "image/png"
CSV, JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(asked: Asked, *, name: str) -> Page:
    """One file; where the charter does not know what it would show, there is none."""
    try:
        body = FILES[name][1](asked)
    except StanchionError:
        return plain.missing(asked.job)
    stem = asked.job.case or "charter"
    return Page(200, FILES[name][0], body, f"{stem}-{name}")


def _structure(asked: Asked) -> bytes:
    return structure_svg(structure(asked.view), asked.language).encode()


def _structure_data(asked: Asked) -> bytes:
    found = structure(asked.view)
    return _json(
        {
            "nodes": [
                {
                    "id": node.id,
                    "kind": "body" if node.kind is None else node.kind.value,
                    "name": asked.charter.party_name(node.id, asked.language.tag),
                    "members": list(node.members),
                    "offices": dict(node.offices),
                }
                for node in found.nodes
            ],
            "edges": [{"from": e.start, "to": e.end, "tie": e.tie.value} for e in found.edges],
        }
    )


def _payouts(asked: Asked, axis: Axis) -> bytes:
    entity = asked.one("entity")
    made, found = curves(asked.view, entity=entity), breakpoints(asked.view, entity=entity)
    names = [
        (str(payee), asked.charter.party_name(payee, asked.language.tag))
        for payee in made.by_payee()
    ]
    return payouts_svg(names, found, made, asked.language, axis).encode()


def _payouts_data(asked: Asked) -> bytes:
    return _json(jsonable.curves(curves(asked.view, entity=asked.one("entity"))))


def _breakpoints(asked: Asked) -> bytes:
    return _json(jsonable.breakpoints(breakpoints(asked.view, entity=asked.one("entity"))))


def _sheets(asked: Asked) -> tuple[Sheet, ...]:
    entity = asked.one("entity")
    found = breakpoints(asked.view, entity=entity)
    made = curves(asked.view, entity=entity)
    amounts = telling_amounts(found.points)
    return book(asked.view, made, found, amounts, language=asked.language.tag)


def _workbook(asked: Asked) -> bytes:
    return workbook(_sheets(asked), made=asked.view.state.instant)


def _table(asked: Asked, number: int) -> bytes:
    return separated(_sheets(asked)[number]).encode()


def _decisions_sheet(asked: Asked) -> Sheet:
    rows = []
    for item in decisions(asked.view):
        fewest = None if item.who is None or item.who.fewest is None else item.who.fewest
        vetoes = "" if item.who is None else ", ".join(item.who.veto_players)
        few = None if fewest is None else Fraction(fewest)
        rows.append((item.decision, item.title, few, vetoes, item.why_not or ""))
    return Sheet("Decisions", ("decision", "title", "fewest", "vetoes", "why not"), tuple(rows))


def _sources_sheet(asked: Asked) -> Sheet:
    rows = tuple(
        (str(k), str(s.title), s.publisher, s.date.text, s.confidence.value, s.url or "")
        for k, s in asked.charter.sources.items()
    )
    head = ("source", "title", "publisher", "date", "confidence", "address")
    return Sheet("Sources", head, rows)


def _readings_sheet(asked: Asked) -> Sheet:
    entity = asked.one("entity")
    points = breakpoints(asked.view, entity=entity).points
    text = asked.one("amount")
    amount = telling_amounts(points)[-1] if text is None else amounts_of(asked.charter, text)[0]
    found = readings(asked.charter, amount, entity=entity)
    payees = [str(payee) for payee, _ in found.rows[0].receives]
    rows = tuple(
        (", ".join(row.options), found.amount, row.reverts_at, *(paid for _, paid in row.receives))
        for row in found.rows
    )
    return Sheet("Readings", ("reading", "amount", "reverts at", *payees), rows)


def _power_sheet(asked: Asked) -> Sheet:
    """The indices of the decision asked about, else of the first."""
    decision = asked.one("decision") or next(map(str, asked.charter.decisions), "")
    found = power(asked.view, decision)
    rows = tuple(
        (str(p.player), *(_figure(x) for x in (p.banzhaf_normalised, p.shapley_shubik)))
        for p in found.players
    )
    return Sheet("Power", ("voter", "banzhaf normalised", "shapley-shubik"), rows, decision)


def _figure(value: Figure | None) -> Fraction | str | None:
    return f"{value.value} ± {value.error}" if isinstance(value, Estimate) else value


def _events_sheet(asked: Asked) -> Sheet:
    say = asked.language
    rows = tuple(
        (
            e.when.text,
            say.said(e.what),
            e.confidence.value if e.confidence else "",
            ", ".join(e.source),
        )
        for e in asked.charter.events
    )
    return Sheet("Events", ("when", "what", "confidence", "sources"), rows)


def _proof_sheet(asked: Asked) -> Sheet:
    rows = tuple(
        (o.text, o.verdict.value, o.words, o.method) for o in check(asked.charter).outcomes
    )
    return Sheet("Proof", ("expectation", "verdict", "words", "method"), rows)


def _endings_sheet(asked: Asked) -> Sheet:
    """Every ending with its probability in parts of the runs, which are whole numbers."""
    told = prevails.answered(asked)
    rows = tuple(
        (
            name,
            title,
            Fraction(
                count := told.found.ensemble.probability(name).count, told.found.ensemble.runs
            ),
            Fraction(count),
        )
        for name, title in told.titles.items()
    )
    runs = f"{told.found.ensemble.runs:,} runs, seed {told.found.ensemble.seed}"
    return Sheet("Endings", ("ending", "title", "probability", "runs"), rows, runs)


def _verdict(asked: Asked) -> Verdict:
    """Of the gate asked about, else of the first; raises NoSuchPage."""
    found = list(gates(asked.view))
    if not found:
        raise NoSuchPage("release gate", asked.one("gate") or "")
    model, stage, product = ship.chosen(asked, found)
    return may_ship(asked.view, model=model, stage=stage, product=product)


def _requirements_sheet(asked: Asked) -> Sheet:
    found = _verdict(asked)
    rows = tuple((r.id, r.title, r.kind.value, r.found.value, r.words) for r in found.requirements)
    rows += tuple((a.id, a.by, a.effect, a.standing.value, a.words) for a in found.approvals)
    head = ("requirement or approval", "title or by", "kind or effect", "state", "words")
    return Sheet("Requirements", head, rows, f"{found.model} to {found.stage}")


SHEETS: dict[str, Callable[[Asked], Sheet]] = {
    "decisions": _decisions_sheet,
    "sources": _sources_sheet,
    "readings": _readings_sheet,
    "power": _power_sheet,
    "events": _events_sheet,
    "proof": _proof_sheet,
    "endings": _endings_sheet,
    "requirements": _requirements_sheet,
    "schedule": ledger.schedule_sheet,
    "clawback": ledger.clawback_sheet,
    "tender": ledger.tender_sheet,
    "statement": ledger.statement_sheet,
}


def _separated(asked: Asked, name: str) -> bytes:
    return separated(SHEETS[name](asked)).encode()


def _sheet_book(asked: Asked, name: str) -> bytes:
    return workbook((SHEETS[name](asked),), made=asked.view.state.instant)


def _power_data(asked: Asked) -> bytes:
    return _json([jsonable.overview(item) for item in decisions(asked.view)])


def _proof_data(asked: Asked) -> bytes:
    return _json(jsonable.expectations(check(asked.charter)))


def _ship(asked: Asked) -> bytes:
    return _json(jsonable_release.verdict(_verdict(asked)))


def _clash(asked: Asked) -> bytes:
    return _json(jsonable_clash.clash(prevails.answered(asked).found))


def _answer(asked: Asked, name: str) -> bytes:
    return _json(answers.ANSWERS[name](asked))


def _text(asked: Asked) -> bytes:
    return asked.text.encode("utf-8", "replace")


def _png(svg: bytes) -> bytes:
    import vl_convert  # 30 MB of drawing code: only when something is drawn

    return bytes(vl_convert.svg_to_png(svg.decode(), scale=2))


def _dispute(asked: Asked, name: str) -> bytes:
    return prevails.PICTURES[name](prevails.answered(asked)).encode()


def _dispute_png(asked: Asked, name: str) -> bytes:
    return _png(_dispute(asked, name))


def _json(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


FILES: dict[str, tuple[str, Callable[[Asked], bytes]]] = {
    "charter.yaml": ("application/yaml; charset=utf-8", _text),
    "structure.svg": (SVG, _structure),
    "structure.png": (PNG, lambda asked: _png(_structure(asked))),
    "structure.json": (JSON, _structure_data),
    "parts.svg": (SVG, lambda asked: _payouts(asked, Axis.PARTS)),
    "parts.png": (PNG, lambda asked: _png(_payouts(asked, Axis.PARTS))),
    "payouts.svg": (SVG, lambda asked: _payouts(asked, Axis.MONEY)),
    "payouts.png": (PNG, lambda asked: _png(_payouts(asked, Axis.MONEY))),
    "payouts.json": (JSON, _payouts_data),
    "breakpoints.json": (JSON, _breakpoints),
    "workbook.xlsx": (XLSX, _workbook),
    "cap-table.csv": (CSV, lambda asked: _table(asked, 0)),
    "waterfall.csv": (CSV, lambda asked: _table(asked, 1)),
    "breakpoints.csv": (CSV, lambda asked: _table(asked, 2)),
    "decisions.json": (JSON, _power_data),
    "proof.json": (JSON, _proof_data),
    "clash.json": (JSON, _clash),
    "ship.json": (JSON, _ship),
    **{f"{n}.json": (JSON, partial(_answer, name=n)) for n in ("schedule", "clawback", "tender")},
    **{f"{name}.svg": (SVG, partial(_dispute, name=name)) for name in prevails.PICTURES},
    **{f"{name}.png": (PNG, partial(_dispute_png, name=name)) for name in prevails.PICTURES},
    **{f"{name}.csv": (CSV, partial(_separated, name=name)) for name in SHEETS},
    **{f"{name}.xlsx": (XLSX, partial(_sheet_book, name=name)) for name in SHEETS},
}
"""By the last part of the address: what it is, and how it is made."""
