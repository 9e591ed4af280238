#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sessions whose output nobody reads any more, as when Ctrl-C ends `tee` first; whose terminal was
# closed (with nohup they go on, without it they are stopped as by Ctrl-C); that STOP over MIDI ends.
#   session_ends.sh AMPSWEEP PASS_THROUGH MIDI_SENDER SERVO_TERMINAL DIR
# The simulated bench runs no hooks and hears no MIDI: those are tried on a JACK server. Exit 77 (said
# aloud) without.
set -u
ampsweep=$(realpath "$1") through=$(realpath "$2") sender=$(realpath "$3") servo=$(realpath "$4")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/wire_rig.sh"
rm -rf "$5"
mkdir -p "$5/config/ampsweep"
dir=$(cd "$5" && pwd)
cd "$dir" || exit 1
export XDG_CONFIG_HOME=$dir/config
fail() { echo "FAILED: $*"; tail -n 5 "$dir"/*.log; exit 1; }

plan() {  # SECONDS of training sound in each of six takes
  cat <<PLAN
name = "nobody"
rig = "$2"
seed = 5
[stimulus]
training_s = $1
validation_s = 0.5
sweep_s = 0.5
[design]
kind = "list"
settings = [{ gain = 2 }, { gain = 4 }, { gain = 6 }, { gain = 8 }]
[order]
blocks = 1
allow_correlation = 1.0
PLAN
}
# The tables say what the ledger says, and every take is there.
status() { "$ampsweep" --json status "$1" 2>/dev/null | tr -d ' \n'; }
complete() { status "$1" | grep -Eq '"running":false,"takes_total":([0-9]+),"accepted":\1,.*"tables_current":true'; }
well_ended() {  # DIR: with takes missing
  status "$1" | grep -q '"running":false,.*"tables_current":true' && ! complete "$1" &&
    "$ampsweep" status "$1" | tail -n 3 | grep -q session_end
}
until_accepted() {  # DIR: its first take; more are to come
  for _ in $(seq 1200); do
    status "$1" | grep -Eq '"accepted":[1-9]' && return
    sleep 0.05
  done
  fail "no take of $1 was accepted"
}
# DIR SIGNAL PID CAPTURE...: sends it in mid-session (PID 0: to the session itself); leaves the exit
# code in `code`.
interrupted() {
  local data=$1 signal=$2 pid=$3
  shift 3
  rm -rf "$data"
  "$@" --out "$data" &
  local session=$!
  until_accepted "$data"
  [ "$pid" -ne 0 ] || pid=$session
  kill "-$signal" "$pid"
  wait $session
  code=$?
}

wire_rig simulated >rig.toml
plan 1.0 rig.toml >plan.toml

# Both streams into a reader that has gone before the first line, and one that goes after it.
for reader in true "head -n 1"; do
  for json in "" --json; do
    rm -rf piped
    { "$ampsweep" $json capture plan.toml --out piped 2>&1; echo $? >code; } | $reader >/dev/null
    [ "$(<code)" -eq 0 ] || fail "| $reader $json: exit code $(<code)"
    complete piped || fail "| $reader $json: the dataset is not complete"
  done
done
# What only tells ends as if it had been read to the end.
"$ampsweep" --quiet report --json piped 2>tells.log | true
tells=${PIPESTATUS[0]}
[ "$tells" -eq 0 ] && [ ! -s tells.log ] || fail "report | true: exit code $tells"

# A closed terminal is STOP, and one that went away under nohup is nothing.
plan 20.0 rig.toml >long.toml
interrupted closed HUP 0 "$ampsweep" --quiet capture long.toml 2>closed.log
[ "$code" -eq 130 ] && well_ended closed || fail "a closed terminal: exit code $code"
interrupted nohup HUP 0 nohup "$ampsweep" --quiet capture plan.toml >nohup.log 2>&1
[ "$code" -eq 0 ] && complete nohup || fail "nohup: exit code $code"
echo "simulated: complete without a reader and with nohup, stopped by a closed terminal"

"$here/bench-up" "$dir/bench" --no-amp --through "$through" --server "ampsweep-ends-$$"
up=$?
[ $up -eq 0 ] || exit $up
pedal=''
setsid "$servo" "$dir/servo" 2048 >servo.log 2>&1 </dev/null &
turner=$!
down() {  # the server last: libjack's close waits for ever for one that goes meanwhile
  if [ -n "$pedal" ]; then
    kill "$pedal" 2>/dev/null
    for _ in $(seq 40); do kill -0 "$pedal" 2>/dev/null || break; sleep 0.05; done
    kill -KILL "$pedal" 2>/dev/null
    wait "$pedal" 2>/dev/null
  fi
  kill "$turner" 2>/dev/null
  "$here/bench-down" "$dir/bench"
}
trap down EXIT
. "$dir/bench/env"
cat >config/ampsweep/hooks.toml <<TOML
[[hook]]
on = ["started", "parked", "stopped", "finished", "failed"]
run = ["/bin/sh", "-c", 'echo "\$AMPSWEEP_EVENT" >>"\$1"', "hook", "$dir/told"]
TOML
wire_rig jack ', port = "through:in"' ', port = "through:out"' |
  sed -e 's/^rate_hz/loopback_direct = true\n&/' -e '/^control/d' >jack.toml
cat >>jack.toml <<RIG
control = { kind = "feetech", port = "$dir/servo", id = 1, low = 600, high = 3444, stops = [500, 3544], pot = "p16", torque_limit = 60, speed_deg_s = 90 }
RIG
printf '[calibration]\nloopback_offset_samples = 1024\n' >>jack.toml
plan 20.0 jack.toml >jack_plan.toml
# In freewheel: beside other work, takes in real time mute themselves.
# Ctrl-C, when the reader has gone before: `capture ... 2>&1 | tee night.log`.
piped() { exec "$@" > >(exec head -n 1 >/dev/null) 2>&1; }
interrupted jack INT 0 piped "$ampsweep" capture jack_plan.toml --yes --freewheel
[ "$code" -eq 130 ] && well_ended jack || fail "JACK: exit code $code"
[ "$(tr '\n' ' ' <told)" = "started stopped " ] || fail "the hooks were told: $(tr '\n' ' ' <told)"
echo "JACK: stopped without a reader, and the hook was told"

# STOP over MIDI: refused while its pedal is not there, then pressed in mid-session.
sed '/^\[safety\]/a stop = { port = "pedal:out", channel = 5, controller = 23 }' jack.toml >pedal.toml
plan 20.0 pedal.toml >pedal_plan.toml
rm -f told
"$ampsweep" --quiet capture pedal_plan.toml --yes --out pedal 2>missing.log
[ $? -eq 3 ] && grep -q 'The STOP of \[safety\]' missing.log || fail "a STOP that is not there was not refused"
"$sender" pedal 5 23 later >sender.log 2>&1 &
pedal=$!
for _ in $(seq 100); do jack_lsp 2>/dev/null | grep -qxF pedal:out && break; sleep 0.05; done
interrupted pedal USR1 $pedal "$ampsweep" --quiet capture pedal_plan.toml --yes --freewheel 2>pedal.log
[ "$code" -eq 130 ] && well_ended pedal || fail "STOP over MIDI: exit code $code"
[ "$(tail -n 1 told)" = stopped ] || fail "the hooks were told: $(tr '\n' ' ' <told)"
"$ampsweep" --json status pedal | grep -q '"accepted": [1-5],' || fail "STOP over MIDI came too early or late"
sqlite3 pedal/ledger.sqlite .dump 2>/dev/null | grep -q 'STOP is heard on MIDI port' ||
  ! command -v sqlite3 >/dev/null || fail "the ledger does not say that STOP was heard"
echo "JACK: stopped over MIDI, refused where its pedal is not there"
