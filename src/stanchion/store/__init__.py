"""Where a register is kept: the log behind a small interface, its documents, keys in files.

`log` is what every store offers, `sqlite` the one on a file of SQLite, `keys` Ed25519 by the
library `cryptography` with private keys in files of the user's choice, `registrar` what may be
added at an instant. May import `api` and below.
"""
