# Sourced by the scripts: messages, quiet steps, builds. Not a program.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)

# What one clone has compiled serves the next one, wherever that is.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

say() { printf "%s\n" "$@"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# usage: prints the comment at the head of the calling script.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# quietly WHAT COMMAND...: the command's output is shown only if it fails.
quietly() {
  local what=$1 log status=0
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    printf '%s failed (exit code %s):\n' "$what" "$status" >&2
    tail -n 60 "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

# Shows ninja's "[12/120] ..." lines as one line that changes, on a terminal.
show_progress() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line" >&3
    [ -t 1 ] && [[ $line =~ ^\[[0-9]+/[0-9]+\] ]] \
      && printf '\r\033[KBuilding %s' "${BASH_REMATCH[0]}"
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# ninja also ends with other figures than 0 or 1; only the log is of interest.
run_ninja() {
  local dir=$1 log=$2
  shift 2
  NINJA_STATUS='[%f/%t] ' cmake --build "$dir" --parallel "$jobs" \
    ${1:+--target "$@"} 2>&1 | show_progress 3>"$log"
}

# build PRESET [TARGET...]: configures if need be, then builds. One line when
# there was something to do; the end of the log when it failed.
build() {
  local preset=$1 dir log started=$SECONDS
  shift
  dir=$root/build
  [ "$preset" = release ] || dir=$root/build-$preset
  log=$dir/last-build.log
  mkdir -p "$dir"
  if [ ! -f "$dir/build.ninja" ]; then
    (cd "$root" && quietly "cmake --preset $preset" cmake --preset "$preset") \
      || return 1
  fi
  if ! run_ninja "$dir" "$log" "$@"; then
    printf 'The build of %s failed:\n' "$preset" >&2
    grep -vE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 80 >&2
    say "The whole log: $log" >&2
    return 1
  fi
  if [ $((SECONDS - started)) -gt 2 ]; then
    say "Built $preset in $((SECONDS - started)) s."
  fi
}

# run_ctest DIR [OPTION...]: runs the tests, showing failures and the summary.
# Sets ctest_passed, ctest_failed and ctest_skipped from ctest's own report; a
# report that is missing counts as a failure.
run_ctest() {
  local dir=$1 report
  shift
  report=$(mktemp)
  ctest --test-dir "$dir" --output-on-failure --no-tests=error \
    --parallel "$jobs" --output-junit "$report" "$@" 2>&1 \
    | grep -vE '^ +Start +[0-9]+:|Test +#[0-9]+:.* Passed |^$|^Internal ctest' \
    || true
  # shellcheck disable=SC2034 # for the caller
  read -r ctest_passed ctest_failed ctest_skipped \
    <<<"$(junit_counts "$report" 2>/dev/null || say "0 1 0")"
  rm -f "$report"
}

# junit_counts FILE: "passed failed skipped" of one CTest report in JUnit's form.
junit_counts() {
  python3 - "$1" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree

suite = tree.parse(sys.argv[1]).getroot()
total, failed, skipped = (
    int(suite.get(key, 0)) for key in ("tests", "failures", "skipped"))
skipped += int(suite.get("disabled", 0))
print(total - failed - skipped, failed, skipped)
PYTHON
}
