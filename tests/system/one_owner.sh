#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two programs at one bench: while a session plays into an amp and turns its knob over MIDI, no other
# may play into it (the levels would add up) or turn it (the labels would be wrong).
#   one_owner.sh AMPSWEEP PASS_THROUGH MIDI_RECEIVER DIR
# On a JACK server; exit 77 (said aloud) without.
set -u
ampsweep=$(realpath "$1") through=$(realpath "$2") receiver=$(realpath "$3")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/wire_rig.sh"
rm -rf "$4"
mkdir -p "$4/config/ampsweep"
dir=$(cd "$4" && pwd)
cd "$dir" || exit 1
export XDG_CONFIG_HOME=$dir/config
fail() { echo "FAILED: $*"; tail -n 5 "$dir"/*.log; exit 1; }

"$here/bench-up" "$dir/bench" --no-amp --through "$through" --server "ampsweep-owner-$$"
up=$?
[ $up -eq 0 ] || exit $up
. "$dir/bench/env"
"$receiver" plugged >heard.log & hears=$!
down() {  # the server last: libjack's close waits for ever for one that goes meanwhile
  kill "$hears" 2>/dev/null
  for _ in $(seq 40); do kill -0 "$hears" 2>/dev/null || break; sleep 0.05; done
  kill -KILL "$hears" 2>/dev/null
  wait "$hears" 2>/dev/null
  "$here/bench-down" "$dir/bench"
}
trap down EXIT
for _ in $(seq 100); do jack_lsp 2>/dev/null | grep -qxF plugged:in && break; sleep 0.05; done

wire_rig jack ', port = "through:in"' ', port = "through:out"' |
  sed -e 's/^rate_hz/loopback_direct = true\n&/' -e '/^control/d' >rig.toml
cat >>rig.toml <<'RIG'
control = { kind = "midi", port = "plugged", channel = 1, controller = 20 }
[calibration]
loopback_offset_samples = 1024
RIG
cat >plan.toml <<'PLAN'
name = "owner"
rig = "rig.toml"
seed = 5
[stimulus]
training_s = 20.0
validation_s = 0.5
sweep_s = 0.5
[design]
kind = "list"
settings = [{ gain = 2 }, { gain = 4 }]
[order]
blocks = 1
allow_correlation = 1.0
PLAN
# The first session ends as by Ctrl-C once the others were refused: nothing here waits for takes.
"$ampsweep" --quiet capture plan.toml --yes --out first 2>first.log & session=$!
for _ in $(seq 400); do  # until it has the amp and has turned its knob
  ! grep -q "^176" heard.log && kill -0 $session 2>/dev/null || break
  sleep 0.05
done
grep -q "^176" heard.log || fail "the session turned no knob"

refused() {  # NAME WORDS COMMAND...: with exit code 3, by the words and the owner's number
  local name=$1 words=$2
  shift 2
  "$@" >"$name.log" 2>&1
  local code=$?
  kill -0 $session || fail "$name: the session ended before it"
  [ $code -eq 3 ] && grep -q "$words" "$name.log" && grep -q "process $session, another" "$name.log" ||
    fail "$name: exit code $code"
}
refused turn 'MIDI port "plugged:in" is used by' "$ampsweep" knob rig.toml set gain 9
refused play 'through:in is played into by' "$ampsweep" --quiet capture plan.toml --yes --out second
kill -INT $session
wait $session
code=$?
[ $code -eq 130 ] || fail "the session, stopped: exit code $code"
! grep -q "^176 20 114$" heard.log || fail "the refused command turned the knob"
"$ampsweep" knob rig.toml set gain 9 >after.log 2>&1 || fail "refused when nobody plays any more"
sleep 0.2  # the receiver writes what it heard
grep -q "^176 20 114$" heard.log || fail "the knob was not turned"
echo "one owner: a second session and a turned knob were refused, and taken afterwards"
