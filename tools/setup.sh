#!/bin/sh
# Makes the private environment `.venv` from hash-locked requirements: setup.sh runtime|dev
# The stamp is written last, so that a set-up that was interrupted is done again.
set -u
unset CDPATH
kind=${1:-runtime}
here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
venv=$here/.venv
lock=$here/requirements/$kind.lock
say() { printf '%s\n' "stanchion: $*" >&2; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=
if [ -n "${STANCHION_PYTHON:-}" ]; then
    if ! recent "$STANCHION_PYTHON"; then
        say "STANCHION_PYTHON is $STANCHION_PYTHON, which is not a Python 3.11 or newer that runs. Name another, or unset it to use python3."
        exit 2
    fi
    python=$STANCHION_PYTHON
else
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if recent "$candidate"; then
            python=$candidate
            break
        fi
    done
fi
if [ -z "$python" ]; then
    if command -v python3 >/dev/null 2>&1; then
        say "needs Python 3.11 or newer, and python3 here is $(python3 -V 2>&1). Install a newer one, or name it: STANCHION_PYTHON=/path/to/python3.12 ./stanchion"
    else
        say "needs Python 3.11 or newer, and there is no python3 on the PATH. Install it (Debian: apt install python3 python3-venv; macOS: brew install python), or name it: STANCHION_PYTHON=/path/to/python3"
    fi
    exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "$python has no venv module, which makes the private environment. Install it (Debian: apt install python3-venv), then start again."
    exit 2
fi

# Two first starts at once: the second waits for the first. A lock whose owner is gone, or that
# has had no owner for ten seconds, is taken over.
guard=$here/.venv.lock
waits=0
until mkdir "$guard" 2>/dev/null; do
    if ! [ -d "$guard" ] && ! [ -w "$here" ]; then
        say "cannot write in $here, where the private environment .venv belongs. Make the folder writable for the first start."
        exit 2
    fi
    owner=$(cat "$guard/pid" 2>/dev/null)
    if [ -n "$owner" ]; then
        kill -0 "$owner" 2>/dev/null || rm -rf "$guard"
    elif [ "$waits" -ge 10 ]; then
        rm -rf "$guard"
    fi
    [ -d "$guard" ] || continue
    [ "$waits" -gt 0 ] || say "another start is setting up; waiting for it"
    waits=$((waits + 1))
    sleep 1
done
echo $$ >"$guard/pid"
trap 'rm -rf "$guard"' EXIT
trap 'exit 130' INT TERM

usable() { [ -x "$venv/bin/python" ] && [ "$venv/.$1" -nt "$here/requirements/$1.lock" ]; }
usable "$kind" && exit 0

# The runtime survives a failed dev install that wrote nothing; anything half-made goes.
written() { find "$venv/lib" -type f -newer "$venv/.unfinished" ! -name '*.pyc' | head -n 1; }
fail() {
    say "$1"
    sed 's/^/    /' "$venv.log" | tail -n 12 >&2
    if usable runtime && [ -f "$venv/.unfinished" ] && [ -z "$(written)" ]; then
        rm -f "$venv/.unfinished"
    else
        rm -rf "$venv"
    fi
    rm -f "$venv.log"
    exit 2
}

say "setting up (once; under a minute) ..."
# pip takes a package that a killed install left half-written for installed: so begin anew.
if [ -f "$venv/.unfinished" ] || ! [ -f "$venv/.runtime" ] ||
    ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    rm -rf "$venv"
    "$python" -m venv "$venv" >"$venv.log" 2>&1 || fail "could not make the private environment .venv:"
fi
: >"$venv/.unfinished"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
    --no-compile --only-binary :all: --require-hashes -r "$lock" >"$venv.log" 2>&1 ||
    fail "could not install what requirements/$kind.lock names (is there a network?):"
# A relative path, so that a copied or moved repository runs its own code and not the original's.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$venv/bin/python" -c 'import os, sys; print(os.path.relpath(sys.argv[1], sys.argv[2]))' \
    "$here/src" "$site" >"$site/stanchion.pth"
# A hook of the installer's own, not needed here, that takes 9 ms of every start.
rm -f "$site/distutils-precedence.pth"
# Imports take several times as long without bytecode, and some machines never write any. The
# tests that libraries carry, a third of their modules, are never imported.
PYTHONDONTWRITEBYTECODE= "$venv/bin/python" -m compileall -q -j 0 -x '/tests/' \
    "$here/src" "$site" >/dev/null 2>&1
rm -f "$venv.log" "$venv/.unfinished"
: >"$venv/.$kind"
[ "$kind" = dev ] && : >"$venv/.runtime"
say "ready"
