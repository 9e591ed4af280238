#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# report_in_browser.sh DATASET_DIR [CHARTS]
#
# Opens DATASET_DIR/report/index.html in headless Chromium, offline, and fails when the page logs
# anything, when one of its charts shows no ink where its points are, or when fewer than CHARTS
# (default 5) were drawn. The page counts for itself (rig/report/assets/ready.js).
# Exit: 0 good, 1 bad page, 2 usage, 77 no Chromium here.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: $0 DATASET_DIR [CHARTS]" >&2
  exit 2
fi
page=$(realpath -- "$1/report/index.html") || { echo "FAIL: $1 holds no report" >&2; exit 1; }
[ -f "$page" ] || { echo "FAIL: $page is missing" >&2; exit 1; }
wanted=${2:-5}

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  echo "SKIPPED: no Chromium here; apt-get install chromium to look at reports" >&2
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
url=$(python3 -c 'import pathlib, sys; print(pathlib.Path(sys.argv[1]).as_uri())' "$page")
# The proxy leads nowhere: a page that asked for anything outside would log a failed request.
timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync \
  --proxy-server=127.0.0.1:9 --user-data-dir="$scratch/profile" --window-size=1400,3000 \
  --virtual-time-budget=20000 --enable-logging=stderr --v=0 \
  --dump-dom "$url#selfcheck" >"$scratch/dom" 2>"$scratch/log" ||
  { echo "FAIL: the browser did not open $page" >&2; tail -5 "$scratch/log" >&2; exit 1; }

fail() {
  echo "FAIL: $1" >&2
  grep CONSOLE "$scratch/log" >&2 || true
  exit 1
}
attribute() { # of the <html> element
  sed -n "s/.*<html[^>]* data-$1=\"\([^\"]*\)\".*/\1/p" "$scratch/dom" | head -n 1
}
grep -q '<html[^>]* data-charts=' "$scratch/dom" || fail "the page's script did not come to its end"
grep -q CONSOLE "$scratch/log" && fail "the page logged something"
[ "$(attribute errors)" = 0 ] || fail "the page met $(attribute errors) errors"
[ -z "$(attribute blank)" ] || fail "blank charts: $(attribute blank)"
charts=$(attribute charts)
[ "$charts" -ge "$wanted" ] || fail "only $charts charts were drawn, $wanted wanted"
echo "OK: $charts charts drawn, none blank, nothing logged"
