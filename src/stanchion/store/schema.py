"""The tables of a register on SQLite: strict, and only ever added to.

A trigger each for UPDATE and DELETE refuses; entries come in order without a gap. That keeps honest
programs honest: whoever can write the file can drop a trigger, and is found by the hashes.
"""

APPLICATION_ID = 0x5374616E  # "Stan"
VERSION = 1

GROWS_ONLY = "a register only grows"

TABLES = {
    "register": """
        CREATE TABLE register (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            origin TEXT NOT NULL
        ) STRICT""",
    "entries": """
        CREATE TABLE entries (
            place INTEGER PRIMARY KEY,
            entry BLOB NOT NULL CHECK (length(entry) BETWEEN 1 AND 65535),
            leaf BLOB NOT NULL CHECK (length(leaf) = 32),
            peaks BLOB CHECK (length(peaks) % 32 = 0)
        ) STRICT""",
    "notes": """
        CREATE TABLE notes (
            number INTEGER PRIMARY KEY,
            size INTEGER NOT NULL,
            note TEXT NOT NULL
        ) STRICT""",
    "documents": """
        CREATE TABLE documents (
            sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
            content BLOB NOT NULL
        ) STRICT""",
}


def triggers() -> dict[str, str]:
    """The triggers by name: nothing is changed or deleted, and entries leave no gap."""
    made = {}
    for table in TABLES:
        for what in ("UPDATE", "DELETE"):
            name = f"{table}_no_{what.lower()}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{GROWS_ONLY}'); END"
            )
    made["entries_in_order"] = (
        "CREATE TRIGGER entries_in_order BEFORE INSERT ON entries "
        "WHEN NEW.place <> (SELECT coalesce(max(place), -1) + 1 FROM entries) "
        "BEGIN SELECT RAISE(ABORT, 'entries leave no gap'); END"
    )
    for table, key in (("notes", "number"), ("documents", "sha256"), ("register", "one")):
        name = f"{table}_once"
        made[name] = (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN NEW.{key} IN (SELECT {key} FROM {table}) "
            f"BEGIN SELECT RAISE(ABORT, '{GROWS_ONLY}'); END"
        )
    return made


def statements() -> dict[str, str]:
    """All that makes up the file, by name, as SQLite keeps its text."""
    return {name: sql.strip() for name, sql in {**TABLES, **triggers()}.items()}
