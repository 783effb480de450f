#!/usr/bin/env bash
# Checks format, scripts and layers, and runs clang-tidy 16 over what changed.
#
#   scripts/lint.sh [--all] [--base REF] [--seconds N]
#
# clang-tidy looks at the files that read something changed since the merge
# base with REF, uncommitted changes included (REF: origin's main branch, else
# HEAD~1); --all: at the whole tree. Files that were clean and have not changed
# cost nothing: ~/.cache/bellwether/tidy. --seconds bounds clang-tidy's time;
# what it did not reach is named, and is the next run's.

set -euo pipefail
source "$(dirname "$0")/lib.sh"

all='' base='' tidy_options=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --all) all=1 ;;
    --base | --seconds)
      [ $# -ge 2 ] || fail "$1 needs a value"
      if [ "$1" = --base ]; then base=$2; else tidy_options=("$1" "$2"); fi
      shift
      ;;
    *) fail "unknown option $1 (--all, --base REF, --seconds N)" ;;
  esac
  shift
done

pick_base() {
  local name
  for name in origin/HEAD origin/main HEAD~1; do
    git rev-parse -q --verify "$name^{commit}" >/dev/null && say "$name" && return
  done
}

# The changed paths, or nothing where there is nothing to compare with.
list_changed() {
  local from
  from=$(git merge-base "$1" HEAD)
  git diff --name-only "$from"
  git ls-files --others --exclude-standard
}

check_scripts() {
  ! command -v shellcheck >/dev/null \
    || shellcheck -x -P SCRIPTDIR scripts/*.sh bench/*.sh .ci/run
}

run_tidy() {
  local list status=0
  list=$(mktemp)
  if [ -z "$all" ]; then
    base=${base:-$(pick_base)}
    [ -n "$base" ] || say "Nothing to compare with: the whole tree."
  fi
  if [ -z "$all" ] && [ -n "$base" ]; then
    list_changed "$base" >"$list"
    tidy_options+=(--changed "$list")
  fi
  python3 scripts/tidy.py --jobs "$jobs" "${tidy_options[@]}" || status=$?
  rm -f "$list"
  return "$status"
}

"$root/scripts/install_deps.sh" --lint
cd "$root"
status=0
scripts/format.sh --check || status=1
check_scripts || status=1
python3 scripts/check_layers.py || status=1
# clang-tidy reads what the build generates and notes.
build release
run_tidy || status=1
[ "$status" -ne 0 ] || say "Nothing to complain about."
exit "$status"
