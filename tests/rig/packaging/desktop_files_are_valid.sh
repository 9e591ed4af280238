#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Desktop entry and AppStream metainfo are valid, and the icons are those of the drawing.
# Usage: desktop_files_are_valid.sh PACKAGING_FOLDER METAINFO
set -u
for program in desktop-file-validate appstreamcli rsvg-convert; do
  command -v $program >/dev/null || {
    echo "skipped: $program is not installed (apt-get install desktop-file-utils appstream librsvg2-bin)"
    exit 77
  }
done
bad=0
complaints=$(desktop-file-validate --warn-kde "$1/ampsweep.desktop" 2>&1) && [ -z "$complaints" ] ||
  { echo "ampsweep.desktop: $complaints"; bad=1; }
appstreamcli validate --no-net "$2" || bad=1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1/icons/render" "$dir" || bad=1
for icon in "$dir"/*.png; do
  cmp -s "$icon" "$1/icons/${icon##*/}" ||
    { echo "${icon##*/} is not what ampsweep.svg shows: run rig/packaging/icons/render"; bad=1; }
done
exit $bad
