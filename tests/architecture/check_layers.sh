#!/bin/bash
# Checks the arrows of docs/architecture.md and that each vendor header appears in its one file.
# Usage: check_layers.sh ROOT. Prints each offence; exit 1 when there is one.
set -u
cd "$1" || exit 2
bad=0

# layer: folder -> folders whose headers it may include (itself always)
declare -A may=(
  [signals]=""
  [analysis]="signals"
  [rig/model]="signals"
  [rig/ports]="signals rig/model"
  [rig/plan]="signals rig/model rig/ports"
  [rig/dataset]="signals analysis rig/model rig/ports rig/plan"
  [rig/capture]="signals analysis rig/model rig/ports rig/plan rig/dataset"
  [rig/verify]="signals analysis rig/model rig/ports rig/plan rig/dataset rig/capture"
  [rig/formats]="signals analysis rig/model rig/ports rig/plan rig/dataset rig/capture rig/verify"
  [rig/measure]="signals analysis rig/model rig/ports rig/plan rig/dataset"
  [rig/report]="signals analysis rig/model rig/ports rig/plan rig/dataset rig/capture rig/verify"
  [rig/devices]="signals rig/model rig/ports"
  [rig/cli]="signals analysis rig/model rig/ports rig/plan rig/dataset rig/capture rig/verify rig/measure rig/report rig/formats"
  [rig/gui]="signals analysis rig/model rig/ports rig/plan rig/dataset rig/capture rig/verify rig/measure rig/report rig/formats"
  [rig/gui/plot]="signals rig/model"
  [rig/packaging]="rig/model rig/cli"
  [fixtures]="signals rig/model rig/ports"
)
checked=0
for folder in "${!may[@]}"; do
  while IFS=: read -r file line text; do
    checked=$((checked + 1))
    header=${text#*\"}
    header=${header%%\"*}
    allowed=no
    for to in $folder ${may[$folder]}; do
      case "$header" in "$to"/*) allowed=yes ;; esac
    done
    if [ $allowed = no ]; then
      echo "$file:$line: $folder must not include \"$header\""
      bad=1
    fi
  done < <(grep -rn --include='*.cpp' --include='*.hpp' '^#include "' "$folder" 2>/dev/null)
done

# vendor header -> the files that may name it; "folder/" stands for all files in it
vendor() {
  local header=$1
  shift
  local file allowed one
  while read -r file; do
    checked=$((checked + 1))
    allowed=no
    for one in "$@"; do
      case "$one" in
        */) case "$file" in "$one"*) allowed=yes ;; esac ;;
        *) [ "$file" = "$one" ] && allowed=yes ;;
      esac
    done
    if [ $allowed = no ]; then
      echo "$file: <$header> belongs in $*"
      bad=1
    fi
  done < <(grep -rlE --include='*.cpp' --include='*.hpp' "^#include [<\"]$header" signals analysis rig fixtures 2>/dev/null)
}
vendor 'fftw3\.h' analysis/fft.cpp
vendor 'sndfile\.h' rig/dataset/sndfile_names.hpp rig/dataset/wav_file.cpp rig/dataset/sound_reader.cpp
vendor 'samplerate\.h' rig/dataset/resample.cpp
vendor 'sqlite3\.h' rig/dataset/sqlite.cpp
vendor 'openssl/' rig/model/sha256.cpp
vendor '(rtaudio/)?RtAudio\.h' rig/devices/rtaudio_callback.hpp rig/devices/rtaudio_stream.cpp
vendor '(rtmidi/)?RtMidi\.h' rig/devices/rtmidi_input.cpp rig/devices/rtmidi_output.cpp
vendor 'jack/' rig/devices/jack_wiring.cpp
vendor '(GLFW/|backends/imgui)' rig/gui/window/gl_window.cpp rig/gui/window/kept_picture.cpp
vendor '([a-z]+/)*imgui[a-z0-9_]*\.h' rig/gui/

# a check that looked at nothing is no check
[ "$checked" -ge "${AMPSWEEP_MIN_INCLUDES:-200}" ] || { echo "only $checked includes seen: wrong root?"; bad=1; }
exit $bad
