# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: a window on a display of its own, with a pointer, a keyboard and a camera.
#   open_window AMPSWEEP DIR    1280x720; HOME and settings in DIR; exit 77 where a program is missing
#   click X Y    key NAME    text WORDS    shot NAME    wait_for SECONDS COMMAND...    close_window
# The person's pictures are DIR/NAME.png. close_window ends the program as a session's end does.

need() {  # program, Debian package
  command -v "$1" >/dev/null && return
  echo "SKIPPED: $1 is not installed: apt-get install $2" >&2
  exit 77
}

window_needs() {
  need Xvfb xvfb
  need xdotool xdotool
  need import imagemagick
}

open_window() {
  local ampsweep=$1
  shots=$2
  window_needs
  mkdir -p "$shots/home"
  Xvfb -displayfd 3 -screen 0 1280x720x24 3>"$shots/display" 2>"$shots/xvfb.log" &
  xvfb=$!
  trap "${on_exit:-close_window}" EXIT  # a script with more to put away says so beforehand
  wait_for 10 grep -sqE '^[0-9]+$' "$shots/display" || { echo "FAIL: no X server" >&2; exit 1; }
  DISPLAY=:$(<"$shots/display")
  export DISPLAY
  HOME=$(realpath "$shots/home") XDG_CONFIG_HOME=$(realpath "$shots/home")/.config \
    LIBGL_ALWAYS_SOFTWARE=1 "$ampsweep" gui >"$shots/window.log" 2>&1 &
  window=$!
  wait_for 20 xdotool search --name '^Ampsweep$' >/dev/null 2>&1 ||
    { echo "FAIL: no window" >&2; cat "$shots/window.log" >&2; exit 1; }
  sleep 1
}

close_window() {  # may be called again
  if [ -n "${window:-}" ]; then
    kill -TERM "$window" 2>/dev/null
    wait "$window"
    window_exit=$?
    window=
  fi
  [ -z "${xvfb:-}" ] || { kill "$xvfb" 2>/dev/null; wait "$xvfb" 2>/dev/null; xvfb=; }
}

click() { xdotool mousemove "$1" "$2" sleep 0.15 click 1 sleep 0.35; }
key() { xdotool key "$1" sleep 0.4; }
text() { xdotool type --delay 30 "$1"; sleep 0.3; }
shot() { import -window root "$shots/$1.png"; }
# The list of rooms, where nothing is written: dark while a question stands before the window.
brightness() { import -window root -crop 1x1+80+620 -depth 8 txt:- | grep -o '([0-9.,]*)' | tail -1 | tr -d '()' | cut -d, -f1 | cut -d. -f1; }
take_brightness() { undimmed=$(brightness); }
is_dimmed() { [ "$(brightness)" -lt $((undimmed * 8 / 10)) ] 2>/dev/null; }
wait_for() {  # seconds, command...
  local tries=$(($1 * 10)); shift
  until "$@"; do
    tries=$((tries - 1)); [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}
