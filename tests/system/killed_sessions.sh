#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Kills simulated sessions at random moments and resumes them until they are complete: takes, labels
# and splits must be those of a session nobody touched, byte for byte. The bench is free of noise, so
# that a second attempt sounds like the first. About a second a kill.
#   killed_sessions.sh AMPSWEEP KILLS DIR [SEED]
# Exit: 0 equal, 1 not.
set -u
ampsweep=$(realpath "$1")
. "$(dirname "$0")/wire_rig.sh"
kills=$2
rm -rf "$3"
mkdir -p "$3"
cd "$3" || exit 1
RANDOM=${4:-17}
wire_rig simulated >rig.toml
cat >plan.toml <<'PLAN'
name = "killed"
rig = "rig.toml"
seed = 5
[stimulus]
training_s = 1.0
validation_s = 1.0
sweep_s = 1.0
[design]
kind = "list"
settings = [{ gain = 2 }, { gain = 4 }, { gain = 6 }, { gain = 8 }, { gain = 9 }, { gain = 3 }]
[holdout]
validation = 1
test = 1
[order]
blocks = 2
allow_correlation = 1.0
PLAN
capture() { "$ampsweep" --quiet capture plan.toml --out "$1" --yes "${@:2}"; }
# What a trainer reads: sounds by their hash, and of every take its files, split, purpose and label.
trained_on() {
  (cd "$1" && sha256sum input.wav takes/*.wav && cut -d, -f1-5,9-12 metadata.csv)
}

started=$SECONDS
capture whole >/dev/null || exit 1
length=$((SECONDS - started + 1))
trained_on whole >whole.txt
takes=$(find whole/takes -name '*.wav' | wc -l)
killed=0
finished=0
while [ "$killed" -lt "$kills" ]; do
  # A dataset whose making was cut off is begun again.
  how=; [ -d part/takes ] && [ ! -e part/.creating ] && how=--resume
  "$ampsweep" --quiet capture plan.toml --out part --yes $how >/dev/null 2>log &  # no function: $! is it
  session=$!
  # Within 0.4 of what a whole session takes: each step is reached by way of the ones before it.
  sleep "$(awk -v most="$length" -v r=$RANDOM 'BEGIN { printf "%.3f", 0.4 * most * r / 32768 }')"
  if kill -9 $session 2>/dev/null; then killed=$((killed + 1)); fi
  wait $session 2>/dev/null
  ended=$?
  if "$ampsweep" --json status part 2>/dev/null | grep -q "\"accepted\": $takes,"; then
    # Killed after its last take: the tables are behind the ledger until somebody resumes.
    [ $ended -eq 0 ] || capture part --resume >/dev/null 2>log || { cat log; exit 1; }
    trained_on part >part.txt
    cmp -s whole.txt part.txt || { diff whole.txt part.txt | head; echo "NOT equal after $killed kills"; exit 1; }
    finished=$((finished + 1))
    echo "$killed of $kills kills, $finished datasets equal so far" >&2
    rm -rf part
  elif [ -e part ] && [ ! -e part/ledger.sqlite ]; then
    rm -rf part  # killed before there was a dataset
  fi
done
[ -d part ] && { capture part --resume >/dev/null || { cat log; exit 1; }; trained_on part >part.txt; cmp whole.txt part.txt || exit 1; }
echo "$killed kills, $finished datasets finished between them, all equal to one nobody touched"
