#!/bin/bash
# what-can-run must name every program that is missing and what it is needed for, and refuse in CI.
set -u
here=$(cd "$(dirname "$0")" && pwd)
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
bash=$(command -v bash)
ask() { env -i PATH="$bin" ${1:+CI="$1"} "$bash" "$here/what-can-run"; }
fail() { echo "FAILED: $1"; exit 1; }

for program in jackd jack_lsp guitarix chromium desktop-file-validate appstreamcli rsvg-convert fish \
  zsh groff man lintian simavr avr-gcc npm; do
  out=$(ask "") || fail "something missing is an error outside CI"
  grep -q "$program is not installed" <<<"$out" || fail "$program is not named as missing"
  ask true >/dev/null && fail "$program may be missing in CI"
  printf '#!/bin/sh\n' >"$bin/$program"
  chmod +x "$bin/$program"
  out=$(ask "")
  grep -q "$program is not installed" <<<"$out" && fail "$program is there and named as missing"
done
ask true | grep -q "all of them can run" || fail "nothing is missing, and still CI would stop"
echo "every missing program is named, and an error in CI"
