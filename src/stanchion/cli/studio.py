"""`stanchion studio`: the pages."""

from typing import Annotated

import typer

from stanchion.cli.files import case_names, cases_folder
from stanchion.cli.new import FOLDER, template_names
from stanchion.cli.options import AsJson
from stanchion.cli.output import say_error, say_json


def studio(
    port: Annotated[int, typer.Option(help="where it listens")] = 8321,
    host: Annotated[
        str, typer.Option(help="an address other than this machine's own; a token is asked for")
    ] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="processes in which pages are made")] = 2,
    seconds: Annotated[float, typer.Option(help="the longest that a page may take")] = 20.0,
    megabytes: Annotated[int, typer.Option(help="the most memory of one process")] = 2048,
    check: Annotated[
        bool, typer.Option("--check", help="make every tab of every case once, and exit")
    ] = False,
    json: AsJson = False,
) -> None:
    """Look at every question in a browser: cases, your own charters, and what if."""
    import logging

    from stanchion.web.server import Address, checked, serve
    from stanchion.web.shelf import Shelf
    from stanchion.web.workers import Limits

    if not 1 <= port <= 65_535 or workers < 1 or seconds <= 0 or megabytes < 256:
        say_error("a port is 1 to 65535, workers 1 or more, megabytes 256 or more")
        raise SystemExit(2)
    logging.basicConfig(format="%(message)s")
    folder = cases_folder()
    cases = {name: (folder / name / "charter.yaml").read_bytes() for name in case_names()}
    texts = {
        name: (FOLDER / f"{name.replace('-', '_')}.yaml").read_text(encoding="utf-8")
        for name in template_names()
    }
    limits = Limits(seconds, megabytes)
    if check:
        pages, failed = checked(Shelf(cases, texts), workers=workers, limits=limits)
        if json:
            say_json({"pages": pages, "failed": failed})
        else:
            print("\n".join([*failed, f"{pages - len(failed):,} of {pages:,} pages were made"]))
        raise SystemExit(1 if failed else 0)
    serve(Shelf(cases, texts), Address(host, port), workers=workers, limits=limits)
