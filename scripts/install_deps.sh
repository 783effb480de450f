#!/usr/bin/env bash
# Installs what Bellwether needs from Debian 12's packages: says what is
# missing and why, and nothing at all when nothing is missing.
#
#   scripts/install_deps.sh [--lint] [--test] [--bench]
#
# Always: what the build needs. --lint: clang 16's tools and shellcheck.
# --test: tells whether Node.js is there for the client tests. --bench: nginx
# and wrk. BELLWETHER_SKIP_DEPS=1 skips it all (where they come another way).

set -euo pipefail
source "$(dirname "$0")/lib.sh"

build_packages=(
  "g++:the C++20 compiler"
  "cmake:the build system"
  "ninja-build:runs the build"
  "pkg-config:finds cpp-httplib"
  "ccache:makes the second build quick"
  "mold:a quick linker"
  "libcaf-dev:the actors"
  "libboost1.81-dev:Asio and Beast, the data plane"
  "libcpp-httplib-dev:the control plane and the simulator"
  "libssl-dev:TLS"
  "libcurl4-openssl-dev:alerts by e-mail"
  "nlohmann-json3-dev:JSON"
  "libsimdjson-dev:JSON where it must be fast"
  "libspdlog-dev:the log"
  "libsqlitecpp-dev:SQLite, the ledger"
  "libhowardhinnant-date-dev:time zones of budgets"
  "tzdata:the rules of time zones"
  "libcli11-dev:the command line"
  "catch2:the tests"
  "librapidcheck-dev:tests of properties"
  "ca-certificates:whom to trust when a provider is called"
  "curl:the examples"
  "python3:the checks and the benchmark"
)
lint_packages=(
  "clang-16:compiles the fuzz targets"
  "libclang-rt-16-dev:libFuzzer and its sanitizers"
  "clang-tidy-16:the linter"
  "clang-format-16:the formatter"
  "shellcheck:the linter for the scripts"
)
bench_packages=(
  "nginx-light:the peer of the benchmark (its service is not needed)"
  "wrk:the load of the benchmark"
)

# missing PACKAGE:WHY...: the lines whose package is not installed.
missing() {
  local entry installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' \
    "${@%%:*}" 2>/dev/null | sed -n 's/^installed //p') || true
  for entry in "$@"; do
    grep -qxF -- "${entry%%:*}" <<<"$installed" || printf '%s\n' "$entry"
  done
}

list_packages() {
  local entry
  for entry in "$@"; do
    printf '  %-22s %s\n' "${entry%%:*}" "${entry#*:}"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@"
}

install_packages() {
  local names=("${@%%:*}")
  say "Missing from this machine:"
  list_packages "$@"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "neither root nor sudo; run this as root:
  apt-get update && apt-get install --no-install-recommends ${names[*]}"
  fi
  say "Installing them from Debian's packages ..."
  # An old list of packages is no reason to stop: the install will tell.
  quietly "apt-get update" apt update || true
  quietly "apt-get install" \
    apt install --no-install-recommends "${names[@]}" \
    || fail "the names are those of Debian 12; see the message above"
}

tell_node() {
  local major=0
  if command -v node >/dev/null && command -v npm >/dev/null; then
    major=$(node -p 'process.versions.node.split(".")[0]')
  fi
  [ "$major" -ge 20 ] || say "No Node.js 20 or later with npm here (Debian 12\
 packages 18): the client tests will be skipped."
}

wanted=("${build_packages[@]}")
node=
for option in "$@"; do
  case $option in
    --lint) wanted+=("${lint_packages[@]}") ;;
    --bench) wanted+=("${bench_packages[@]}") ;;
    --test) node=1 ;;
    -h | --help) usage && exit ;;
    *) fail "unknown option $option (--lint, --test, --bench)" ;;
  esac
done

if [ "${BELLWETHER_SKIP_DEPS:-}" != 1 ]; then
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This machine has no apt-get. Bellwether is built on Debian 12 with:" >&2
    list_packages "${wanted[@]}" >&2
    fail "install their like, then set BELLWETHER_SKIP_DEPS=1"
  fi
  mapfile -t absent < <(missing "${wanted[@]}")
  [ "${#absent[@]}" -eq 0 ] || install_packages "${absent[@]}"
fi
[ -z "$node" ] || tell_node
