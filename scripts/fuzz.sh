#!/usr/bin/env bash
# Builds the libFuzzer targets and runs each for some seconds.
#
#   scripts/fuzz.sh [SECONDS]        20 by default
#
# Seeds: tests/data/fuzz/TARGET. What a run learns stays in
# build-fuzz/corpus/TARGET, what crashed it in build-fuzz/crashes.

set -euo pipefail
source "$(dirname "$0")/lib.sh"

case ${1:-} in -h | --help) usage && exit ;; esac
seconds=${1:-20}
[[ $seconds =~ ^[0-9]+$ ]] || fail "not a number of seconds: $seconds"

# Seeds lie under the target's name, with or without its "fuzz_".
seeds_of() {
  local name
  for name in "$1" "${1#fuzz_}"; do
    [ ! -d "$root/tests/data/fuzz/$name" ] \
      || say "$root/tests/data/fuzz/$name"
  done
}

fuzz() {
  local name=$1 corpus=$root/build-fuzz/corpus/$1 seeds
  mkdir -p "$corpus" "$root/build-fuzz/crashes"
  mapfile -t seeds < <(seeds_of "$name")
  quietly "$name" "$root/build-fuzz/$name" -max_total_time="$seconds" \
    -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$root/build-fuzz/crashes/$name-" \
    "$corpus" "${seeds[@]}" || return 1
  say "$name: no crash in $seconds s"
}

"$root/scripts/install_deps.sh" --lint
build fuzz tests/fuzz/all
status=0 count=0
for target in "$root"/build-fuzz/fuzz_*; do
  if [ ! -f "$target" ] || [ ! -x "$target" ]; then continue; fi
  count=$((count + 1))
  fuzz "${target##*/}" || status=1
done
[ "$count" -gt 0 ] || fail "no fuzz target was built"
exit "$status"
