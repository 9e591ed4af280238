#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sessions on a real JACK graph while server, amp (guitarix) and servo (simulated, behind a
# pseudo-terminal) are stopped (SIGSTOP, 3 s) and killed (SIGKILL, started again after a second), N
# times each, at random moments. A session may end by itself and is then resumed, as a person would;
# it may not stand still. Every dataset is verified, and each of its takes compared with the take of
# an undisturbed session at the same setting. In real time: about 15 s a fault; needs an idle machine.
#   abused_bench.sh AMPSWEEP PASS_THROUGH SERVO_TERMINAL N DIR
# Exit: 0 nothing stuck and no wrong take, 1 not, 77 (said aloud) jackd or guitarix is missing.
set -u
ampsweep=$(realpath "$1") through=$(realpath "$2") servo=$(realpath "$3") each=$4
here=$(cd "$(dirname "$0")" && pwd)
period=${AMPSWEEP_PERIOD:-1024}
stuck_after=90     # seconds without a line of the session's own
worst_esr=0.001    # undisturbed repeats of guitarix differ by less than 1e-11
rm -rf "$5"
mkdir -p "$5"
dir=$(cd "$5" && pwd)
cd "$dir" || exit 1
RANDOM=23
server=ampsweep-abused-$$

bench() { "$here/bench-up" "$dir/bench" --through "$through" --period "$period" --server "$server" >>bench.log 2>&1; }
start_servo() { setsid "$servo" "$dir/servo" 2048 >>servo.log 2>&1 </dev/null & echo $! >servo.pid; }
pid_of() { cat "$dir/bench/$1.pid" 2>/dev/null; }
end() {
  [ -f session.pid ] && kill -9 "$(<session.pid)" 2>/dev/null
  kill -9 "$(<servo.pid)" 2>/dev/null
  "$here/bench-down" "$dir/bench"
}
bench
up=$?
[ $up -eq 0 ] || { tail -n 3 bench.log; exit $up; }
trap end EXIT
. bench/env
start_servo
sleep 0.5

cat >rig.toml <<'RIG'
name = "Abused bench"
amp = "guitarix"
licence = "CC0-1.0"
[audio]
api = "jack"
rate_hz = 48000
period_frames = 1024
outputs = [{ name = "amp", index = 1, port = "amp_amp:in_0" }, { name = "loopback", index = 2, port = "through:in" }]
inputs = [{ name = "amp", index = 1, port = "amp_fx:out_0" }, { name = "loopback", index = 2, port = "through:out" }]
[load]
kind = "none"
[safety]
output_ceiling_dbfs_peak = -1.0
[[knob]]
id = "drive"
label = "Drive"
minimum = 0
maximum = 1
role = "gain"
control = { kind = "midi", port = "amp_amp:midi_in_1", channel = 1, controller = 26, settle_ms = 800 }
[[knob]]
id = "tone"
label = "Tone, on a servo that turns nothing"
minimum = 0
maximum = 10
role = "eq"
control = { kind = "feetech", port = "SERVO", id = 1, low = 600, high = 3444, stops = [500, 3544], pot = "p16", torque_limit = 60, speed_deg_s = 90 }
RIG
sed -i "s#SERVO#$dir/servo#; s#^period_frames.*#period_frames = $period#" rig.toml
cat >plan.toml <<'PLAN'
name = "abused"
rig = "rig.toml"
seed = 5
[stimulus]
training_s = 1.0
validation_s = 0.5
sweep_s = 0.5
training_level_dbfs_peak = -12.0
[policy]
retries = 20
[design]
kind = "list"
settings = [{ drive = 0.1, tone = 2 }, { drive = 0.2, tone = 8 }, { drive = 0.3, tone = 4 }, { drive = 0.4, tone = 6 }, { drive = 0.45, tone = 3 }, { drive = 0.15, tone = 7 }]
[holdout]
validation = 1
test = 1
[order]
blocks = 2
allow_correlation = 1.0
PLAN

start_session() {  # DIR
  local how=; [ -f "$1/ledger.sqlite" ] && how=--resume
  [ -n "$how" ] || rm -rf "$1"
  "$ampsweep" capture plan.toml --out "$1" --yes $how >>session.log 2>&1 </dev/null &
  session=$!
  echo $session >session.pid
  seen=$SECONDS before=
}
alive() { kill -0 "$session" 2>/dev/null; }
stuck=0
watch_session() {  # notices a session that says nothing; true while it runs
  alive || return 1
  local now; now=$("$ampsweep" --json status "$1" 2>/dev/null | cksum; stat -c %s session.log)
  [ "$now" = "$before" ] || { before=$now seen=$SECONDS; }
  [ $((SECONDS - seen)) -lt $stuck_after ] && return 0
  stuck=$((stuck + 1))
  echo "STUCK: nothing for $stuck_after s"; tail -n 5 session.log
  kill -9 "$session"; wait "$session" 2>/dev/null
  return 1
}
complete() {  # every take of the plan is accepted, and the session that did it has ended
  "$ampsweep" --json status "$1" 2>/dev/null | tr -d ' \n' |
    grep -Eq '"takes_total":([0-9]+),"accepted":\1,'
}
wrong=0 compared=0
judge() {  # DIR: verified, and every take like the undisturbed one; kept when it is not
  local before=$wrong
  "$ampsweep" --quiet verify "$1" >verify.log 2>&1 || { wrong=$((wrong + 1)); echo "WRONG: verify $1"; tail -n 5 verify.log; }
  local take esr
  for take in calm/takes/*.wav; do
    esr=$("$ampsweep" --json compare "$1/takes/${take##*/}" "$take" | sed -n 's/.*"esr": *\([0-9.e+-]*\).*/\1/p' | head -1)
    compared=$((compared + 1))
    awk -v e="${esr:-9}" -v most=$worst_esr 'BEGIN { exit !(e <= most) }' ||
      { wrong=$((wrong + 1)); echo "WRONG: take ${take##*/} of $1 differs by ESR ${esr:-none}"; }
  done
  [ $wrong -gt $before ] || rm -rf "$1"
}

tries=0
until [ -d calm ] && complete calm; do
  start_session calm
  wait "$session"
  tries=$((tries + 1))
  [ $tries -le 5 ] || { echo "FAILED: no undisturbed session in 5 tries"; tail -n 5 session.log; exit 1; }
done
echo "undisturbed: $(ls calm/takes | wc -l) takes, $tries sessions, ${SECONDS} s"

abuse() {  # WHAT SIGNAL
  local pid; [ "$1" = servo ] && pid=$(<servo.pid) || pid=$(pid_of "$1")
  kill "-$2" "$pid"
  if [ "$2" = STOP ]; then sleep 3; kill -CONT "$pid"; return; fi
  sleep 1
  case $1 in
    jackd) "$here/bench-down" "$dir/bench"; bench ;;
    amp) "$here/bench-up" "$dir/bench" --amp-again >>bench.log 2>&1 ;;
    servo) start_servo ;;
  esac
}
faults=()
for what in jackd amp servo; do
  for signal in STOP KILL; do for ((i = 0; i < each; ++i)); do faults+=("$what $signal"); done; done
done
mapfile -t faults < <(printf '%s\n' "${faults[@]}" | shuf --random-source=<(yes 23))

sessions=0 datasets=0 done_faults=0
new_dataset() { datasets=$((datasets + 1)); data=abused-$datasets; start_session "$data"; sessions=$((sessions + 1)); }
go_on() {  # waits SECONDS, keeping a session running
  local until=$((SECONDS + $1))
  while [ $SECONDS -lt $until ]; do
    if ! watch_session "$data"; then
      wait "$session" 2>/dev/null
      if complete "$data"; then judge "$data"; new_dataset; else start_session "$data"; sessions=$((sessions + 1)); sleep 1; fi
    fi
    sleep 0.5
  done
}
new_dataset
for fault in "${faults[@]}"; do
  go_on $((4 + RANDOM % 9))
  abuse $fault
  done_faults=$((done_faults + 1))
  [ $((done_faults % 10)) -eq 0 ] && echo "${SECONDS} s: $done_faults faults, $sessions sessions, $datasets datasets, $stuck stuck, $wrong wrong"
done
last=$data end_at=$((SECONDS + 1800)) unfinished=0  # the dataset in hand, without more faults
while [ "$last" = "$data" ] && [ $SECONDS -lt $end_at ]; do go_on 2; done
[ "$last" != "$data" ] || { unfinished=1; echo "NOT FINISHED: $data, after 1800 s without a fault"; }
echo "$done_faults faults ($each each of SIGSTOP and SIGKILL of jackd, amp and servo): $sessions sessions, $datasets datasets, $compared takes compared: $stuck stuck, $wrong wrong takes"
[ $stuck -eq 0 ] && [ $wrong -eq 0 ] && [ $unfinished -eq 0 ]
