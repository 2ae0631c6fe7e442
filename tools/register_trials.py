"""How a register bears what happens to it: writers killed, records and files changed, tails cut.

    python tools/register_trials.py [--appends 10000] [--changes 10000] [--seed 1]

Prints figures; the suite runs the same trials in small.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from stanchion.cli.northlight import Play
from stanchion.exact.errors import StanchionError
from stanchion.release.log.checkpoint import Note, NoteSignature
from stanchion.release.log.errors import Malformed
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.release.log.quorum import Quorum
from stanchion.release.log.receipt import read_receipt
from stanchion.release.records.verification import Kept, Verification, verified
from stanchion.store.errors import BrokenRegister
from stanchion.store.export import files_of, verified_export, write_export
from stanchion.store.keys import verify, verify_all
from stanchion.store.registrar import Registrar
from stanchion.store.sqlite import SqliteLog

# ------------------------------------------------------------------------ writers


def appending(folder: Path, name: str, *, count: int, batch: int) -> str:
    """A program that adds entries and says after each append how many it has added."""
    return f"""
from pathlib import Path
from stanchion.store.sqlite import SqliteLog
log = SqliteLog(Path({str(folder)!r}))
for first in range(0, {count}, {batch}):
    log.append([f"{name} {{n}}".encode() for n in range(first, min(first + {batch}, {count}))])
    print(min(first + {batch}, {count}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Killed:
    """What became of a register whose writers were killed again and again."""

    appends: int
    kills: int
    lost: int
    torn: int


def killed_while_appending(folder: Path, *, appends: int, seed: int) -> Killed:
    """Kill writers at random moments until so many appends were made."""
    chance = random.Random(seed)
    place = folder / "killed"
    SqliteLog.begun(place, origin="trial.example/log").close()
    made = kills = lost = torn = 0
    said: list[bytes] = []
    while made < appends:
        name = f"w{kills}"
        batch = chance.choice((1, 1, 1, 3, 20))
        program = appending(place, name, count=60_000, batch=batch)
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            os.kill(writer.pid, signal.SIGKILL)
            lines = [first, *writer.stdout.readlines()]
        whole = [line for line in lines if line.endswith(b"\n")]
        acknowledged = int(whole[-1]) if whole else 0
        said += [f"{name} {n}".encode() for n in range(acknowledged)]
        found = prefix_of(place, None)
        torn += found is False
        entries = entries_in(place)
        mine = [entry for entry in entries if entry.startswith(f"{name} ".encode())]
        lost += sum(1 for n in range(acknowledged) if mine[n : n + 1] != [f"{name} {n}".encode()])
        torn += len(mine) % batch != 0
        kills += 1
        made += len(mine) // batch
    kept = set(entries_in(place))
    lost += sum(1 for entry in said if entry not in kept)
    return Killed(made, kills, lost, torn)


@dataclass(frozen=True, slots=True)
class Together:
    """What became of a register to which several wrote at once."""

    writers: int
    appends: int
    lost: int
    torn: int
    turns: int


def written_together(folder: Path, *, appends: int, writers: int = 2, batch: int = 2) -> Together:
    """Let writers add entries at once, so many appends together, as quickly as each can.

    `turns` counts how often one writer's append follows another's.
    """
    place = folder / "together"
    SqliteLog.begun(place, origin="trial.example/log").close()
    each = appends // writers
    programs = [appending(place, f"w{n}", count=each * batch, batch=batch) for n in range(writers)]
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
        for program in programs
    ]
    failed = sum(process.wait() != 0 for process in running)
    entries = entries_in(place)
    lost = torn = 0
    for n in range(writers):
        mine = [entry for entry in entries if entry.startswith(f"w{n} ".encode())]
        expected = [f"w{n} {number}".encode() for number in range(each * batch)]
        lost += sum(1 for at, entry in enumerate(expected) if mine[at : at + 1] != [entry])
    parts = [entries[start : start + batch] for start in range(0, len(entries), batch)]
    torn += sum(len({entry.split()[0] for entry in part}) != 1 for part in parts)
    torn += failed + (prefix_of(place, None) is False)
    names = [part[0].split()[0] for part in parts]
    turns = sum(one != other for one, other in pairwise(names))
    return Together(writers, len(parts), lost, torn, turns)


def entries_in(folder: Path) -> list[bytes]:
    """All entries of a log."""
    log = SqliteLog(folder)
    found = list(log.read())
    log.close()
    return found


def prefix_of(folder: Path, entries: Sequence[bytes] | None) -> int | bool:
    """How many entries a log has that is whole (and begins those given); False if it is not."""
    try:
        log = SqliteLog(folder)
        found = list(log.read())
    except BrokenRegister:
        return False
    whole = log.head().frontier == Frontier().with_leaves(map(leaf_hash, found))
    log.close()
    if not whole or (entries is not None and found != list(entries[: len(found)])):
        return False
    return len(found)


# ------------------------------------------------------------------------- changes


@dataclass(frozen=True, slots=True)
class Played:
    """The register of the play, with a checkpoint that somebody else has kept."""

    kept: Kept
    quorum: Quorum
    registrar: Registrar
    held: Note


def played(folder: Path) -> Played:
    """The first act of `stanchion demo release`, its checkpoint held by an outsider."""
    play = Play(folder)
    for _ in (*play.begun(), *play.to_a_few(), play.cosigned("2026-02-18 18:00")):
        pass
    registrar = play.registrar
    quorum = registrar.account().quorum
    assert quorum is not None
    held = registrar.last_note()
    return Played(registrar.kept(), quorum, registrar, held)


def found_in(kept: Kept) -> Verification:
    """What verification finds."""
    return verified(kept, verify=verify, verify_all=verify_all).verification


@dataclass(frozen=True, slots=True)
class Change:
    """A changed register, and the entries of which one must be named (None: any fault will do)."""

    what: str
    kept: Kept
    names: range | None


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one changed, taken away or added."""
    place = chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            return data[:place] + data[place + 1 :]
        case 1:
            return data[:place] + bytes([chance.randrange(256)]) + data[place:]
        case _:
            other = data[place] ^ chance.randrange(1, 256)
            return data[:place] + bytes([other]) + data[place + 1 :]


def change(of: Played, chance: random.Random) -> Change:
    """A random change of a logical record, of hashes, signatures, documents, or of the tail."""
    kept = of.kept
    entries, leaves = list(kept.entries), list(kept.leaves or ())
    at = chance.randrange(len(entries))
    one = range(at, at + 1)
    match chance.randrange(9):
        case 0 | 1:
            entries[at] = flipped(entries[at], chance)
            return Change("an entry", replace(kept, entries=tuple(entries)), one)
        case 2:
            entries[at] = flipped(entries[at], chance)
            leaves[at] = leaf_hash(entries[at])
            made = replace(kept, entries=tuple(entries), leaves=tuple(leaves))
            return Change("an entry and the hash kept of it", made, one)
        case 3:
            leaves[at] = bytes(chance.randrange(256) for _ in range(32))
            return Change("a hash", replace(kept, leaves=tuple(leaves)), one)
        case 4:
            count = chance.randrange(1, len(entries))
            left = len(entries) - count
            made = _only(of, entries[:left])
            return Change("the tail cut off", made, range(left, len(entries)))
        case 5:
            other = (at + chance.randrange(1, len(entries))) % len(entries)
            entries[at], entries[other] = entries[other], entries[at]
            made = _only(of, entries)
            return Change("two entries in each other's place", made, range(len(entries)))
        case 6:
            del entries[at]
            return Change("an entry taken out", _only(of, entries), range(at, len(entries) + 1))
        case 7:
            return Change("a signed checkpoint", _with_bent_note(kept, chance), None)
        case _:
            digest, content = chance.choice(sorted(kept.documents.items()))
            bent = {**kept.documents, digest: flipped(content, chance)}
            return Change("a document", replace(kept, documents=bent), range(1))


def _only(of: Played, entries: list[bytes]) -> Kept:
    """The register as its keeper could write it anew, with hashes, before a held checkpoint."""
    leaves = tuple(map(leaf_hash, entries))
    root = Frontier().with_leaves(leaves).root
    return Kept(tuple(entries), leaves, (), of.kept.documents, (of.held,), root)


def _with_bent_note(kept: Kept, chance: random.Random) -> Kept:
    notes = list(kept.notes)
    at = chance.randrange(len(notes))
    note = notes[at]
    if chance.randrange(2):
        line = chance.randrange(len(note.signatures))
        lines = list(note.signatures)
        old = lines[line]
        bent = bytearray(old.blob)
        bent[chance.randrange(len(bent))] ^= chance.randrange(1, 256)
        lines[line] = NoteSignature(old.name, old.key_id, bytes(bent))
        notes[at] = Note(note.checkpoint, tuple(lines))
    else:
        root = bytes(chance.randrange(256) for _ in range(32))
        notes[at] = Note(replace(note.checkpoint, root=root), note.signatures)
    return replace(kept, notes=tuple(notes))


def missed(of: Played, *, changes: int, seed: int) -> Iterator[tuple[str, str | None]]:
    """Each change by its kind; with what was missed, if verification did not find or name it."""
    chance = random.Random(seed)
    for _ in range(changes):
        made = change(of, chance)
        found = found_in(made.kept)
        if found.sound:
            yield made.what, "not found"
        elif made.names is not None and not any(_named(f, made.names) for f in found.faults):
            yield made.what, f"not named: {[str(f) for f in found.faults]}"
        else:
            yield made.what, None


def _named(fault: object, names: range) -> bool:
    entry, last = getattr(fault, "entry", None), getattr(fault, "last", None)
    return entry is not None and (entry in names or (last or entry) in names)


def files_missed(of: Played, folder: Path, *, changes: int, seed: int) -> Iterator[str | None]:
    """Random changes of exported files; what was missed."""
    chance = random.Random(seed)
    out = folder / "export"
    write_export(out, of.kept, of.quorum)
    names = sorted(name for name, _ in files_of(of.kept, of.quorum))
    for _ in range(changes):
        path = out / chance.choice(names)
        was = path.read_bytes()
        if chance.randrange(10) == 0:
            path.unlink()
        else:
            path.write_bytes(flipped(was, chance))
        try:
            sound = verified_export(out).verification.sound
        except (StanchionError, OSError):
            sound = False
        yield f"{path.name} was changed and not found" if sound else None
        path.write_bytes(was)


def receipts_missed(of: Played, *, changes: int, seed: int) -> Iterator[str | None]:
    """Random changes of receipts, and receipts held to other entries; what was missed."""
    chance = random.Random(seed)
    for _ in range(changes):
        at = chance.randrange(len(of.kept.entries))
        text = str(of.registrar.receipt(at)).encode()
        bent = flipped(text, chance)
        try:
            receipt = read_receipt(bent)
        except Malformed:
            yield None
            continue
        good = len(list(receipt.note.signed_by(of.quorum.log, verify))) > 0
        cosigned = of.quorum.met_at(of.quorum.times(receipt.note, verify)) is not None
        shows = receipt.shows(of.kept.entries[at])
        yield "a changed receipt was taken" if shows and good and cosigned else None


def main() -> None:
    """Run all trials and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--appends", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        done = killed_while_appending(folder, appends=asked.appends, seed=asked.seed)
        print(
            f"kill -9: {done.appends:,} appends, writers killed {done.kills:,} times: "
            f"{done.lost} acknowledged entries lost, {done.torn} torn "
            f"({time.perf_counter() - began:.0f} s)"
        )
        began = time.perf_counter()
        both = written_together(folder, appends=asked.appends)
        print(
            f"{both.writers} writers at once: {both.appends:,} appends, {both.turns:,} times one "
            f"after the other's: {both.lost} entries lost, {both.torn} torn "
            f"({time.perf_counter() - began:.0f} s)"
        )
        of = played(folder)
        began = time.perf_counter()
        kinds: dict[str, list[str]] = {}
        for what, fault in missed(of, changes=asked.changes, seed=asked.seed):
            kinds.setdefault(what, []).extend([fault] if fault else [""])
        for what, faults in sorted(kinds.items()):
            bad = [fault for fault in faults if fault]
            print(f"changed: {what}: {len(faults):,} times, {len(bad)} missed {bad[:2] or ''}")
        print(f"  ({time.perf_counter() - began:.0f} s)")
        for title, trial in (
            ("exported files", files_missed(of, folder, changes=asked.changes // 5, seed=1)),
            ("receipts", receipts_missed(of, changes=asked.changes // 5, seed=1)),
        ):
            faults = list(trial)
            bad = [fault for fault in faults if fault]
            print(f"changed: {title}: {len(faults):,} times, {len(bad)} missed {bad[:2] or ''}")


if __name__ == "__main__":
    main()
