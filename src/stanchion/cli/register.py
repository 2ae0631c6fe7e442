"""`stanchion register`: the log behind releases; begin, verify, prove from it, hand it out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.kept import (
    HERE,
    KeyFile,
    LogKey,
    Register,
    add,
    now,
    party_of,
    registrar_of,
    signer_of,
    tell,
)
from stanchion.cli.options import AsJson, Case
from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from stanchion.release.log.checkpoint import Note
    from stanchion.release.records.verification import Verified

app = typer.Typer(
    name="register",
    help="The append-only log behind releases: begin, verify, prove, export, witness.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def keygen(
    file: Annotated[Path, typer.Argument(help="where the private key goes; never over a file")],
    password: Annotated[
        bool, typer.Option("--password", help="seal the file with a password")
    ] = False,
    json: AsJson = False,
) -> None:
    """Make a key pair: the private half into a file that only you can read."""
    from stanchion.store.keys import new_key_file

    word = typer.prompt("password", hide_input=True, confirmation_prompt=True) if password else ""
    try:
        made = new_key_file(file, password=word.encode() or None)
    except FileExistsError:
        say_error(f"`{file}` is there already; nothing was written")
        raise SystemExit(2) from None
    if json:
        say_json({"ed25519": made.public.hex(), "keyid": made.key})
        return
    say(f"ed25519: {made.public.hex()}")
    say_error(
        f"wrote {file}; the line above goes into the charter, under `release:`: beside a party"
    )
    say_error("  in `keys:`, or into `log:` or `witnesses:`, as docs/first-release.md shows")


@app.command()
def init(
    case: Case,
    key: KeyFile,
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """Begin the register of a charter, with its adoption as entry 0 and the first checkpoint."""
    from stanchion.cli.files import path_of, read_charter, show_faults
    from stanchion.release.records.adoption import adoption
    from stanchion.release.records.errors import Inadmissible
    from stanchion.store.registrar import Registrar
    from stanchion.store.sqlite import SqliteLog

    loaded, text = read_charter(case)
    if loaded.charter is None:
        show_faults(loaded, text)
    signer = signer_of(key)
    try:
        first = adoption(loaded.charter, "", name=case, at=now())
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
    log = first.said.register
    release = loaded.charter.release
    assert release is not None  # INVARIANT: it can be adopted
    assert release.log is not None  # INVARIANT: as above
    if release.log.ed25519 != signer.public.hex():
        say_error(f"refused: `{key}` is not the key of the log `{log}` in the charter")
        raise SystemExit(1)
    made = SqliteLog.begun(register, origin=log)
    registrar = Registrar(made, now)
    recorded = registrar.adopt(path_of(case).read_bytes(), name=case, signers=[signer])
    registrar.checkpoint(signer)
    tell(recorded, json=json)


@app.command()
def adopt(
    case: Case,
    key: Annotated[
        list[Path], typer.Option("--key", "-k", help="the log's key, and those who may change it")
    ],
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """Put a changed charter in the place of the one adopted before."""
    from stanchion.cli.files import path_of
    from stanchion.release.records.errors import Inadmissible

    registrar, signers = registrar_of(register), [signer_of(each) for each in key]
    try:
        content = path_of(case).read_bytes()
        tell(registrar.adopt(content, name=case, signers=signers), json=json)
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None


@app.command()
def rekey(
    key: KeyFile,
    new: Annotated[
        Path | None, typer.Option("--new", help="the file of the key to take into use")
    ] = None,
    retire: Annotated[
        str | None, typer.Option("--retire", help="the id (or its beginning) of a key of yours")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="why")] = "rotation",
    register: Register = HERE,
    log_key: LogKey = None,
    json: AsJson = False,
) -> None:
    """Take a key of yours into use, or out of it; what the old one signed before stands."""
    from stanchion.api.records import key_change

    registrar, signer = registrar_of(register), signer_of(key)
    party = party_of(registrar.account(), signer)
    fresh = None if new is None else signer_of(new)
    enrols = None if fresh is None else fresh.public
    make = key_change(party=party, enrols=enrols, retires=retire, reason=reason)
    signers = [signer] if fresh is None else [signer, fresh]
    add(registrar, make, signers, log_key=log_key, json=json)


@app.command("add")
def add_(
    file: Annotated[Path, typer.Argument(help="a record, or a cosigned checkpoint, as signed")],
    register: Register = HERE,
    log_key: LogKey = None,
    json: AsJson = False,
) -> None:
    """Add a record that was signed elsewhere, or a witness's cosignature."""
    from stanchion.release.log.checkpoint import read_note
    from stanchion.release.records.errors import Inadmissible, NoRecord

    registrar, data = registrar_of(register), file.read_bytes()
    try:
        if not data.startswith(b"{"):
            note = registrar.add_note(read_note(data))
            say(f"kept the signatures on the checkpoint of {note.checkpoint.size} entries")
            return
        recorded = registrar.bring(data)
        if log_key is not None:
            registrar.checkpoint(signer_of(log_key))
    except (Inadmissible, NoRecord) as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
    tell(recorded, json=json)


@app.command()
def log(register: Register = HERE, json: AsJson = False) -> None:
    """List all entries, with the rule against those that do not count."""
    from stanchion.api.records import refused_records
    from stanchion.release.records.entries import parsed
    from stanchion.reports import jsonable_register
    from stanchion.reports import register as shown
    from stanchion.store.keys import verify_all

    registrar = registrar_of(register)
    entries = parsed(registrar.log.read(), verify_all).entries
    refused = refused_records(registrar.account(), at=now())
    if json:
        say_json(jsonable_register.entries(entries, refused))
    else:
        say(shown.entries(entries, refused))


@app.command()
def checkpoint(key: KeyFile, register: Register = HERE, json: AsJson = False) -> None:
    """Sign the log as it stands, with the log's key."""
    from stanchion.release.records.errors import Inadmissible

    try:
        note = registrar_of(register).checkpoint(signer_of(key))
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
    _say_note(note, json=json)


def _say_note(note: "Note", *, json: bool) -> None:
    if json:
        at = note.checkpoint
        document = {"origin": at.origin, "size": at.size, "root": at.root.hex(), "note": str(note)}
        say_json(document)
    else:
        print(note, end="")


@app.command()
def witness(
    key: KeyFile,
    register: Register = HERE,
    seen: Annotated[
        Path | None,
        typer.Option("--seen", help="the checkpoint cosigned before; the new one is written there"),
    ] = None,
    json: AsJson = False,
) -> None:
    """Cosign the last checkpoint, if the register is sound and has only grown since `--seen`."""
    from stanchion.release.log.checkpoint import read_note
    from stanchion.release.records.errors import Inadmissible

    registrar = registrar_of(register)
    before = (read_note(seen.read_bytes()),) if seen is not None and seen.is_file() else ()
    try:
        note = registrar.cosign(signer_of(key), seen=before)
    except Inadmissible as refused:
        say_error(f"refused: {refused}")
        raise SystemExit(1) from None
    if seen is not None:
        seen.write_text(str(note), encoding="utf-8")
    _say_note(note, json=json)


Folder = Annotated[
    Path | None, typer.Argument(help="an exported register; else the one of --register")
]


@app.command()
def verify(
    folder: Folder = None,
    register: Register = HERE,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", "-c", help="a checkpoint that you have kept"),
    ] = None,
    json: AsJson = False,
) -> None:
    """Verify every hash, signature, checkpoint and decision; say what that cannot show."""
    from stanchion.release.log.checkpoint import read_note
    from stanchion.reports import jsonable_register
    from stanchion.reports import register as shown

    held = tuple(read_note(path.read_bytes()) for path in checkpoint or ())
    found = _verified(register if folder is None else folder, held).verification
    if json:
        say_json(jsonable_register.verification(found))
    else:
        say(shown.verification(found))
    if not found.sound:
        raise SystemExit(1)


def _verified(folder: Path, held: "tuple[Note, ...]") -> "Verified":
    from stanchion.store.export import is_export, verified_export

    if is_export(folder):
        return verified_export(folder, held)
    return registrar_of(folder).verified(held)


@app.command()
def proof(
    entry: Annotated[int, typer.Argument(min=0, help="the number of the entry")],
    register: Register = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the file to write; else printed")
    ] = None,
    json: AsJson = False,
) -> None:
    """Print the receipt of an entry: the proof that it is in the log, for reading offline."""
    registrar = registrar_of(register)
    found = registrar.receipt(entry)
    if output is not None:
        output.write_text(str(found), encoding="utf-8")
        output.with_suffix(f"{output.suffix}.dsse.json").write_bytes(
            next(registrar.log.read(entry, entry + 1))
        )
        say_error(f"wrote {output}, and the entry beside it")
    elif json:
        say_json(
            {
                "index": found.index,
                "hashes": [step.hex() for step in found.hashes],
                "checkpoint": str(found.note),
            }
        )
    else:
        print(found, end="")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="a new or empty folder")],
    register: Register = HERE,
    json: AsJson = False,
) -> None:
    """Write the register as files for a web server or an auditor, with a program to verify them."""
    from stanchion.store.export import write_export

    registrar = registrar_of(register)
    quorum = registrar.account().quorum
    if quorum is None:
        say_error("there is no register to export: no charter is adopted yet")
        raise SystemExit(2)
    count = write_export(folder, registrar.kept(), quorum)
    if json:
        say_json({"folder": str(folder), "files": count})
    else:
        say(f"wrote {count} files; `python3 {folder}/verify_register.py` verifies them")
