#!/usr/bin/env bash
# Builds with a sanitizer and runs the tests under it.
#
#   scripts/sanitize.sh [address|thread]
#
# address (the default): AddressSanitizer and UBSan over every CTest case.
# thread: ThreadSanitizer over what threads share and what is without CAF,
# because the packaged CAF is not instrumented. The last line is
# "N passed, N failed".

set -euo pipefail
source "$(dirname "$0")/lib.sh"

# Their CTest labels.
thread_layers=(providers upstream shared alerts)

# The build targets of the layers that have tests.
thread_targets() {
  say tests/providers/all tests/upstream/all tests/alerts/all test_shared
}

run_tests() {
  run_ctest "$root/build-$1" "${@:2}"
  say "$ctest_passed passed, $ctest_failed failed, $ctest_skipped skipped"
  [ "$ctest_failed" -eq 0 ] && [ "$ctest_passed" -gt 0 ]
}

export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1
"$root/scripts/install_deps.sh"
case ${1:-address} in
  address)
    build asan
    run_tests asan
    ;;
  thread)
    mapfile -t targets < <(thread_targets)
    build tsan "${targets[@]}"
    labels=$(IFS='|' && say "${thread_layers[*]}")
    run_tests tsan --label-regex "^($labels)$"
    ;;
  -h | --help) usage ;;
  *) fail "unknown sanitizer $1 (address or thread)" ;;
esac
