#!/usr/bin/env bash
# Formats the C++ sources with clang-format 16.
#
#   scripts/format.sh [--check]      --check changes nothing and fails if a
#                                    file is not as clang-format would have it

set -euo pipefail
source "$(dirname "$0")/lib.sh"

sources() {
  find src tools tests -name node_modules -prune -o \
    \( -name '*.cpp' -o -name '*.hpp' \) -print0
}

# Prints the file's name if clang-format would change it.
check_one() {
  clang-format-16 --dry-run -Werror "$1" 2>/dev/null \
    || { printf '%s: not formatted; run scripts/format.sh\n' "$1" && exit 1; }
}

check=
case ${1:-} in
  --check) check=1 ;;
  -h | --help) usage && exit ;;
  ?*) fail "unknown option $1 (--check)" ;;
esac

"$root/scripts/install_deps.sh" --lint
cd "$root"
if [ -n "$check" ]; then
  export -f check_one
  sources | xargs -0 -r -P "$jobs" -I FILE bash -c 'check_one FILE'
else
  sources | xargs -0 -r -P "$jobs" -n 16 clang-format-16 -i
fi
