#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Packs what the build folder holds and looks the package over without installing it: dependencies
# read off the program, what must be in it is in it, nothing of the tests is, lintian has
# neither errors nor warnings, and nothing is overridden.
# deb_installs.sh beside this proves more, and takes longer. Usage: deb_is_sound.sh BUILD_FOLDER FOLDER
set -euo pipefail
fail() { echo "FAILED: $1"; exit 1; }
for program in cpack dpkg-shlibdeps file lintian; do
  command -v $program >/dev/null || { echo "skipped: $program is not installed (.ci/install test)"; exit 77; }
done
build=$(realpath "$1")
rm -rf "$2"
mkdir -p "$2"
out=$(realpath "$2")
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$out" >"$out/cpack.log" 2>&1 ||
  { cat "$out/cpack.log"; fail "cpack"; }
deb=$(echo "$out"/*.deb)
[ -f "$deb" ] || fail "not one package in $out"

depends=$(dpkg-deb --field "$deb" Depends)
# The program's own libraries, by the packages they are in, and the font of the window.
for library in libc6 libfftw3-double3 libsndfile1 libsqlite3-0 libssl3 libsamplerate0 librtaudio6 librtmidi6 \
  fonts-dejavu-core; do
  [[ " ${depends//,/ }" == *" $library "* ]] || fail "the package does not depend on $library: $depends"
done
[[ $(dpkg-deb --field "$deb" Section) == sound ]] || fail "section is not sound"

dpkg-deb --contents "$deb" | awk '{print $6}' >"$out/files"
while read -r file; do
  grep -qx "./usr/$file" "$out/files" || fail "the package lacks /usr/$file"
done <<'FILES'
bin/ampsweep
share/applications/ampsweep.desktop
share/metainfo/org.ampsweep.Ampsweep.metainfo.xml
share/icons/hicolor/scalable/apps/ampsweep.svg
share/icons/hicolor/16x16/apps/ampsweep.png
share/icons/hicolor/256x256/apps/ampsweep.png
share/man/man1/ampsweep.1.gz
share/bash-completion/completions/ampsweep
share/zsh/vendor-completions/_ampsweep
share/fish/vendor_completions.d/ampsweep.fish
share/ampsweep/plans/small.toml
share/ampsweep/rigs/simulated.toml
share/doc/ampsweep/copyright
share/doc/ampsweep/README.md
share/doc/ampsweep/docs/cli.md
FILES
! grep -E '/(tests?_|include|lib/|.*\.(hpp|cpp|a)$)' "$out/files" || fail "that does not belong in it"

lintian --fail-on error,warning --allow-root --tag-display-limit 0 "$deb" || fail "lintian"
echo "$(basename "$deb"), $(du -k "$deb" | cut -f1) kB; depends on $depends"
