#!/usr/bin/env bash
# Measures Bellwether beside nginx's proxy_pass and a direct connection, all on
# this machine's loopback. Prints a table, writes bench/results/*.json.
#
#   bench/run.sh [--rounds N] [--quick] [--only PART] [--against PROGRAM]
#
# PART: requests, fixed-rate, streams or start; may be repeated.
# PROGRAM: another build's bellwether, measured in the same rounds ("other").
# docs/architecture.md and bench/bench.py say what is measured and how.

set -euo pipefail
source "$(dirname "$0")/../scripts/lib.sh"

for option in "$@"; do
  case $option in -h | --help) usage && exit ;; esac
done
"$root/scripts/install_deps.sh" --bench
build release bellwether bellwether-sim bellwether-load
exec python3 -B "$root/bench/bench.py" "$@"
