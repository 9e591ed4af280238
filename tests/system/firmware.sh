#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings the firmware for tests_firmware: StandardFirmata's hex out of an npm package (LGPL: fetched,
# never kept in the repository), our own Maestro firmware built with avr-gcc, and the simavr runner.
# Usage: firmware.sh TESTS_FIRMWARE MAESTRO.c DIR. AMPSWEEP_FIRMWARE_MOVES: how many moves (1000).
# Exit 77 (said aloud) where simavr, avr-gcc or npm is missing, or the package cannot be fetched.
set -u
tests=$1 maestro=$2 dir=$3
here=$(cd "$(dirname "$0")" && pwd)
hex=package/junk/hex/uno/StandardFirmata.cpp.hex
sum=6d57ea7cf30e26c9c2f3a01ee37907d2c951f8bc9c27f84dddad12fa9c8b8f36

skip() { echo "SKIPPED: $*"; exit 77; }
for program in simavr avr-gcc npm pkg-config cc; do
  command -v $program >/dev/null || skip "$program is not installed (.ci/install test installs it)"
done
pkg-config --exists simavr simavrparts || skip "libsimavr-dev is not installed (.ci/install test installs it)"
mkdir -p "$dir" && cd "$dir" || exit 1

cc -O2 -Wall -Wextra -Werror "$here/avr_runner.c" -o avr_runner $(pkg-config --cflags --libs simavrparts simavr) \
  -lelf -lutil -lpthread || exit 1
avr-gcc -mmcu=atmega328p -DF_CPU=16000000UL -Os -Wall -Wextra -Werror -o maestro.elf "$maestro" || exit 1
export AVR_RUNNER=$dir/avr_runner MAESTRO_FIRMWARE=$dir/maestro.elf STANDARD_FIRMATA=$dir/$hex

"$tests" --no-version --test-case='*our Maestro firmware*' || exit 1
if ! echo "$sum  $hex" | sha256sum --check --status 2>/dev/null; then
  rm -rf package
  timeout 120 npm pack --silent avrgirl-arduino@5.0.1 >npm.out 2>&1 &&
    tar -xzf avrgirl-arduino-5.0.1.tgz "$hex" || { cat npm.out; skip "StandardFirmata could not be fetched with npm"; }
  echo "$sum  $hex" | sha256sum --check || exit 1
fi
"$tests" --no-version --test-case='*StandardFirmata in simavr*' || exit 1
