#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on a real audio graph: jackd, an amp nobody here wrote, its knobs on MIDI CC. Captures
# one plan twice, with the loopback through a client and port to port, verifies, reports, and judges
# the data. Usage: capture_an_amp.sh AMPSWEEP PASS_THROUGH CHECKS BROWSER_TEST DIR
# Exit 77 (said aloud) where jackd or guitarix is missing.
set -u
ampsweep=$1 through=$2 checks=$3 browser=$4 dir=$5
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

rm -rf "$dir"
mkdir -p "$dir/rigs" "$dir/plans"
"$here/bench-up" "$dir/bench" --through "$through" --server "ampsweep-capture-$$"
up=$?
[ $up -eq 0 ] || exit $up
trap '"$here/bench-down" "$dir/bench"' EXIT
. "$dir/bench/env"

step() { echo "== ${SECONDS} s: $*"; "$@" || { echo "FAILED ($?): $*"; exit 1; }; }
for wiring in through direct; do
  sed -e 's/rigamp_/amp_/g' -e 's/settle_ms = 300/settle_ms = 800/' "$root/fixtures/rigs/jack-guitarix-$wiring.toml" >"$dir/rigs/$wiring.toml"
  # A dozen settings with little music: a test of the bench, not a training set.
  sed -e "s#^rig = .*#rig = \"../rigs/$wiring.toml\"#" -e 's#^training_s = .*#training_s = 2.0#' \
    -e 's#^validation_s = .*#validation_s = 1.0#' -e 's#^sweep_s = .*#sweep_s = 3.0#' \
    -e 's#^count = .*#count = 4#' -e 's#^validation = .*#validation = 1#' \
    -e 's#^test = .*#test = 1#' -e 's#^blocks = .*#blocks = 2#' \
    "$root/fixtures/plans/guitarix.toml" >"$dir/plans/$wiring.toml"
done

# In freewheel throughout: on a machine whose host takes its processors away for 20 ms at a time, a
# check in real time rightly finds xruns. The amp's own MIDI thread may be late even so: the sound of
# the two plays then differs, which is rightly refused too.
patiently() { "$@" || { echo "again: $*"; "$@"; } || { echo "again: $*"; "$@"; }; }
step patiently "$ampsweep" --quiet check "$dir/rigs/through.toml" --freewheel
# A session on an unmeasured port-to-port loopback must be refused: it would be a period off.
"$ampsweep" --quiet capture "$dir/plans/direct.toml" --freewheel --out "$dir/never" 2>"$dir/refused"
[ $? -eq 3 ] && grep -q -- --offset "$dir/refused" || { echo "FAILED: an unmeasured offset was not refused"; exit 1; }
step patiently "$ampsweep" --quiet check "$dir/rigs/direct.toml" --freewheel --offset --through through:in through:out
grep -Eq '^loopback_offset_samples = 1024(\.0*)?$' "$dir/rigs/direct.toml" || {
  echo "FAILED: the offset is not one period"; grep -A3 calibration "$dir/rigs/direct.toml"; exit 1; }

# Whoever is not in the room is told.
mkdir -p "$dir/config/ampsweep"
export XDG_CONFIG_HOME=$dir/config
cat >"$dir/config/ampsweep/hooks.toml" <<TOML
[[hook]]
on = ["started", "parked", "stopped", "finished", "failed"]
run = ["/bin/sh", "-c", 'echo "\$AMPSWEEP_EVENT \$AMPSWEEP_TAKES_DONE/\$AMPSWEEP_TAKES_TOTAL" >>"\$1"', "hook", "$dir/told"]
TOML
for wiring in through direct; do
  step "$ampsweep" --quiet capture "$dir/plans/$wiring.toml" --freewheel --out "$dir/$wiring"
  step "$ampsweep" --quiet verify "$dir/$wiring"
done
sed 's#/.*##; s# .*##' "$dir/told" | sort | uniq -c | tr -s ' \n' ' ' | grep -qx ' 2 finished 2 started ' || {
  echo "FAILED: the hooks were told:"; cat "$dir/told"; exit 1; }
step "$ampsweep" --quiet report "$dir/through"
step "$checks" "$dir/through" "$dir/direct"
step "$ampsweep" --quiet measure "$dir/rigs/through.toml" --set drive=0.25,pregain=-6 --level-dbfs-peak -18 --freewheel --out "$dir/measured"
step "$ampsweep" --quiet verify "$dir/measured"
echo "== the report in a browser"
"$browser" "$dir/through" 9
page=$?
[ $page -eq 0 ] || [ $page -eq 77 ] || exit 1
[ $page -eq 0 ] || echo "SKIPPED: the report was not opened in a browser: apt-get install chromium"
