#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A new user's path in the window, with a real pointer and keyboard: first start, the simulated
# bench, its plan, a capture, the dataset verified and its report; then STOP and closing in a second
# session. Takes the pictures of docs/window.md on the way.
#   window_first_capture.sh AMPSWEEP DIR [PICTURES]
# Exit: 0 good, 1 failed, 77 no X server or pointer here.
set -u
here=$(cd "$(dirname "$0")" && pwd)
ampsweep=$(realpath "$1")
rm -rf "$2"
mkdir -p "$2"
dir=$(realpath "$2")
. "$here/window.sh"
fail() {
  shot failed 2>/dev/null
  echo "FAIL: $1 (picture: $dir/failed.png)" >&2
  exit 1
}
accepted() { "$ampsweep" --json status "$1" 2>/dev/null | grep -o '"accepted": *[0-9]*' | grep -o '[0-9]*$'; }
has_accepted() { [ "$(accepted "$1")" -ge "$2" ] 2>/dev/null; }
remembers() { grep -q "$1" "$dir/home/.config/ampsweep/window.json" 2>/dev/null; }

open_window "$ampsweep" "$dir"
shot first-start
click 284 208   # Try it on the simulated bench
wait_for 20 remembers demo.toml || fail "the simulated bench was not chosen"
sleep 1
shot plan
key ctrl+1
xdotool mousemove 640 690 sleep 0.5
shot rig
click 894 179   # Check the bench
sleep 4
shot check
key ctrl+2
xdotool mousemove 253 210 sleep 0.2 mousedown 1 sleep 0.2 mousemove_relative -- 0 -60 sleep 0.3 mouseup 1 sleep 1
shot knobs
key ctrl+3
shot signal
key ctrl+5
shot capture-before
click 222 196   # Capture
data=$dir/home/ampsweep/demo
wait_for 30 test -f "$data/ledger.sqlite" || fail "the capture did not start"
wait_for 120 has_accepted "$data" 4 || fail "no takes come"
shot capture
wait_for 600 has_accepted "$data" 36 || fail "the capture was not completed"
sleep 3
shot captured
key ctrl+7
sleep 1
shot dataset
key ctrl+9
sleep 1
click 238 287   # analyze delay
xdotool mousemove 640 690
sleep 1
shot tools
close_window
[ "$window_exit" = 130 ] || fail "the window ended with $window_exit, not 130"
"$ampsweep" --quiet verify "$data" >"$dir/verify.txt" || { cat "$dir/verify.txt" >&2; exit 1; }

# It remembers; a session is stopped by key, closing during one leaves a dataset that resumes.
open_window "$ampsweep" "$dir"
key ctrl+5
click 300 165   # the folder's name
xdotool key ctrl+a sleep 0.2
text "$dir/home/again"
click 222 196
wait_for 60 has_accepted "$dir/home/again" 1 || fail "the second capture did not start"
key Escape
sleep 3
count=$(accepted "$dir/home/again")
[ "$count" -lt 36 ] || fail "STOP came too late to show anything"
sleep 3
[ "$(accepted "$dir/home/again")" = "$count" ] || fail "takes went on after STOP"
shot stopped
close_window
"$ampsweep" --quiet status "$dir/home/again" || fail "the stopped dataset cannot be read"
if [ $# -gt 2 ]; then
  for picture in first-start plan rig knobs signal capture dataset tools; do
    cp "$dir/$picture.png" "$3/window-$picture.png"
  done
fi
echo "window: first capture, verify, STOP and resume seen; pictures in $dir"
