#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The window on the real JACK bench, with a real pointer and keyboard: live levels, the check, a
# capture of a third-party amp whose hand-turned knob is confirmed with the space bar, the dataset, a
# take heard on a monitor, and closing during a session.
#   window_jack.sh AMPSWEEP PASS_THROUGH ASK_TO_CLOSE DIR [PICTURES]
# Exit: 0 good, 1 failed, 77 no X server, pointer, jackd or amp here.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
ampsweep=$(realpath "$1") through=$(realpath "$2") ask_to_close=$(realpath "$3")
rm -rf "$4"
mkdir -p "$4/rigs" "$4/plans" "$4/home/.config/ampsweep"
dir=$(realpath "$4")
. "$here/window.sh"
window_needs
"$here/bench-up" "$dir/bench" --through "$through" --server "ampsweep-window-$$"
up=$?
[ $up -eq 0 ] || exit $up
on_exit='close_window; "$here/bench-down" "$dir/bench"'
trap "$on_exit" EXIT
. "$dir/bench/env"
fail() {
  shot failed 2>/dev/null
  echo "FAIL: $1 (picture: $dir/failed.png)" >&2
  exit 1
}
accepted() { "$ampsweep" --json status "$1" 2>/dev/null | grep -o '"accepted": *[0-9]*' | grep -o '[0-9]*$'; }
has_accepted() { [ "$(accepted "$1")" -ge "$2" ] 2>/dev/null; }

# One knob more, of which the rig knows only what a person says.
sed 's/rigamp_/amp_/g' "$root/fixtures/rigs/jack-guitarix-through.toml" >"$dir/rigs/rig.toml"
cat >>"$dir/rigs/rig.toml" <<'TOML'
[[knob]]
id = "bright"
label = "Bright (by hand)"
positions = ["off", "on"]
control = { kind = "manual" }
TOML
cat >"$dir/plans/plan.toml" <<'TOML'
name = "from the window"
rig = "../rigs/rig.toml"
[stimulus]
training_s = 1.0
validation_s = 0.5
sweep_s = 1.0
training_level_dbfs_peak = -12.0
sweep_level_dbfs_peak = -18.0
[design]
kind = "list"
settings = [{ drive = 0.1, treble = 0.5, pregain = -3, bright = 0 }, { drive = 0.3, treble = 0.5, pregain = -3, bright = 1 }]
[reference]
setting = { drive = 0.2, treble = 0.5, pregain = -3, bright = 0 }
[order]
blocks = 1
allow_correlation = 1.0
TOML
cat >"$dir/home/.config/ampsweep/window.json" <<JSON
{"schema": "ampsweep-window-1", "rig": "$dir/rigs/rig.toml", "plan": "$dir/plans/plan.toml",
 "out": "$dir/data", "dark": true, "monitor": "jack:system:playback_1"}
JSON

# A question dims what lies behind it: it is answered as a person does, when it is there.
confirm_until() {  # seconds, command...
  local until=$((SECONDS + $1)); shift
  until "$@"; do
    [ $SECONDS -lt $until ] || return 1
    if is_dimmed; then
      [ -f "$shots/jack-question.png" ] || shot jack-question
      key space
    fi
    sleep 0.3
  done
}
open_window "$ampsweep" "$dir"
sleep 1
take_brightness
click 235 335   # Listen in
sleep 2
shot jack-rig
click 894 186   # Check the bench
confirm_until 120 grep -q '^loopback_gain_db' "$dir/rigs/rig.toml" || fail "the check did not pass"
sleep 2
shot jack-check

key ctrl+5
sleep 0.5
click 232 228   # Capture
data="$dir/data/from the window"
confirm_until 60 test -f "$data/ledger.sqlite" || fail "the capture did not start"
confirm_until 240 has_accepted "$data" 4 || fail "the capture was not completed"
sleep 3
shot jack-captured
"$ampsweep" --quiet verify "$data" >"$dir/verify.txt" || { cat "$dir/verify.txt" >&2; exit 1; }
[ -f "$shots/jack-question.png" ] || fail "nobody was asked to turn the knob"

# A take on a monitor that is no output of the rig.
key ctrl+7
sleep 1
click 400 240   # a take
sleep 2
click 366 420   # Hear it
heard() { jack_lsp -c system:playback_1 2>/dev/null | grep -q ampsweep; }
wait_for 10 heard || fail "nothing plays on the monitor"
sleep 1
shot jack-heard
key Escape
not_heard() { ! heard; }
wait_for 5 not_heard || fail "STOP did not end the sound"

# Closing during a session asks; Stop and close leaves a dataset that resumes.
key ctrl+5
click 300 165   # the folder's name
xdotool key ctrl+a sleep 0.2
text "$dir/data/closed"
click 232 228
confirm_until 60 has_accepted "$dir/data/closed" 1 || fail "the second capture did not start"
"$ask_to_close" "$(xdotool search --name '^Ampsweep$' | head -1)" || fail "the window was not asked"
sleep 1
shot jack-closing
kill -0 "$window" 2>/dev/null || fail "the window closed without a question"
click 502 398   # Stop the session and close
window_gone() { ! kill -0 "$window" 2>/dev/null; }
wait_for 15 window_gone || fail "the window did not close"
wait "$window"
window_exit=$?
window=
[ "$window_exit" = 0 ] || fail "the window ended with $window_exit, not 0"
"$ampsweep" --quiet status "$dir/data/closed" || fail "the stopped dataset cannot be read"
if [ $# -gt 4 ]; then
  for picture in jack-rig jack-question; do cp "$dir/$picture.png" "$5/window-$picture.png"; done
fi
echo "window on JACK: levels, check, capture with a hand-turned knob, monitor, closing; pictures in $dir"
