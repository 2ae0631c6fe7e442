"""A transparency log as published formats have it: tree, checkpoints, witnesses, proofs, tiles.

RFC 6962 hashes (`merkle`), C2SP checkpoints and cosignatures (`checkpoint`), the witness policy
(`quorum`), receipts (`receipt`) and the files of an export (`tiles`). Knows nothing of releases,
reads no file; signing and verifying are functions that are passed in.
"""
