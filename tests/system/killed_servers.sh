#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# JACK's registry has eight places and a killed server keeps its own. bench-down must free the place
# of a server that was killed, and bench-up must come up after eight runs that were killed whole.
# Usage: killed_servers.sh DIR
set -u
dir=$1
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$dir"
mkdir -p "$dir"
trap '"$here/bench-free"' EXIT
bench_with_a_killed_server() {
  "$here/bench-up" "$dir/$1" --no-amp --server "ampsweep-killed-$$-$1" >/dev/null
  local up=$?
  [ $up -ne 77 ] || exit 77
  [ $up -eq 0 ] || { echo "FAILED: bench $1 did not come up"; exit 1; }
  kill -KILL "$(<"$dir/$1/jackd.pid")"
}

bench_with_a_killed_server down
"$here/bench-down" "$dir/down"
if grep -aq "ampsweep-killed-$$-down:" /dev/shm/jack-shm-registry; then
  echo "FAILED: bench-down left the name of a killed server in the registry"
  exit 1
fi
for i in 1 2 3 4 5 6 7 8 9; do bench_with_a_killed_server "$i"; done
echo "nine killed servers in eight places"
