"""What commands on a register share: the folder, the keys, the clock; adding and saying so."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from datetime import datetime

    from stanchion.api.records import Make
    from stanchion.release.records.account import Account
    from stanchion.release.records.envelope import Signer
    from stanchion.release.records.statements import Statement
    from stanchion.store.registrar import Recorded, Registrar

Register = Annotated[
    Path,
    typer.Option("--register", envvar="STANCHION_REGISTER", help="the register's folder"),
]
KeyFile = Annotated[Path, typer.Option("--key", "-k", help="the file of your private key, in PEM")]
LogKey = Annotated[
    Path | None,
    typer.Option(
        "--log-key",
        envvar="STANCHION_LOG_KEY",
        help="the file of the log's key: signs a checkpoint at once",
    ),
]
To = Annotated[
    Path | None,
    typer.Option("--to", help="write the signed record here, for `register add`, and add nothing"),
]
ProductOption = Annotated[
    str | None, typer.Option("--product", help="where the model belongs to several")
]
HERE = Path("register")


def now() -> "datetime":
    """The clock."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def registrar_of(folder: Path) -> "Registrar":
    """The register in a folder."""
    from stanchion.store.registrar import Registrar
    from stanchion.store.sqlite import SqliteLog

    return Registrar(SqliteLog(folder), now)


def signer_of(path: Path) -> "Signer":
    """The private key in a file; asks for its password, if it has one."""
    from stanchion.store.errors import BadKeyFile
    from stanchion.store.keys import read_key_file

    try:
        return read_key_file(path)
    except BadKeyFile as refused:
        if "needs a password" not in refused.why:
            raise
    word = os.environ.get("STANCHION_KEY_PASSWORD")
    word = word or typer.prompt(f"password of {path}", hide_input=True, err=True)
    return read_key_file(path, password=word.encode())


def add(
    registrar: "Registrar",
    make: "Make",
    signers: Sequence["Signer"],
    *,
    to: Path | None = None,
    log_key: Path | None = None,
    json: bool = False,
) -> "Statement | None":
    """Add a record, say so and return it; or write it into a file.

    Exits with 1 where the rules do not let it count.
    """
    from stanchion.release.records.errors import Inadmissible

    try:
        if to is not None:
            envelope = registrar.signed(make, signers)
            with to.open("xb") as file:
                file.write(envelope.data)
            say_error(f"wrote {to}; `stanchion register add {to}` puts it on record")
            return None
        log_signer = None if log_key is None else signer_of(log_key)
        if log_signer is not None:
            registrar.require_log_key(log_signer)  # before anything is written
        recorded = registrar.add(make, signers)
        if log_signer is not None:
            registrar.checkpoint(log_signer)
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
    tell(recorded, json=json)
    return recorded.statement


def tell(recorded: "Recorded", *, json: bool) -> None:
    """Say what was added."""
    if json:
        from stanchion.reports import jsonable_register

        say_json(jsonable_register.added(recorded.index, recorded.statement))
        return
    from stanchion.reports import register as shown

    if recorded.statement.kind == "release-decision":
        say(shown.decided(recorded.index, recorded.statement))
    else:
        say(shown.added(recorded.index, recorded.statement))


def party_of(account: "Account", signer: "Signer") -> str:
    """Whose key it is; exits with 1 where it is nobody's."""
    from stanchion.api.records import party_of as whose
    from stanchion.release.records.errors import Inadmissible

    try:
        return whose(account, signer.public)
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
