#!/bin/bash
# The layer check must fail on a planted upward include and on a vendor header in the wrong file.
set -eu
root=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$root/signals" "$root/analysis" "$root/rig" "$root/fixtures" "$copy"
check() { bash "$root/tests/architecture/check_layers.sh" "$copy"; }
check || { echo "the clean copy does not pass"; exit 1; }
expect_failure() {
  if check >/dev/null; then echo "not noticed: $1"; exit 1; fi
  echo "noticed: $1"
}
echo '#include "rig/model/rig.hpp"' >> "$copy/signals/level.hpp"
expect_failure "signals includes rig"
cp "$root/signals/level.hpp" "$copy/signals/level.hpp"
echo '#include "analysis/fft.hpp"' >> "$copy/fixtures/shaper.cpp"
expect_failure "fixtures include analysis"
cp "$root/fixtures/shaper.cpp" "$copy/fixtures/shaper.cpp"
echo '#include <sndfile.h>' >> "$copy/rig/capture/session.cpp"
expect_failure "sndfile.h outside wav_file.cpp"
cp "$root/rig/capture/session.cpp" "$copy/rig/capture/session.cpp"
echo '#include <imgui_internal.h>' >> "$copy/rig/cli/run_cli.cpp"
expect_failure "imgui outside rig/gui"
cp "$root/rig/cli/run_cli.cpp" "$copy/rig/cli/run_cli.cpp"
echo '#include "rig/capture/session.hpp"' >> "$copy/rig/gui/plot/ticks.cpp"
expect_failure "a plot includes the rig"
