#!/usr/bin/env python3
"""Verify an exported register with nothing but this file, Python 3.11 and `cryptography`.

    python3 verify_register.py [FOLDER] [--policy FILE] [--checkpoint FILE ...]

FOLDER is the export (this file's own folder if left out). `--policy` is a witness policy that you
got from somebody else than the keeper of the register: without it the log's own word is taken for
who its witnesses are. `--checkpoint` is a checkpoint that you have kept. Exit code 0: nothing is
wrong; 1: something is; 2: it cannot be read. Whether votes make a decision by the charter's rules
takes the whole program, `stanchion register verify`.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

OURS = "https://stanchion.dev/attestation/"
REGISTER = "the register"
WIDTH = 256
NoteKey = tuple[str, bytes, int, bytes]
"""Name, id, type, key."""
Sealed = tuple[int, datetime, list[str]]
Lines = list[str]


class Unreadable(Exception):
    """A file that is not in its published form."""


def sha256(data: bytes) -> bytes:
    """The digest of the log's hashes."""
    return hashlib.sha256(data).digest()


@lru_cache(maxsize=1024)
def public_key(raw: bytes) -> Ed25519PublicKey:
    """A key, made ready once."""
    return Ed25519PublicKey.from_public_bytes(raw)


def good(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a key made a signature of a message."""
    try:
        public_key(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def unbase64(text: str) -> bytes:
    """The bytes of a text in its one right spelling."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Unreadable(f"`{text[:40]}` is not base64 in its one form")
    return raw


# ------------------------------------------------------------------ tree and files


def grown(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """The roots of full subtrees when a leaf is added (RFC 6962)."""
    while size & 1:
        leaf = sha256(b"\1" + peaks.pop() + leaf)
        size >>= 1
    peaks.append(leaf)


def root_of(peaks: list[bytes]) -> bytes:
    """The root of a tree of these full subtrees."""
    if not peaks:
        return sha256(b"")
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = sha256(b"\1" + peak + root)
    return root


def tile_path(level: str, number: int, count: int) -> str:
    """Where a tile is (C2SP tlog-tiles)."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if count == WIDTH else f".p/{count}")


def parts(folder: Path, level: str) -> Iterator[bytes]:
    """The tiles of a level as they are there, in order."""
    number = 0
    while True:
        full = folder / tile_path(level, number, WIDTH)
        if full.is_file():
            yield full.read_bytes()
            number += 1
            continue
        some = sorted(full.parent.glob(f"{full.name}.p/*"), key=lambda part: -int(part.name))
        if some:
            yield some[0].read_bytes()
        return


def entries_in(folder: Path) -> list[bytes]:
    """All entries, each after its length in its bundle."""
    found: list[bytes] = []
    for bundle in parts(folder, "entries"):
        place = 0
        while place < len(bundle):
            length = int.from_bytes(bundle[place : place + 2], "big")
            entry = bundle[place + 2 : place + 2 + length]
            if not length or len(entry) != length:
                raise Unreadable(f"the entries break off after entry {len(found) - 1}")
            found.append(entry)
            place += 2 + length
    return found


def tiles_wrong(folder: Path, leaves: list[bytes]) -> Iterator[str]:
    """Tiles that are not what the entries make of them."""
    level, hashes = 0, leaves
    while hashes:
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start : start + WIDTH]
            name = tile_path(str(level), start // WIDTH, len(part))
            path = folder / name
            there = path.read_bytes() if path.is_file() else b""
            for place, made in enumerate(part):
                if there[place * 32 : place * 32 + 32] != made:
                    span = WIDTH**level
                    first = (start + place) * span
                    last = f" to {first + span - 1}" if span > 1 else ""
                    yield f"entry {first}{last}: its hash differs from the one in {name}"
            if len(there) > 32 * len(part):
                yield f"{name}: it has more hashes than there are entries"
        for _ in range(8):
            pairs = zip(hashes[::2], hashes[1::2], strict=False)
            hashes = [sha256(b"\1" + left + right) for left, right in pairs]
        level += 1


# ------------------------------------------------------------- checkpoints, witnesses


def note_key(text: str) -> NoteKey:
    """Name, id, type and key of `name+id+base64`."""
    name, _, rest = text.partition("+")
    written, _, coded = rest.partition("+")
    raw = unbase64(coded)
    made = sha256(name.encode() + b"\n" + raw)[:4]
    if len(raw) != 33 or raw[0] not in {1, 4} or made.hex() != written:
        raise Unreadable(f"`{text[:60]}` is no key of a log or witness")
    return name, made, raw[0], raw[1:]


class Note:
    """A checkpoint and its signature lines."""

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        body, between, under = data.decode().rpartition("\n\n")
        lines = body.split("\n")
        if not between or len(lines) < 3 or not lines[1].isdigit():
            raise Unreadable(f"{where} is no checkpoint")
        self.text = body + "\n"
        self.origin, self.size, self.root = lines[0], int(lines[1]), unbase64(lines[2])
        self.lines: list[tuple[str, bytes, bytes]] = []
        for line in under.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, coded = rest.partition(" ")
            if dash != "—":
                raise Unreadable(f"{where}: `{line[:40]}` is no signature")
            raw = unbase64(coded)
            self.lines.append((name, raw[:4], raw[4:]))

    def signed(self, key: NoteKey) -> datetime | None:
        """When a witness's key signed it; for a log's key, which says no time, the first of all."""
        name, made, kind, public = key
        for found, ident, blob in self.lines:
            if (found, ident) != (name, made):
                continue
            if kind == 1 and good(public, blob, self.text.encode()):
                return datetime.min.replace(tzinfo=UTC)
            if kind == 4 and len(blob) == 72:
                seconds = int.from_bytes(blob[:8], "big")
                message = f"cosignature/v1\ntime {seconds}\n{self.text}".encode()
                if seconds < 253402300800 and good(public, blob[8:], message):
                    return datetime.fromtimestamp(seconds, tz=UTC)
        return None


class Policy:
    """A witness policy: whose cosignatures are asked for."""

    def __init__(self, text: str) -> None:
        self.log: NoteKey | None = None
        self.needs: str | None = None
        self.witnesses: dict[str, NoteKey] = {}
        self.groups: dict[str, tuple[int, list[str]]] = {}
        for line in text.splitlines():
            words = line.split()
            match words:
                case [] | ["#", *_]:
                    continue
                case ["log", key, *_]:
                    self.log = note_key(key)
                case ["witness", name, key, *_]:
                    self.witnesses[name] = note_key(key)
                case ["group", name, count, *members]:
                    counts = {"any": 1, "all": len(members)}
                    self.groups[name] = (counts.get(count) or int(count), members)
                case ["quorum", name]:
                    self.needs = None if name == "none" else name
                case _:
                    raise Unreadable(f"`{line[:60]}` is no line of a witness policy")

    def met(self, times: dict[str, datetime], name: str | None = None) -> datetime | None:
        """By when so many had cosigned; None if they have not."""
        name = name or self.needs
        if name in self.groups:
            count, members = self.groups[name]
            found = sorted(t for m in members if (t := self.met(times, m)) is not None)
            return found[count - 1] if len(found) >= count else None
        return times.get(name or "")


# -------------------------------------------------------------------------- records


class Records:
    """Signatures, keys and parties, record by record."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.decisions: list[tuple[int, str, str, str]] = []
        self.keys: dict[str, tuple[str, bytes]] = {}
        self.policy: Policy | None = None
        self.origin: str | None = None

    def add(self, index: int, entry: bytes) -> None:
        """Check one record; what is wrong is added to `faults`."""
        try:
            envelope = json.loads(entry)
            payload = unbase64(envelope["payload"])
            statement = json.loads(payload)
            kind = statement["predicateType"].removeprefix(OURS).partition("/")[0]
            said = statement["predicate"]
            self.bring_keys(kind, said)
            signers = set(self.signers(index, envelope, payload))
            own = kind in {"register-policy", "release-decision"}
            party = REGISTER if own else said["party"]
            if party not in signers:
                self.faults.append(f"entry {index}: `{party}` did not sign it")
            if said["register"] != self.origin:
                self.faults.append(f"entry {index}: it is of the register `{said['register']}`")
            if kind == "release-decision":
                name, result = statement["subject"][0]["name"], said["verificationResult"]
                self.decisions.append((index, name, said["stage"], result))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, Unreadable) as wrong:
            self.faults.append(f"entry {index}: it cannot be read ({wrong})")

    def bring_keys(self, kind: str, said: Any) -> None:
        """Take in the keys that a record brings."""
        if kind == "register-policy":
            self.adopt(said)
        elif kind == "register-key" and said["enrols"] is not None:
            raw = bytes.fromhex(said["enrols"])
            self.keys.setdefault(sha256(raw).hex(), (said["party"], raw))

    def signers(self, index: int, envelope: Any, payload: bytes) -> Iterator[str]:
        """The parties whose signatures are good (DSSE)."""
        kind = envelope["payloadType"].encode()
        message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        for signature in envelope["signatures"]:
            key, made = signature["keyid"], unbase64(signature["sig"])
            if key not in self.keys:
                self.faults.append(f"entry {index}: nobody has the key {key[:12]}…")
            elif not good(self.keys[key][1], made, message):
                self.faults.append(f"entry {index}: the signature by {key[:12]}… is not good")
            else:
                yield self.keys[key][0]

    def adopt(self, said: Any) -> None:
        """The keys and witnesses of a charter."""
        name, _, _, public = note_key(said["log"])
        self.origin = name
        self.keys[sha256(public).hex()] = (REGISTER, public)
        for key in said["keys"]:
            raw = bytes.fromhex(key["ed25519"])
            self.keys[sha256(raw).hex()] = (key["party"], raw)
        lines = [f"log {said['log']}"]
        lines += [f"witness {w['party']} {w['key']}" for w in said["witnesses"]]
        if said["quorum"]:
            members = " ".join(w["party"] for w in said["witnesses"])
            lines += [f"group quorum {said['quorum']} {members}", "quorum quorum"]
        self.policy = Policy("\n".join(lines))


def notes_wrong(
    notes: list[Note], policy: Policy | None, leaves: list[bytes]
) -> Iterator[str | Sealed]:
    """What is wrong with checkpoints; and each that a quorum cosigned: how many, when, by whom."""
    peaks: list[bytes] = []
    size = 0
    for note in sorted(notes, key=lambda note: note.size):
        if note.size > len(leaves):
            first, last = len(leaves), note.size - 1
            yield f"entries {first} to {last} are missing: {note.where} has them"
            continue
        while size < note.size:
            grown(peaks, size, leaves[size])
            size += 1
        if policy is None or policy.log is None or note.origin != policy.log[0]:
            yield f"{note.where}: it is of another log"
        elif note.signed(policy.log) is None:
            yield f"{note.where}: the log's key did not sign it"
        elif root_of(peaks) != note.root:
            yield f"one of the entries 0 to {note.size - 1}: {note.where} has another root"
        else:
            times = {n: t for n, k in policy.witnesses.items() if (t := note.signed(k)) is not None}
            at = policy.met(times)
            if at is not None:
                yield note.size, at, sorted(times)
            for name, key in policy.witnesses.items():
                if name not in times and any(line[0] == key[0] for line in note.lines):
                    yield f"{note.where}: the cosignature of {name} is not good"


def checked(folder: Path, policy: Policy | None, held: list[Path]) -> tuple[Lines, Lines, Lines]:
    """All that is wrong, what is shown (decisions first), and what cannot be."""
    entries = entries_in(folder)
    leaves = [sha256(b"\0" + entry) for entry in entries]
    records = Records()
    for index, entry in enumerate(entries):
        records.add(index, entry)
    paths = [*sorted(folder.glob("checkpoints/*")), *folder.glob("checkpoint"), *held]
    notes = [Note(path.read_bytes(), path.name) for path in paths]
    found = list(notes_wrong(notes, policy or records.policy, leaves))
    faults = [*tiles_wrong(folder, leaves), *records.faults]
    faults += [each for each in found if isinstance(each, str)]
    sealed = [each for each in found if not isinstance(each, str)]
    shows = [
        f"entry {at}: {name} to {stage}: {what}" for at, name, stage, what in records.decisions
    ]
    shows.append(f"each of the {len(entries)} entries is signed as it says")
    cannot = []
    if sealed:
        size, at, by = sealed[-1]
        when, who = at.isoformat(sep=" "), " and ".join(by)
        shows.append(f"the first {size} were not altered or removed since {when}: {who} cosigned")
        if size < len(entries):
            cannot.append(f"that the entries from {size} on will stay")
    else:
        cannot.append("that the keeper of the log did not write it anew: no quorum has cosigned it")
    cannot.append(
        "that keys were in force, votes made the decisions and the charter was kept: that takes "
        "`stanchion register verify`"
    )
    return faults, shows, cannot


def main() -> int:
    """Verify, print, and say by the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    asked = parser.parse_args()
    try:
        policy = Policy(asked.policy.read_text(encoding="utf-8")) if asked.policy else None
        faults, shows, cannot = checked(asked.folder, policy, asked.checkpoint)
    except (OSError, ValueError, Unreadable) as wrong:
        sys.stderr.write(f"cannot be read: {wrong}\n")
        return 2
    for title, lines in (("wrong", faults), ("shows", [] if faults else shows), ("cannot", cannot)):
        for line in lines:
            sys.stdout.write(f"{title}: {line}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
