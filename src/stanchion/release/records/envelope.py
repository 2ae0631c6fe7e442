"""A statement with its signatures: the envelope that the log holds, byte for byte.

Source: DSSE v1 (payload and its type are signed, not the JSON around them); in-toto Statement v1.
"""

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterable
from hashlib import sha256

from stanchion.exact.record import record
from stanchion.release.log.base64 import from_base64, to_base64
from stanchion.release.log.checkpoint import Sign, Verify
from stanchion.release.log.errors import Malformed
from stanchion.release.records.canonical import read_json
from stanchion.release.records.codec import is_sha256
from stanchion.release.records.errors import NoRecord

PAYLOAD_TYPE = "application/vnd.in-toto+json"
MOST_SIGNATURES = 64


@record(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature and the id of its key."""

    key: str
    made: bytes


@record(frozen=True, slots=True)
class Signer:
    """A public key (32 bytes) with the function that signs for it."""

    public: bytes
    sign: Sign

    @property
    def key(self) -> str:
        """The id of the key."""
        return key_id(self.public)


@record(frozen=True, slots=True)
class Envelope:
    """A payload and those who signed it."""

    payload: bytes
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The entry of the log."""
        listed = ",".join(
            f'{{"keyid":"{s.key}","sig":"{to_base64(s.made)}"}}' for s in self.signatures
        )
        # neither base64 nor hexadecimal nor the type has a character that JSON escapes
        return (
            f'{{"payload":"{to_base64(self.payload)}","payloadType":"{PAYLOAD_TYPE}",'
            f'"signatures":[{listed}]}}'
        ).encode()

    def signed_by(self, signer: Signer) -> "Envelope":
        """The envelope with one more signature."""
        made = Signature(signer.key, signer.sign(signed_bytes(self.payload)))
        return Envelope(self.payload, (*self.signatures, made))

    def bad_signatures(self, keys: dict[str, bytes], verify: Verify) -> tuple[str, ...]:
        """The ids of keys that are not known, or whose signature is not good."""
        message = signed_bytes(self.payload)
        return tuple(
            s.key
            for s in self.signatures
            if s.key not in keys or not verify(keys[s.key], s.made, message)
        )


def key_id(public: bytes) -> str:
    """The id by which envelopes name a key: SHA-256 of its 32 bytes."""
    return sha256(public).hexdigest()


def signed_bytes(payload: bytes) -> bytes:
    """What a signature is of (PAE of DSSE)."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def enveloped(payload: bytes, signers: Iterable[Signer]) -> Envelope:
    """A payload signed by each of the signers."""
    message = signed_bytes(payload)
    return Envelope(payload, tuple(Signature(s.key, s.sign(message)) for s in signers))


_SIGNED = re.compile(
    rb'\{"payload":"([A-Za-z0-9+/=]+)","payloadType":"'
    + re.escape(PAYLOAD_TYPE).encode()
    + rb'","signatures":\[\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{86}==)"\}\]\}'
)
"""An entry that one key signed, as nearly all are."""


def read_envelope(data: bytes) -> Envelope:
    """An entry of the log; raises NoRecord unless it is in its one form."""
    plain = _SIGNED.fullmatch(data)
    if plain is not None:
        try:
            payload, made = a2b_base64(plain[1]), a2b_base64(plain[3])
        except NotBase64:
            return _read_with_care(data)
        found = Envelope(payload, (Signature(plain[2].decode(), made),))
        if found.data == data:
            return found
    return _read_with_care(data)


def _read_with_care(data: bytes) -> Envelope:
    """An entry in any spelling that JSON has, so that what is wrong with it can be said."""
    match read_json(data):
        case {"payload": str(payload), "payloadType": str(kind), "signatures": [*listed]}:
            if kind != PAYLOAD_TYPE:
                raise NoRecord(f"its payload is of the type `{kind[:60]}`")
            try:
                found = Envelope(
                    from_base64(payload, "the payload"), tuple(_signature(s) for s in listed)
                )
            except Malformed as wrong:
                raise NoRecord(str(wrong)) from None
        case _:
            raise NoRecord("it is no envelope with `payload`, `payloadType` and `signatures`")
    if not 0 < len(found.signatures) <= MOST_SIGNATURES:
        raise NoRecord(f"it has {len(found.signatures)} signatures")
    if len({s.key for s in found.signatures}) != len(found.signatures):
        raise NoRecord("one key has signed it twice")
    if found.data != data:
        raise NoRecord("its JSON is not in the canonical form")
    return found


def _signature(listed: object) -> Signature:
    match listed:
        case {"keyid": str(key), "sig": str(made)} if is_sha256(key):
            raw = from_base64(made, "a signature")
            if len(raw) == 64:
                return Signature(key, raw)
    raise NoRecord("a signature is a `keyid` (a SHA-256) and the 64 bytes of a `sig`")
