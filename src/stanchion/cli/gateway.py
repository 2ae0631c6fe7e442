"""`stanchion gateway`: serve what is released; keys, use and revenue; upstreams for trying it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from stanchion.api.revenue import Used
    from stanchion.charter.prices import PriceList

KeysFile = Annotated[Path, typer.Argument(help="the file of keys; holds digests, never a key")]
Listen = Annotated[str, typer.Option("--listen", help="address and port; port 0 takes a free one")]


class _ServeByDefault(TyperGroup):
    """`gateway CHARTER` is `gateway serve CHARTER`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["serve", *args]
        left: list[str] = super().parse_args(ctx, args)
        return left


app = typer.Typer(
    name="gateway",
    cls=_ServeByDefault,
    help="Serve the models whose release stands (`serve`, the default); keys, use and revenue.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def serve(
    charter: Annotated[str, typer.Argument(help="a charter file, or the name of a case")],
    register: Annotated[
        Path, typer.Option("--register", help="the folder of the register", show_default=False)
    ],
    upstream: Annotated[
        str, typer.Option(help="an OpenAI-compatible address up to `/v1`", show_default=False)
    ],
    listen: Listen = "127.0.0.1:8080",
    product: Annotated[
        str | None, typer.Option(help="which product is served, where there are several")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="the file of API keys (`gateway key add`)")
    ] = None,
    open_to: Annotated[
        str | None,
        typer.Option(help="answer without a key, as to: general, limited or internal"),
    ] = None,
    upstream_key: Annotated[
        str | None, typer.Option(help="environment variable that holds the key of the upstream")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="MODEL=NAME: what the upstream calls a model")
    ] = None,
    also_served_as: Annotated[
        list[str] | None,
        typer.Option(help="MODEL=NAME: another name by which it may call itself in answers"),
    ] = None,
    test_model: Annotated[
        list[str] | None, typer.Option(help="a model that is labelled as one for tests only")
    ] = None,
    on_halt: Annotated[
        str, typer.Option(help="answers under way when a release falls: cut or finish")
    ] = "cut",
    stream_usage: Annotated[
        str, typer.Option(help="count streams that nobody asked to count: ask or as-is")
    ] = "ask",
    check_every: Annotated[float, typer.Option(min=0.1, help="seconds between checks")] = 1,
    stale_after: Annotated[
        float,
        typer.Option(min=0.5, help="seconds without a check until nothing is served"),
    ] = 10,
    usage_file: Annotated[Path | None, typer.Option(help="where use is counted")] = None,
    access_log: Annotated[
        Path | None, typer.Option(help="where each request leaves a line; standard error without")
    ] = None,
    allow_field: Annotated[
        list[str] | None, typer.Option(help="a parameter of the upstream's own to pass on")
    ] = None,
    allow_tool: Annotated[
        list[str] | None, typer.Option(help="a type of tool that may run at the upstream")
    ] = None,
    served_at: Annotated[
        list[str] | None,
        typer.Option(help="a host name by which it is asked, besides addresses and localhost"),
    ] = None,
    title: Annotated[str, typer.Option(help="the name of the chat page")] = "Chat",
    drain: Annotated[
        float, typer.Option(min=0, help="seconds that answers under way have at a stop")
    ] = 30,
) -> None:
    """Serve the models whose release stands, in front of any OpenAI-compatible server."""
    import os
    from datetime import timedelta

    from stanchion.charter.release import ReleaseStage
    from stanchion.cli.files import path_of
    from stanchion.gateway.from_register import from_register
    from stanchion.gateway.keys import Keyring
    from stanchion.gateway.running import at_address, serve_until_told
    from stanchion.gateway.settings import (
        Limits,
        OpenStreams,
        Settings,
        StreamUsage,
        Upstream,
        named,
        named_several,
    )

    if keys is None and open_to is None:
        say_error("say who may ask: `--keys FILE` (`stanchion gateway key add`), or")
        say_error("  `--open-to general` to answer everybody")
        raise SystemExit(2)
    if upstream_key is not None and not os.environ.get(upstream_key):
        say_error(f"the environment has no `{upstream_key}`")
        raise SystemExit(2)
    secret = None if upstream_key is None else os.environ[upstream_key]
    settings = Settings(
        Upstream.at(upstream, secret, named(name or ()), named_several(also_served_as or ())),
        limits=Limits(drain_seconds=drain),
        open_to=None if open_to is None else _word(ReleaseStage, open_to, "--open-to"),
        open_streams=_word(OpenStreams, on_halt, "--on-halt"),
        stream_usage=_word(StreamUsage, stream_usage, "--stream-usage"),
        check_every=timedelta(seconds=check_every),
        stale_after=timedelta(seconds=stale_after),
        test_models=frozenset(test_model or ()),
        more_fields=frozenset(allow_field or ()),
        more_tools=frozenset(allow_tool or ()),
        served_at=frozenset(served_at or ()),
        title=title,
        usage_file=usage_file,
    )
    read = from_register(path_of(charter), register, product=product)
    serve_until_told(settings, read, Keyring(keys), at_address(listen), access_log, say_error)


@app.command()
def usage(
    file: Annotated[Path, typer.Argument(help="the file that `--usage-file` named")],
    csv: Annotated[bool, typer.Option("--csv", help="print CSV")] = False,
    prices: Annotated[
        Path | None, typer.Option(help="a price list; prints revenue instead of counts")
    ] = None,
    every: Annotated[str, typer.Option(help="gather by: day, month, quarter, year")] = "month",
    schedule: Annotated[
        bool, typer.Option("--schedule", help="print the payments that `schedule --amounts` takes")
    ] = False,
    entity: Annotated[
        str | None, typer.Option("--entity", help="who pays them out, with --schedule")
    ] = None,
    part: Annotated[
        str | None,
        typer.Option("--part", help="which part of revenue is paid out, with --schedule: 30%"),
    ] = None,
    json: AsJson = False,
) -> None:
    """What was used by key, model and day; with prices, what it earned."""
    from stanchion.api.revenue import Period, payouts_phrase, revenue
    from stanchion.gateway.usage.meter import used
    from stanchion.reports import usage as told

    rows = used(file)
    if prices is None:
        _counts(rows, csv=csv, json=json)
        return
    found = revenue(rows, _price_list(prices), period=_word(Period, every, "--every"))
    if schedule:
        if entity is None or part is None:
            say_error("a schedule needs `--entity NAME` who pays, and `--part 30%` of revenue that")
            say_error("  is paid out once costs are borne; nobody can guess it")
            raise SystemExit(2)
        say(payouts_phrase(found, entity=entity, part=_rate(part)))
    elif json:
        say_json(told.revenue_json(found))
    else:
        say(told.revenue(found))


key = typer.Typer(name="key", help="Add, list and revoke API keys.", rich_markup_mode=None)
app.add_typer(key)


@key.command()
def add(
    keys: KeysFile,
    name: Annotated[str, typer.Argument(help="what the key is counted under")],
    role: Annotated[str, typer.Option(help="general, limited, internal, or auditor")],
    requests_per_minute: Annotated[int, typer.Option(min=1, help="how often it may ask")] = 60,
    concurrent: Annotated[int, typer.Option(min=1, help="how much at once")] = 8,
    days: Annotated[int | None, typer.Option(min=1, help="how long it is in force")] = None,
) -> None:
    """Make a key and print it, once; the file keeps its digest."""
    import secrets
    from datetime import UTC, datetime, timedelta

    from stanchion.gateway import keys as ring

    held, now = ring.read(keys), datetime.now(UTC)
    if any(each.name == name for each in held):
        raise ring.NoSuchKey(name, "there is already a key called")
    made, secret = ring.made(
        name,
        _word(ring.Role, role, "--role"),
        random=lambda: secrets.token_urlsafe(32),
        now=now,
        requests_per_minute=requests_per_minute,
        concurrent=concurrent,
        until=None if days is None else now + timedelta(days=days),
    )
    ring.write(keys, (*held, made))
    say_error(f"the key of `{name}`, shown this once:")
    print(secret)


@key.command(name="list")
def list_(keys: KeysFile, json: AsJson = False) -> None:
    """The keys of a file: names, roles and limits."""
    from stanchion.gateway import keys as ring
    from stanchion.reports.tables import table

    held = ring.read(keys)
    if json:
        say_json([ring.shown(each) for each in held])
        return
    rows = [[str(value or "") for value in ring.shown(each).values()] for each in held]
    head = [name.replace("_", " ") for name in ring.SHOWN]
    say(table(head, rows, right="23") if rows else "there is no key yet")


@key.command()
def revoke(keys: KeysFile, name: Annotated[str, typer.Argument(help="which key")]) -> None:
    """End a key at once; a gateway that runs notices within a second."""
    from datetime import UTC, datetime

    from stanchion.gateway import keys as ring

    ring.write(keys, ring.revoked(ring.read(keys), name, now=datetime.now(UTC)))
    say(f"`{name}` is revoked")


@app.command()
def scripted(listen: Listen = "127.0.0.1:8090") -> None:
    """An upstream that says what a script says: to try the gateway without a model."""
    from stanchion.gateway.running import at_address, serve_script

    serve_script(at_address(listen), say_error)


@app.command()
def local(
    port: Annotated[int, typer.Option(help="on this machine")] = 8090,
    threads: Annotated[int, typer.Option(min=1, help="how many cores it may use")] = 2,
    at_once: Annotated[int, typer.Option(min=1, help="answers at the same time")] = 2,
) -> None:
    """An upstream with a small real model, SmolLM2-135M-Instruct: a test model that invents."""
    from stanchion.gateway.settings import LOCAL
    from stanchion.gateway.upstream.local import serve

    def said(address: str) -> None:
        say_error(f"{LOCAL}, a test model, answers at {address}")

    serve(port, threads=threads, at_once=at_once, said=said)


def _counts(rows: "tuple[Used, ...]", *, csv: bool, json: bool) -> None:
    from stanchion.reports import usage as told

    if json:
        say_json({"usage": told.as_json(rows)})
    elif csv:
        print(told.as_csv(rows), end="")
    else:
        say(told.as_text(rows))


def _price_list(path: Path) -> "PriceList":
    from stanchion.api.revenue import load_prices
    from stanchion.cli.files import show_faults, shown_name

    data = path.read_bytes()
    loaded = load_prices(data, file=shown_name(path))
    if loaded.prices is None:
        show_faults(loaded, data.decode("utf-8", errors="replace"))
    return loaded.prices


def _rate(text: str) -> Any:
    from stanchion.api.view import read_question
    from stanchion.charter import grammar as g

    return read_question(text, g.rate)


def _word(kind: Any, said: str, option: str) -> Any:
    """The member of an enumeration that a word names; exits with 2 where there is none."""
    words = [str(member.value) for member in kind]
    if said not in words:
        say_error(f"`{option} {said}` is none of {', '.join(words)}")
        raise SystemExit(2)
    return kind(said)
