#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A captured dataset in every export format, through the program: exported, verified, and loaded by own
# code after each trainer's rules (tests/system/trainers/loaders.py). A tiny recurrent net also takes
# some steps on each, and its loss must fall; --train: without PyTorch that is an error.
# Usage: exports_load.sh AMPSWEEP RIG.toml FOLDER [--train]
set -eu
ampsweep=$1 rig=$(readlink -f "$2") dir=$3
trainers=$(dirname "$(readlink -f "$0")")/trainers
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
train=
python=python3
# Debian's PyTorch belongs to Debian's Python, which need not be the first one in the path.
/usr/bin/python3 -c 'import torch' 2> /dev/null && python=/usr/bin/python3
"$python" -c 'import torch' 2> /dev/null && train=--train
[ "${4:-}" = --train ] && train=--train
[ -n "$train" ] || echo "PyTorch is not installed (apt-get install python3-torch): sets are loaded, nothing is trained"
rm -rf "$dir" && mkdir -p "$dir"
cat > "$dir/plan.toml" <<PLAN
name = "exports"
rig = "$rig"
seed = 1
[stimulus]
training_s = 2.0
validation_s = 0.5
sweep_s = 0.5
[design]
kind = "list"
settings = [ { gain = 5, bass = 5, treble = 0 }, { gain = 5, bass = 5, treble = 2.5 },
  { gain = 5, bass = 5, treble = 5 }, { gain = 5, bass = 5, treble = 7.5 },
  { gain = 5, bass = 5, treble = 10 }, { gain = 8, bass = 3, treble = 6 } ]
[holdout]
validation = 1
test = 1
[order]
blocks = 1
allow_correlation = 1.0
PLAN
"$ampsweep" --quiet capture "$dir/plan.toml" --simulate --yes --out "$dir/amp" > /dev/null
all=
for format in nam nam-parametric panama guitarml guitarml-folders aida proteus signaltrain tonetwist huggingface csv; do
  extra=
  [ "$format" = proteus ] && extra="--knob treble"
  # shellcheck disable=SC2086  # $extra and $train are words or nothing
  "$ampsweep" --quiet export "$dir/amp" --to "$format" --out "$dir/$format" $extra > /dev/null
  "$ampsweep" --quiet verify --as "$format" "$dir/$format" > /dev/null
  all="$all $format $format"
done
# shellcheck disable=SC2086  # one process for all: PyTorch takes seconds to start
(cd "$dir" && PYTHONDONTWRITEBYTECODE=1 "$python" "$trainers/loaders.py" $all $train)
# A trap in each of two worlds: the loader raises, and verify had said so before.
sed -i 's/"delay": 0/"delay": 0, "knob": 5/' "$dir/nam/settings/00001/data.json"
if "$python" "$trainers/loaders.py" nam "$dir/nam" 2> /dev/null; then echo "the loader took an unknown key"; exit 1; fi
if "$ampsweep" --quiet verify --as nam "$dir/nam" > /dev/null; then echo "verify took an unknown key"; exit 1; fi
echo "all formats load"
