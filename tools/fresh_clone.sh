#!/bin/sh
# Clones the committed tree into an empty folder with a bare environment and does the two commands.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet "$top" "$work/a fresh clone"
cd "$work/a fresh clone"
bare() {
    env -i PATH="$PATH" HOME="$work" LANG=C.UTF-8 ${PIP_CERT:+PIP_CERT="$PIP_CERT"} \
        ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} \
        ${PIP_FIND_LINKS:+PIP_FIND_LINKS="$PIP_FIND_LINKS"} \
        ${PIP_CONFIG_FILE:+PIP_CONFIG_FILE="$PIP_CONFIG_FILE"} "$@"
}
began=$(date +%s)
bare ./stanchion >first.txt
echo "first start: $(($(date +%s) - began)) s"
began=$(date +%s)
bare ./stanchion >second.txt
echo "second start: $(($(date +%s) - began)) s"
cmp first.txt second.txt
grep -q "WHO IS PAID" first.txt
grep -q "WHO DECIDES" first.txt
echo "fresh clone works"
