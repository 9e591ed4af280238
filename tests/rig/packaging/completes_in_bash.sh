#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bash really completes `ampsweep`, alone and beside the bash-completion package.
# Usage: completes_in_bash.sh COMPLETION AMPSWEEP
set -u
completion=$(realpath "$1")
ampsweep=$(realpath "$2")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
mkdir my-amp 'my second amp'
touch my-rig.toml my-take.wav
bad=0

offered() {  # WORD...: what is offered for the last one, sorted, with | between
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMP_LINE="$*"
  COMP_POINT=${#COMP_LINE}
  COMPREPLY=()
  _ampsweep ampsweep "${*: -1}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>&1
  printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | sort | paste -sd'|'
}
expect() {  # OFFERED WORD...
  local want=$1 got
  shift
  got=$(offered "$@")
  [ "$got" = "$want" ] || { echo "FAILED: [$*] offers [$got], expected [$want]"; bad=1; }
}
expect_among() {  # ONE WORD...: is among what is offered, and all of that begins as typed
  local one=$1 got
  shift
  got=$(offered "$@")
  case "|$got|" in *"|$one|"*) ;; *) echo "FAILED: [$*] offers [$got] without $one"; bad=1 ;; esac
  tr '|' '\n' <<<"$got" | grep -v -- "^${*: -1}" && { echo "FAILED: [$*] offers those above"; bad=1; }
}
try_all() {
  local verbs
  verbs=$("$ampsweep" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | sort | paste -sd'|')
  [ ${#verbs} -gt 40 ] || { echo "FAILED: no verbs in --help"; bad=1; }
  expect "$verbs" ampsweep ''
  expect_among capture ampsweep ca
  expect capture ampsweep --json capt
  expect tone ampsweep analyze to
  expect_among --dry-run ampsweep capture --
  expect --dry-run ampsweep capture plan.toml --dr
  expect --json ampsweep analyze tone --js
  expect '' ampsweep verify --dry
  expect 'full|quick' ampsweep measure --suite ''
  expect full ampsweep measure --suite = fu
  expect 'full|quick' ampsweep measure --suite =
  expect 'flat|pink' ampsweep analyze multisine --shape ''
  expect 'my second amp|my-amp' ampsweep capture --out my
  expect 'my second amp|my-amp' ampsweep status my
  expect_among my-take.wav ampsweep compare my-take.wav my-t
  expect_among my-rig.toml ampsweep capture my-
  expect '' ampsweep capture plan.toml my-     # there is one plan only
  expect '' ampsweep capture --allow-correlation my-    # a number
  expect_among my-take.wav ampsweep check --through in out my-t
  expect '' ampsweep check --through in my-t
}

# shellcheck disable=SC1090
source "$completion"
complete -p ampsweep >/dev/null || { echo "FAILED: nothing completes ampsweep"; bad=1; }
try_all
if [ -r /usr/share/bash-completion/bash_completion ]; then
  source /usr/share/bash-completion/bash_completion
  echo "once more beside bash-completion"
  try_all
fi
[ $bad = 0 ] && echo "bash completes"
exit $bad
