#!/usr/bin/env bash
# Installs what is missing, builds, and runs Bellwether until Ctrl-C.
#
#   scripts/run.sh                        the demo: four simulated providers on
#                                         loopback, config/demo.json
#   scripts/run.sh --config config/bellwether.json
#                                         real providers
#
# Other options go on to `bellwether serve`, such as --listen HOST:PORT,
# --control HOST:PORT, --state-dir DIR and --log-level LEVEL. The demo keeps no
# state.

set -euo pipefail
source "$(dirname "$0")/lib.sh"

declare -A names=() # by process id
stopping=
tail_pid=

# Whether the options that go on to the daemon hold this one.
given() {
  local option
  for option in "${serve_options[@]}"; do
    case $option in "$1" | "$1"=*) return 0 ;; esac
  done
  return 1
}

# need_port PORT FOR OPTION: ends with a clear message if somebody has it.
need_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "port $1 ($2) is taken; is another Bellwether running? $3"
  fi
}

check_ports() {
  local port
  given --listen || need_port 7300 "the API" "Or choose: --listen HOST:PORT."
  given --control \
    || need_port 7301 "the control plane" "Or choose: --control HOST:PORT."
  [ -n "$demo" ] || return 0
  for port in 7310 7311 7312 7313 7314; do
    need_port "$port" "a simulated provider" ""
  done
}

# start NAME COMMAND...: in the background, where the terminal's Ctrl-C reaches
# this script alone. The process gets SIGTERM also when the script is killed in
# a way that no trap sees.
start() {
  local name=$1 guard=(setsid)
  shift
  ! command -v setpriv >/dev/null || guard+=(setpriv --pdeathsig TERM)
  "${guard[@]}" "$@" >"$work/$name.log" 2>&1 &
  names[$!]=$name
}

stop_all() {
  local pid tries=0
  trap '' INT TERM HUP
  [ "${#names[@]}" -gt 0 ] || return 0
  kill -TERM "${!names[@]}" 2>/dev/null || true
  # Ten seconds for requests in flight, then no more patience.
  while kill -0 "${!names[@]}" 2>/dev/null && [ $((tries += 1)) -le 100 ]; do
    reap
    sleep 0.1
  done
  for pid in "${!names[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
}

# Forgets the processes that have ended.
reap() {
  local pid
  for pid in "${!names[@]}"; do
    kill -0 "$pid" 2>/dev/null || unset "names[$pid]"
  done
}

clean_up() {
  stop_all
  [ -z "$tail_pid" ] || kill "$tail_pid" 2>/dev/null || true
  rm -rf "$work"
}

# One of the processes is gone: shows the end of what it said, and ends.
report_death() {
  local name=$1
  say "" "$name has stopped by itself. Its last lines:" >&2
  tail -n 20 "$work/$name.log" >&2
  exit 1
}

find_dead() {
  local pid
  for pid in "${!names[@]}"; do
    kill -0 "$pid" 2>/dev/null || report_death "${names[$pid]}"
  done
}

await_ready() {
  local file=$work/$1.json tries=0
  until [ -s "$file" ]; do
    [ -z "$stopping" ] || exit 0
    find_dead
    [ $((tries += 1)) -le 300 ] || fail "$1 is not ready after 15 seconds"
    sleep 0.05
  done
}

# ready_value FILE KEY...
ready_value() {
  python3 -c '
import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]:
    value = value[key]
print(value)' "$work/$1.json" "${@:2}"
}

start_demo() {
  start bellwether-sim "$root/build/bellwether-sim" \
    --ready-file "$work/bellwether-sim.json"
  await_ready bellwether-sim
}

start_daemon() {
  start bellwether "$root/build/bellwether" serve --config "$config" \
    --ready-file "$work/bellwether.json" "${serve_options[@]}"
  await_ready bellwether
}

print_urls() {
  local url=$1 control=$2
  say "Bellwether is running." \
    "" \
    "  OpenAI API     $url/v1" \
    "  control plane  $control   (/health, /costs, /metrics)" \
    "" \
    "Ask it something:" \
    "" \
    "  curl -s $url/v1/chat/completions -H 'content-type: application/json' \\" \
    "    -d '{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'" \
    ""
}

print_faults() {
  local admin=$1
  say "The answer's x-bellwether-provider header (curl -i) names who answered." \
    "Kill that provider, ask again, and bring it back:" \
    "" \
    "  curl -s -X PUT $admin/providers/deepseek/behavior -d '{\"fault\":\"refuse\"}'" \
    "  curl -s -X DELETE $admin/providers/deepseek/behavior" \
    "" \
    "The simulated providers: openai, anthropic, google, deepseek." \
    ""
}

config=
demo=
serve_options=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --config)
      [ $# -ge 2 ] || fail "--config needs a file"
      config=$2 && shift
      ;;
    --config=*) config=${1#*=} ;;
    --ready-file | --ready-file=*) fail "--ready-file is this script's own" ;;
    *) serve_options+=("$1") ;;
  esac
  shift
done
[ -z "$config" ] || [ -r "$config" ] || fail "cannot read $config"
if [ -z "$config" ]; then
  demo=1
  config=$root/config/demo.json
fi

"$root/scripts/install_deps.sh"
build release bellwether bellwether-sim
check_ports

work=$(mktemp -d)
trap clean_up EXIT
trap 'stopping=1' INT TERM HUP
[ -z "$demo" ] || start_demo
start_daemon
print_urls "$(ready_value bellwether listen url)" \
  "$(ready_value bellwether control url)"
[ -z "$demo" ] || print_faults "$(ready_value bellwether-sim admin url)"
say "Ctrl-C stops it."

tail -n +1 -f --pid=$$ "$work/bellwether.log" &
tail_pid=$!
while [ -z "$stopping" ]; do
  wait -n "${!names[@]}" || true
  [ -n "$stopping" ] || find_dead
done
say "" "Stopping ..."
stop_all
say "Stopped."
