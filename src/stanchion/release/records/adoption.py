"""A charter as the register adopts it: its digest, and the keys and witnesses that it names."""

from datetime import datetime

from stanchion.charter.model import Charter
from stanchion.charter.release import Release
from stanchion.release.log.checkpoint import KeyType, NoteKey
from stanchion.release.log.quorum import Group, Quorum
from stanchion.release.records.entries import log_key, public_key
from stanchion.release.records.errors import Inadmissible
from stanchion.release.records.statements import (
    Digest,
    PartyKey,
    PolicyAdopted,
    Statement,
    Subject,
    WitnessKey,
)


def adoption(charter: Charter, sha256: str, *, name: str, at: datetime) -> Statement:
    """The record by which a charter is adopted; raises Inadmissible where it names no log."""
    release = charter.release
    what = f"the charter `{name}`"
    if release is None or release.log is None or release.log.ed25519 is None:
        raise Inadmissible(what, "it has no `release:` with a `log:`, its `origin:` and `ed25519:`")
    public = public_key(release.log.ed25519)
    if public is None:
        raise Inadmissible(what, "the key of its log is not 32 bytes in hexadecimal")
    said = PolicyAdopted(
        register=release.log.origin,
        time=at,
        log=str(NoteKey(release.log.origin, public)),
        witnesses=tuple(_witnesses(release)),
        quorum=None if release.witness_quorum is None else int(release.witness_quorum.value),
        keys=tuple(
            PartyKey(
                str(party),
                key.ed25519,
                None if key.since is None else key.since.start,
                None if key.until is None else key.until.start,
            )
            for party, keys in release.keys.items()
            for key in keys
        ),
    )
    return Statement(Subject(name, Digest(sha256)), said)


def _witnesses(release: Release) -> list[WitnessKey]:
    found = []
    for name, witness in release.witnesses.items():
        public = None if witness.ed25519 is None else public_key(witness.ed25519)
        if public is not None:
            key = NoteKey(witness.named or str(name), public, KeyType.COSIGNATURE)
            found.append(WitnessKey(str(witness.party), str(key)))
    return found


def quorum_of(said: PolicyAdopted) -> Quorum | None:
    """Whose cosignatures the charter asks for; None where the log's key cannot be read."""
    log = log_key(said.log)
    if log is None:
        return None
    keys = {item.party: key for item in said.witnesses if (key := log_key(item.key)) is not None}
    if not keys or not said.quorum or said.quorum > len(keys):
        return Quorum(log, keys, {}, None)
    return Quorum(log, keys, {"quorum": Group(said.quorum, tuple(keys))}, "quorum")
