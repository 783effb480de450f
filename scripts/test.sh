#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: the checks of the
# tree, CTest, and the OpenAI client against the real daemon.
#
#   scripts/test.sh [--fast] [options for ctest, such as -R breaker]
#
# --fast leaves out the client tests and those labelled integration or slow.
# The last line is "N passed, N failed".

set -euo pipefail
source "$(dirname "$0")/lib.sh"

fast=
ctest_options=()
for option in "$@"; do
  case $option in
    -h | --help) usage && exit ;;
    --fast) fast=1 ;;
    *) ctest_options+=("$option") ;;
  esac
done

passed=0 failed=0 skipped=0
add() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

check_tree() {
  local check
  for check in --self-test ""; do
    if python3 "$root/scripts/check_layers.py" ${check:+"$check"}; then
      add 1 0 0
    else
      add 0 1 0
    fi
  done
}

node_is_new() {
  command -v npm >/dev/null && command -v node >/dev/null \
    && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

# The client is installed again only when the lock file has changed.
install_client() {
  local folder=$root/tests/clients
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed" && return
  (cd "$folder" && quietly "npm ci" npm ci --no-audit --no-fund) || return 1
  cp "$folder/package-lock.json" "$folder/node_modules/.installed"
}

tap_count() { sed -n "s/^# $1 //p" "$work/clients.tap" | tail -n 1; }

run_client_tests() {
  if ! node_is_new; then
    say "Skipped the client tests: they need Node.js 20 or later with npm."
    return
  fi
  if ! install_client; then
    add 0 1 0
    return
  fi
  (cd "$root/tests/clients" && node --test --test-concurrency=1 --test-timeout=120000 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$work/clients.tap" \
    ./*.test.mjs) || true
  local bad
  bad=$(($(tap_count fail) + $(tap_count cancelled)))
  add "$(tap_count pass)" "$bad" "$(tap_count skipped)"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/scripts/install_deps.sh"
check_tree
build release
run_ctest "$root/build" ${fast:+--label-exclude "integration|slow"} \
  "${ctest_options[@]}"
add "$ctest_passed" "$ctest_failed" "$ctest_skipped"
# Chosen CTest cases are what was asked for; the client is not among them.
[ -n "$fast" ] || [ "${#ctest_options[@]}" -gt 0 ] || run_client_tests
tail=
[ "$skipped" -eq 0 ] || tail=", $skipped skipped"
say "$passed passed, $failed failed$tail"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
