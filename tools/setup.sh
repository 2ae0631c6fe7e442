#!/bin/sh
# Makes the private environment `.venv` from hash-locked requirements: setup.sh runtime|dev
# The stamp is written last, so that a set-up that was interrupted is done again.
set -u
kind=${1:-runtime}
here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
venv=$here/.venv
lock=$here/requirements/$kind.lock
say() { printf '%s\n' "stanchion: $*" >&2; }

python=
for candidate in ${STANCHION_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
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

# Two first starts at once: the second waits for the first. A lock whose owner is gone is taken over.
guard=$here/.venv.lock
until mkdir "$guard" 2>/dev/null; do
    owner=$(cat "$guard/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
        rm -rf "$guard"
        continue
    fi
    [ -n "${waited:-}" ] || say "another start is setting up; waiting for it"
    waited=1
    sleep 1
done
echo $$ >"$guard/pid"
trap 'rm -rf "$guard"' EXIT
trap 'exit 130' INT TERM
[ "$venv/.$kind" -nt "$lock" ] && exit 0

fail() {
    say "$1"
    sed 's/^/    /' "$venv.log" | tail -n 12 >&2
    rm -rf "$venv" "$venv.log"
    exit 2
}

say "setting up (once; about half a minute) ..."
if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    rm -rf "$venv"
    "$python" -m venv "$venv" >"$venv.log" 2>&1 || fail "could not make the private environment .venv:"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
    --only-binary :all: --require-hashes -r "$lock" >"$venv.log" 2>&1 ||
    fail "could not install what requirements/$kind.lock names (is there a network?):"
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$here/src" >"$site/stanchion.pth"
# Imports take several times as long without bytecode, and some machines never write any.
PYTHONDONTWRITEBYTECODE= "$venv/bin/python" -m compileall -q -j 0 "$here/src" "$site" >/dev/null 2>&1
rm -f "$venv.log"
: >"$venv/.$kind"
[ "$kind" = dev ] && : >"$venv/.runtime"
say "ready"
