#!/bin/sh
# check-data.sh: what other programs will read: the desktop entry, the metainfo, XML, scripts
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-data.sh ROOT: asks the tools that know these formats; one that is not installed is skipped.

set -u

cd "$1" || exit 2
bad=0

# ask TOOL ARGUMENT...: quiet when content
ask ()
{
  command -v "$1" >/dev/null || return 0
  if ! answer=$("$@" 2>&1)
  then
    printf '%s\n' "check-data: $*" "$answer"
    bad=1
  fi
}

for file in data/*.desktop.in
do
  [ -f "$file" ] || continue
  plain=$(mktemp -d)/org.stanok.Stanok.desktop
  sed 's/^_//' "$file" >"$plain"
  ask desktop-file-validate "$plain"
  rm -rf "$(dirname "$plain")"
done
for file in data/*.metainfo.xml.in
do
  [ -f "$file" ] || continue
  ask appstreamcli validate --no-net --explain "$file"
done
# One process for all: a tree has hundreds of small pictures.
# shellcheck disable=SC2046 # our names have no spaces
ask xmllint --noout $(find src data -name '*.ui' -o -name '*.svg' -o -name '*.gresource.xml')
# shellcheck disable=SC2046 # our names have no spaces
set -- dev .ci/run tests/support/with-display $(find tests -name '*.sh')
for file
do
  ask sh -n "$file"
done
ask shellcheck -s sh "$@"

[ "$bad" -ne 0 ] || echo "check-data: nothing to mend"
exit "$bad"
