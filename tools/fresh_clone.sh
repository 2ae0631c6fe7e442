#!/bin/sh
# Clones the committed tree into an empty folder with a bare environment and does the two commands
# there: ./stanchion, then ./check with the arguments given here (none: all that CI runs).
# Kept of the environment: how pip finds packages, and which Python is meant.
set -eu
unset CDPATH
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet "$top" "$work/a fresh clone"
cd "$work/a fresh clone"
bare() {
    env -i PATH="$PATH" HOME="$work" LANG=C.UTF-8 sh -c '. "$0"; exec "$@"' "$work/kept" "$@"
}
env | sed -nE "s/'/'\\\\''/g; s/^(PIP_[A-Z_]+|(HTTPS?|https?|NO|no)_(PROXY|proxy)|SSL_CERT_FILE|STANCHION_PYTHON)=(.*)/export \1='\4'/p" >"$work/kept"
began=$(date +%s)
bare ./stanchion >first.txt
echo "first start: $(($(date +%s) - began)) s"
began=$(date +%s)
bare ./stanchion >second.txt
echo "second start: $(($(date +%s) - began)) s"
cmp first.txt second.txt
grep -q "WHO IS PAID" first.txt
grep -q "WHO DECIDES" first.txt
began=$(date +%s)
bare ./check "$@"
echo "check: $(($(date +%s) - began)) s"
echo "fresh clone works"
