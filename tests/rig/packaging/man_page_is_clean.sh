#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# groff and man find nothing to complain of in the man page, and it reads as meant.
# Usage: man_page_is_clean.sh MAN_PAGE
set -u
for program in groff man; do
  command -v $program >/dev/null ||
    { echo "skipped: $program is not installed (apt-get install groff-base man-db)"; exit 77; }
done
complaints=$(groff -man -ww -z -Tutf8 "$1" 2>&1; LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -Tutf8 -Z -l "$1" 2>&1 >/dev/null)
[ -z "$complaints" ] || { echo "$complaints"; exit 1; }
text=$(LC_ALL=C.UTF-8 MANWIDTH=80 MANPAGER=cat man -l "$1" | sed 's/\x1b\[[0-9;]*m//g; s/.\x08//g')
for expected in 'capture an amp across its knob settings' 'ampsweep analyze output-impedance' \
  '--suite quick|full' '--disable-tap-guard-i-watch-the-load-myself' '130 interrupted'; do
  grep -qF -- "$expected" <<<"$text" || { echo "the page does not show: $expected"; exit 1; }
done
echo "the man page is clean: $(wc -l <<<"$text") lines"
