#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `ampsweep knob listen` over real JACK MIDI: learns the controller that a client turns, beside
# clock, sensing, notes and a jittering controller, writes it into the rig file, and gives up with
# the reason when the server is stopped. Usage: learn_a_knob.sh AMPSWEEP MIDI_SENDER DIR
# Exit 77 (said aloud) where jackd is missing.
set -u
ampsweep=$1 sender=$2 dir=$3
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$dir"
mkdir -p "$dir"
"$here/bench-up" "$dir/bench" --no-amp --server "ampsweep-learn-$$"
up=$?
[ $up -eq 0 ] || exit $up
turning=''
down() {
  kill -CONT "$(<"$dir/bench/jackd.pid")" 2>/dev/null
  # libjack's close waits for ever for a server that goes meanwhile, and ctest for whoever holds
  # this script's output: the sender has two seconds, and the server stays until it is gone.
  if [ -n "$turning" ]; then
    kill "$turning" 2>/dev/null
    for _ in $(seq 40); do kill -0 "$turning" 2>/dev/null || break; sleep 0.05; done
    kill -KILL "$turning" 2>/dev/null
    wait "$turning" 2>/dev/null
  fi
  "$here/bench-down" "$dir/bench"
}
trap down EXIT
. "$dir/bench/env"
fail() { echo "FAILED: $*"; cat "$dir"/*.out "$dir"/*.err; exit 1; }

cat >"$dir/rig.toml" <<'RIG'
name = "learn"
[audio]
api = "jack"
outputs = [{ name = "amp", index = 1, port = "system:playback_1" }]
inputs = [{ name = "amp", index = 1, port = "system:capture_1" }]
[load]
kind = "none"
[[knob]]
id = "gain"
control = { kind = "midi", port = "amp:midi", controller = 1 } # mine
RIG
cp "$dir/rig.toml" "$dir/before.toml"

"$ampsweep" --quiet knob "$dir/rig.toml" listen gain --seconds 1 --port nobody \
  >"$dir/nobody.out" 2>"$dir/nobody.err"
[ $? -eq 3 ] || fail "a port that is not there was not refused"

"$sender" pedal 5 23 >"$dir/sender.out" 2>"$dir/sender.err" &
turning=$!
for _ in $(seq 100); do jack_lsp 2>/dev/null | grep -qxF pedal:out && break; sleep 0.05; done
"$ampsweep" --json --quiet knob "$dir/rig.toml" listen gain --seconds 12 --write \
  >"$dir/learn.out" 2>"$dir/learn.err" || fail "listen gave exit code $?"
cat "$dir/learn.out"
grep -q '"port": "pedal:out"' "$dir/learn.out" || fail "the port is not named"
sed 's/controller = 1 }/controller = 23, channel = 5, low = 0, high = 127 }/' "$dir/before.toml" |
  cmp - "$dir/rig.toml" || fail "the rig file is not what was learned"

kill -STOP "$(<"$dir/bench/jackd.pid")"
timeout 20 "$ampsweep" --quiet knob "$dir/rig.toml" listen --seconds 10 \
  >"$dir/hung.out" 2>"$dir/hung.err"
code=$?
kill -CONT "$(<"$dir/bench/jackd.pid")"
[ $code -eq 3 ] || fail "a stopped server gave exit code $code"
cat "$dir/hung.err"

# The same while listening: the server stops under way.
"$ampsweep" knob "$dir/rig.toml" listen --seconds 60 >"$dir/lost.out" 2>"$dir/lost.err" &
listening=$!
for _ in $(seq 100); do grep -q "controller 11" "$dir/lost.err" && break; sleep 0.1; done
kill -STOP "$(<"$dir/bench/jackd.pid")"
SECONDS=0
wait $listening
code=$?
kill -CONT "$(<"$dir/bench/jackd.pid")"
[ $code -eq 3 ] && [ $SECONDS -lt 15 ] || fail "a server that stopped gave exit code $code after $SECONDS s"
grep -q "runs no periods" "$dir/lost.err" || fail "the reason is not told"
echo "learned, written, and a stopped server told within its time"
