#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fish really completes `ampsweep`. Usage: completes_in_fish.sh COMPLETION
set -u
command -v fish >/dev/null || { echo "skipped: fish is not installed (apt-get install fish)"; exit 77; }
completion=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
export HOME=$dir
mkdir my-amp
touch my-rig.toml my-take.wav
bad=0

expect() {  # OFFERED LINE: what is offered at the end of the line, sorted, with | between
  local got
  got=$(fish --no-config -c "source $completion; complete -C \"$2\"" 2>&1 | cut -f1 | sort | paste -sd'|')
  [ "$got" = "$1" ] || { echo "FAILED: [$2] offers [$got], expected [$1]"; bad=1; }
}
expect capture 'ampsweep capt'
expect capture 'ampsweep --json capt'
expect tone 'ampsweep analyze to'
expect --dry-run 'ampsweep capture plan.toml --dr'
expect --json 'ampsweep analyze tone --js'
expect '' 'ampsweep verify --dry'
expect 'full|quick' 'ampsweep measure --suite '
expect 'flat|pink' 'ampsweep analyze multisine --shape '
expect my-amp/ 'ampsweep capture --out my'
expect my-amp/ 'ampsweep status my'
expect my-take.wav 'ampsweep analyze tone my-t'
expect '' 'ampsweep capture --allow-correlation my'  # a number
[ $bad = 0 ] && echo "fish completes"
exit $bad
