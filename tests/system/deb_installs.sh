#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that the package works where nothing but Debian 12 is: makes a minimal root, installs the
# package in it by apt alone, captures and verifies a small dataset there as an ordinary user, looks
# man page and completion up, and takes the package out again without a trace.
# Usage: deb_installs.sh PACKAGE.deb FOLDER. Needs root, debootstrap, a Debian mirror (DEBIAN_MIRROR)
# and 1 GB in FOLDER, which keeps the bare root and the packages fetched for the next time.
# Exit: 0; 1 what is wrong is said; 77 cannot run here.
set -euo pipefail
skip() { echo "deb_installs.sh cannot run here: $1"; exit 77; }
fail() { echo "FAILED: $1"; exit 1; }
say() { echo "[$SECONDS s] $1"; }
[ $# = 2 ] || { echo "usage: deb_installs.sh PACKAGE.deb FOLDER"; exit 2; }
deb=$(realpath "$1")
[ -f "$deb" ] || fail "no package $1; docs/install.md tells how to build it"
[ "$(id -u)" = 0 ] || skip "it must be root to make a Debian root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed (apt-get install debootstrap)"
unshare --mount true 2>/dev/null || skip "mounting is not allowed here"

mkdir -p "$2"
work=$(realpath "$2")
base=$work/bookworm
archives=$work/archives
root=$work/root
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

if [ ! -d "$base" ]; then
  say "making a bare Debian 12 (kept in $base)"
  rm -rf "$base.part"
  debootstrap --variant=minbase bookworm "$base.part" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log"; fail "debootstrap from $mirror (whole log: $work/debootstrap.log)"; }
  rm -rf "$base.part"/var/cache/apt/archives/*.deb
  mv "$base.part" "$base"
fi
rm -rf "$root"
trap 'rm -rf "$root"' EXIT
cp -a --reflink=auto "$base" "$root"
mkdir -p "$archives" "$root/work"
cp "$archives"/*.deb "$root/var/cache/apt/archives/" 2>/dev/null || true
cp "$deb" "$root/work/ampsweep.deb"
cp /etc/resolv.conf "$root/etc/resolv.conf"
chmod 777 "$root/work"

inside() {  # USER COMMAND...: in the root, with a /proc that goes away by itself
  local user=$1
  shift
  unshare --mount --fork bash -c 'mount -t proc proc "$1/proc" && exec chroot --userspec="$2" "$1" "${@:3}"' \
    inside "$root" "$user" "$@"
}

say "apt installs the package"
inside root apt-get -q update >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log"; fail "apt-get update from $mirror"; }
inside root apt-get -q -y --no-install-recommends -o APT::Keep-Downloaded-Packages=true install \
  /work/ampsweep.deb >>"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; fail "apt-get install"; }
cp -n "$root"/var/cache/apt/archives/*.deb "$archives/" 2>/dev/null || true
say "$(grep -c '^Unpacking' "$work/apt.log") packages came, $(grep -m1 'newly installed' "$work/apt.log")"

user() { inside nobody env -C /work HOME=/work "$@"; }
version=$(dpkg-deb --field "$deb" Version)
[ "$(user ampsweep --version)" = "ampsweep $version" ] || fail "ampsweep --version does not say $version"

say "an ordinary user captures, verifies and reports"
user ampsweep --quiet capture /usr/share/ampsweep/plans/small.toml --simulate --out my-amp >"$work/capture.log" ||
  { cat "$work/capture.log"; fail "ampsweep capture"; }
user ampsweep --quiet verify my-amp >"$work/verify.log" || { cat "$work/verify.log"; fail "ampsweep verify"; }
user ampsweep --quiet report my-amp >/dev/null || fail "ampsweep report"
takes=$(find "$root/work/my-amp/takes" -name '*.wav' | wc -l)
[ "$takes" = 10 ] || fail "$takes takes instead of 10"
[ -s "$root/work/my-amp/report/index.html" ] || fail "no report"
user sh -c 'ampsweep plan /usr/share/doc/ampsweep/fixtures/plans/demo.toml' >/dev/null ||
  fail "the links of the documents do not lead to the plans"

say "man page and completion"
page=$(man -M "$root/usr/share/man" -w ampsweep) || fail "man finds no page ampsweep"
zcat "$page" | grep -q 'ampsweep capture' || fail "$page does not tell of ampsweep capture"
completed=$(user bash -c 'source /usr/share/bash-completion/completions/ampsweep
  COMP_WORDS=(ampsweep capt) COMP_CWORD=1; _ampsweep; echo "${COMPREPLY[*]}"')
[ "$completed" = capture ] || fail "bash completes capt to \"$completed\""
for file in applications/ampsweep.desktop icons/hicolor/scalable/apps/ampsweep.svg \
  icons/hicolor/16x16/apps/ampsweep.png metainfo/org.ampsweep.Ampsweep.metainfo.xml \
  zsh/vendor-completions/_ampsweep fish/vendor_completions.d/ampsweep.fish doc/ampsweep/copyright; do
  [ -s "$root/usr/share/$file" ] || fail "/usr/share/$file is not installed"
done
ldd=$(inside root ldd /usr/bin/ampsweep)
! grep 'not found' <<<"$ldd" || fail "a library is missing"

inside root apt-get -q -y purge ampsweep >>"$work/apt.log" 2>&1 || fail "apt-get purge"
left=$(find "$root/usr" "$root/etc" -name '*ampsweep*')
[ -z "$left" ] || fail "left behind by purge: $left"
say "the package installs, works and goes"
