#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# zsh really completes `ampsweep`: types into one with a terminal of its own, presses Tab and reads
# the line that comes of it. Usage: completes_in_zsh.sh COMPLETION
set -u
command -v zsh >/dev/null || { echo "skipped: zsh is not installed (apt-get install zsh)"; exit 77; }
completion=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/functions" "$dir/my-amp"
cp "$completion" "$dir/functions/_ampsweep"
touch "$dir/my-rig.toml" "$dir/my-take.wav"
cd "$dir" || exit 2

cat >"$dir/try" <<'ZSH'
zmodload zsh/zpty || exit 77
zpty shell env HOME=$PWD TERM=dumb zsh -f -i
send() { zpty -w shell "$1" }
send 'PS1=; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D'
send 'tell() { print -r -- "LINE<$BUFFER>"; BUFFER=; }; zle -N tell; bindkey "^X" tell'
send 'setopt no_always_last_prompt no_auto_menu no_list_ambiguous; LISTMAX=9999; print REA""DY'
zpty -r shell answer '*READY*'
bad=0
expect() {  # LINE TYPED
  zpty -w -n shell $2$'\t\x18'
  local answer
  zpty -r shell answer '*LINE<*>*' || { print "FAILED: zsh has gone"; exit 1 }
  answer=${${answer##*LINE<}%%>*}
  [[ $answer == $1 ]] || { print -r -- "FAILED: [$2] becomes [$answer], expected [$1]"; bad=1 }
}
expect 'ampsweep capture ' 'ampsweep capt'
expect 'ampsweep --json capture ' 'ampsweep --json capt'
expect 'ampsweep analyze tone ' 'ampsweep analyze to'
expect 'ampsweep capture plan.toml --dry-run ' 'ampsweep capture plan.toml --dr'
expect 'ampsweep analyze tone --json ' 'ampsweep analyze tone --js'
expect 'ampsweep verify --dry' 'ampsweep verify --dry'
expect 'ampsweep measure --suite quick ' 'ampsweep measure --suite q'
expect 'ampsweep analyze multisine --shape=pink ' 'ampsweep analyze multisine --shape=p'
expect 'ampsweep capture --out my-amp/' 'ampsweep capture --out my'
expect 'ampsweep status my-amp/' 'ampsweep status my'
expect 'ampsweep compare my-take.wav my-take.wav ' 'ampsweep compare my-take.wav my-t'
expect 'ampsweep capture plan.toml my-r' 'ampsweep capture plan.toml my-r'
expect 'ampsweep check --through in out my-rig.toml ' 'ampsweep check --through in out my-r'
zpty -d shell
(( bad )) || print 'zsh completes'
exit $bad
ZSH
exec timeout 120 zsh -f "$dir/try"
