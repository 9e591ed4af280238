#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Kills simulated sessions at random moments and resumes them until they are complete: settings,
# labels and splits must be those of a session nobody touched, and every take, byte for byte, what
# the bench makes of its number and attempt. The bench's noise, hum and dither are functions of
# (seed, take, attempt), so an attempt that a kill cut off is followed by one that sounds unlike it;
# what attempt k of each take is comes from a session that lost attempts 1 to k - 1 to xruns and was
# never killed. About a second a kill.
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
deepest=30  # attempts a take has had; xruns may cost as many

rig() {  # rig FIRST: attempts before FIRST are lost
  wire_rig simulated
  cat <<'RIG'
amp = "saturator"
noise_dbfs_rms = -90
hum_dbfs_peak = -90
drift_ppm = 0.01
quantise_24bit = true
RIG
  for ((attempt = 1; attempt < $1; attempt++)); do
    printf '[[simulated.fault]]\nkind = "xrun"\ntake = -1\nattempt = %d\nat_s = 0.2\n' $attempt
  done
}

plan() {  # plan RIG
  cat <<PLAN
name = "killed"
rig = "$1"
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
[policy]
retries = $deepest
PLAN
}

capture() { "$ampsweep" --quiet capture "$1.toml" --out "$2" --yes "${@:3}"; }
# take, attempt, SHA-256 of the aligned file as it is on the disk, sorted.
sounds() {
  (cd "$1" && tail -n +2 metadata.csv | while IFS=, read -r file _ _ _ take attempt _; do
    echo "$take $attempt $(sha256sum <"$file")"
  done | sort -n)
}
# What a trainer reads beside them: per take its files, split, purpose, take, block and label.
labels() { (cd "$1" && sha256sum input.wav && cut -d, -f1-5,8-12 metadata.csv); }

# The sounds of attempt K of every take, made when first asked for.
untouched() {
  [ -e "untouched-$1.txt" ] && return
  rig "$1" >"rig-$1.toml"
  plan "rig-$1.toml" >"plan-$1.toml"
  capture "plan-$1" "untouched-$1" 2>log || { cat log; return 1; }
  sounds "untouched-$1" >"untouched-$1.txt"
  labels "untouched-$1" >"labels-$1.txt"
  [ "$1" -eq 1 ] || rm -rf "untouched-$1"
  [ "$(cut -d' ' -f2 "untouched-$1.txt" | sort -u)" = "$1" ] || { echo "no session of attempts $1"; return 1; }
  cmp -s labels-1.txt "labels-$1.txt" || { echo "attempts $1 have other labels"; return 1; }
}

equal() {  # equal DATASET
  labels "$1" >labels.txt
  cmp -s labels-1.txt labels.txt || { diff labels-1.txt labels.txt | head; return 1; }
  sounds "$1" >sounds.txt
  for attempt in $(cut -d' ' -f2 sounds.txt | sort -un); do
    untouched "$attempt" || return 1
    [ "$attempt" -le "$most" ] || most=$attempt
  done
  expected=$(sort -n untouched-*.txt | grep -cxF -f sounds.txt)
  compared=$((compared + takes))
  again=$((again + $(grep -cv '^[0-9]* 1 ' sounds.txt)))
  [ "$expected" -eq "$takes" ] || { sort -n untouched-*.txt | grep -vxF -f - sounds.txt; return 1; }
}

started=$SECONDS
most=1 compared=0 again=0
untouched 1 || exit 1
length=$((SECONDS - started + 1))
takes=$(find untouched-1/takes -name '*.wav' | wc -l)
# Noise that is no function of the attempt would make the rest of this pass for nothing.
untouched 2 || exit 1
! cut -d' ' -f3 untouched-2.txt | grep -qxF -f - <(cut -d' ' -f3 untouched-1.txt) ||
  { echo "attempts 1 and 2 of a take sound the same"; exit 1; }

killed=0
finished=0
part_done() {
  equal part || { echo "NOT equal after $killed kills"; exit 1; }
  finished=$((finished + 1))
  echo "$killed of $kills kills, $finished datasets equal so far" >&2
  rm -rf part
}
while [ "$killed" -lt "$kills" ]; do
  # A dataset whose making was cut off is begun again.
  how=; [ -d part/takes ] && [ ! -e part/.creating ] && how=--resume
  "$ampsweep" --quiet capture plan-1.toml --out part --yes $how >/dev/null 2>log &  # no function: $! is it
  session=$!
  # Within 0.4 of what a whole session takes: each step is reached by way of the ones before it.
  sleep "$(awk -v most="$length" -v r=$RANDOM 'BEGIN { printf "%.3f", 0.4 * most * r / 32768 }')"
  if kill -9 $session 2>/dev/null; then killed=$((killed + 1)); fi
  wait $session 2>/dev/null
  ended=$?
  if "$ampsweep" --json status part 2>/dev/null | grep -q "\"accepted\": $takes,"; then
    # Killed after its last take: the tables are behind the ledger until somebody resumes.
    [ $ended -eq 0 ] || capture plan-1 part --resume >/dev/null 2>log || { cat log; exit 1; }
    part_done
  elif [ -e part ] && [ ! -e part/ledger.sqlite ]; then
    rm -rf part  # killed before there was a dataset
  fi
done
[ ! -d part ] || { capture plan-1 part --resume >/dev/null 2>log || { cat log; exit 1; }; part_done; }
echo "$killed kills, $finished datasets finished between them, their $compared takes ($again of them not the first attempt, at most attempt $most) equal to what nobody touched"
