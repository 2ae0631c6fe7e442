#!/bin/sh
# Clones the committed tree into an empty folder with a bare environment and does the two commands.
# Kept of the environment: how pip finds packages, and which Python is meant.
set -eu
unset CDPATH
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet "$top" "$work/a fresh clone"
cd "$work/a fresh clone"
set -- PATH="$PATH" HOME="$work" LANG=C.UTF-8
for name in $(env | sed -nE 's/^(PIP_[A-Z_]+|(HTTPS?|https?|NO|no)_(PROXY|proxy)|SSL_CERT_FILE|STANCHION_PYTHON)=.*/\1/p'); do
    eval "value=\$$name"
    set -- "$@" "$name=$value"
done
began=$(date +%s)
env -i "$@" ./stanchion >first.txt
echo "first start: $(($(date +%s) - began)) s"
began=$(date +%s)
env -i "$@" ./stanchion >second.txt
echo "second start: $(($(date +%s) - began)) s"
cmp first.txt second.txt
grep -q "WHO IS PAID" first.txt
grep -q "WHO DECIDES" first.txt
echo "fresh clone works"
