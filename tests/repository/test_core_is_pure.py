"""The core does no input or output, and asks neither clock nor chance: they are arguments."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "stanchion"
CORE = ("exact", "source", "charter", "economics", "control", "conflict", "release", "api")

MODULES = frozenset(
    {
        "asyncio", "getpass", "glob", "http", "logging", "multiprocessing", "os", "pathlib",
        "platform", "random", "secrets", "select", "shutil", "signal", "socket", "sqlite3", "ssl",
        "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid",
    }
)  # fmt: skip
BUILTINS = frozenset({"breakpoint", "eval", "exec", "input", "open", "print", "__import__"})
ATTRIBUTES = frozenset({"now", "today", "utcnow"})  # of `datetime` and `date`
CLOCKS = frozenset({"date", "datetime"})
CHANCE = frozenset({"default_rng", "seed"})  # of `numpy.random`; a generator is an argument
# What `sys` says of the language and not of the process.
HARMLESS = frozenset({"sys.maxsize", "sys.float_info", "sys.set_int_max_str_digits"})


def impurities(text: str) -> list[str]:
    """What a module does that the core may not do, as `line: what`."""
    return [f"{line}: {what}" for line, what in found(ast.parse(text))]


def found(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    if forbidden(name.name):
                        yield node.lineno, f"import {name.name}"
            case ast.ImportFrom(module=str(module), names=names):
                for name in names:
                    full = f"{module}.{name.name}"
                    if full not in HARMLESS and (forbidden(module) or forbidden(full)):
                        yield node.lineno, f"from {module} import {name.name}"
            case ast.Call(func=ast.Name(id=name)) if name in BUILTINS:
                yield node.lineno, f"{name}()"
            case ast.Attribute(attr=attr, value=value) if attr in ATTRIBUTES and clock(value):
                yield node.lineno, f"{ast.unparse(node)}"
            case ast.Attribute(attr=attr, value=ast.Attribute(attr="random")) if attr in CHANCE:
                yield node.lineno, f"{ast.unparse(node)}"


def forbidden(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:count]) in MODULES for count in range(1, len(parts) + 1))


def clock(value: ast.expr) -> bool:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in CLOCKS
        case _:
            return False


@pytest.mark.parametrize("package", CORE)
def test_a_package_of_the_core_is_pure(package: str) -> None:
    folder = SOURCE / package
    if not folder.is_dir():
        pytest.skip("no such package yet")
    assert {
        str(path.relative_to(SOURCE)): faults
        for path in sorted(folder.rglob("*.py"))
        if (faults := impurities(path.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize(
    "text",
    [
        "import os.path",
        "from pathlib import Path",
        "from urllib import request",
        "from sys import stdin",
        "def f():\n    import time",
        "print(1)",
        "text = open('a').read()",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import numpy as np\nx = np.random.default_rng()",
    ],
)
def test_the_check_finds(text: str) -> None:
    assert len(impurities(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import date, datetime",
        "from urllib.parse import quote",
        "from io import StringIO",
        "from sys import maxsize",
        "x = clock.now",
        "def open_seats(n): return n",
    ],
)
def test_the_check_lets_pass(text: str) -> None:
    assert impurities(text) == []
