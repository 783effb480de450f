"""Bellwether beside nginx's proxy_pass and a direct connection.

Started by bench/run.sh. Everything runs on this machine's loopback and shares
its cores, so times say little by themselves: compare the ratios, which are
taken within each round. Four parts:

requests    wrk against an nginx that answers every request with the same chat
            completion, at 1, 64 and 256 connections: directly, through nginx
            (one worker, keep-alive on both sides), through Bellwether (every
            feature on: a key, budgets, the ledger on the disk). In turn,
            several rounds, medians.
fixed-rate  bellwether-load at 500 requests/s: the p50 that a gateway adds.
streams     1,000 streams of 50 chunks at 20 ms from the simulator: how late
            chunks come, and the memory that it takes.
start       from exec to the first answer, and the memory when idle.
"""

import argparse
import contextlib
import datetime
import functools
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import processes
import report

HERE = pathlib.Path(__file__).resolve().parent
PARTS = ["requests", "fixed-rate", "streams", "start"]
TARGETS = ["direct", "nginx", "bellwether", "other"]
CONNECTIONS = [1, 64, 256]
RATE = 500
STREAMS, CHUNKS, INTERVAL_MS, RAMP_MS = 1000, 50, 20, 200
CONTENT = ("Because it leads, and because they have learnt that where it goes "
           "there is grass and no harm. The bell tells those who cannot see it "
           "where it is.")


def chat_completion():
    """The upstream's answer: 575 bytes, as a provider would give it."""
    body = {"id": "chatcmpl-bench", "object": "chat.completion",
            "created": 1700000000, "model": "bench", "choices": [{
                "index": 0, "message": {"role": "assistant",
                                        "content": CONTENT},
                "logprobs": None, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 48, "completion_tokens": 34,
                      "total_tokens": 82},
            "system_fingerprint": ""}
    body["system_fingerprint"] = "f" * (575 - len(json.dumps(body)))
    return json.dumps(body)


def run_program(command):
    """What the program wrote to its standard output."""
    done = subprocess.run(list(map(str, command)), capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr[-2000:]}"
                           f"{done.stdout[-2000:]}")
    return done.stdout


def wrk(port, connections, seconds, key=None):
    header = ["-H", f"Authorization: Bearer {key}"] if key else []
    out = run_program(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
                    "--timeout", "10s", "-s", HERE / "chat.lua", *header,
                    f"http://127.0.0.1:{port}"])
    figures = json.loads(out.splitlines()[-1])
    figures["requests_per_s"] = figures["requests"] / figures.pop("seconds")
    return figures


def bellwether_load(port, *options, key=None):
    """The figures of a run of bellwether-load, in this program's words."""
    if key:
        options = [*options, "--header", f"Authorization: Bearer {key}"]
    said = json.loads(run_program(
        [processes.BUILD / "bellwether-load", "--json", "-", "--model",
         "bench", "--url", f"http://127.0.0.1:{port}/v1/chat/completions",
         *options]))
    return {"requests": said["sent"], "errors": said["failed"],
            "failures": said["failures"],
            "p50_us": said["latency_us"]["p50"],
            "p99_us": said["latency_us"]["p99"],
            "late_p50_ms": said["chunks"]["late_p50_us"] / 1000,
            "late_p99_ms": said["chunks"]["late_p99_us"] / 1000,
            "late_max_ms": said["chunks"]["late_max_us"] / 1000}


class Gateways:
    """The ways to one upstream port."""

    def __init__(self, options, stack, folder, name, upstream_port,
                 buffering="on"):
        self.rounds = options.rounds
        nginx, nginx_port = processes.start_proxy(
            stack, folder, f"{name}-nginx", upstream_port, buffering)
        bellwether, port, key = processes.start_bellwether(
            stack, folder, f"{name}-bellwether", upstream_port)
        self.programs = {"nginx": nginx, "bellwether": bellwether}
        self.ports = {"direct": upstream_port, "nginx": nginx_port,
                      "bellwether": port}
        self.keys = {"bellwether": key}
        if options.against:
            self.programs["other"], self.ports["other"], _ = (
                processes.start_bellwether(stack, folder, f"{name}-other",
                                           upstream_port, options.against))

    def in_turn(self):
        """Which target when: each round begins with another one."""
        targets = [name for name in TARGETS if name in self.ports]
        for index in range(self.rounds):
            shift = index % len(targets)
            for target in targets[shift:] + targets[:shift]:
                yield index, target

    def measured(self, target, run):
        """run()'s figures, with CPU and peak memory of the gateway."""
        program = self.programs.get(target)
        if program is None:
            return run()
        program.forget_peak()
        before = program.cpu_seconds()
        figures = run()
        figures["cpu_s"] = program.cpu_seconds() - before
        figures["peak_mb"] = program.memory_mb("VmHWM")
        return figures


def measure_requests(options, folder):
    """[{round, target, connections, requests_per_s, ...}]"""
    rows = []
    with contextlib.ExitStack() as stack:
        upstream = processes.start_upstream(stack, folder, chat_completion())
        gateways = Gateways(options, stack, folder, "requests", upstream)
        for connections in CONNECTIONS:
            for index, target in gateways.in_turn():
                run = functools.partial(
                    wrk, gateways.ports[target], connections,
                    key=gateways.keys.get(target))
                run(seconds=1)  # warm
                figures = gateways.measured(
                    target, lambda r=run: r(seconds=options.seconds))
                add_cpu_per_request(figures)
                rows.append({"round": index, "target": target,
                             "connections": connections, **figures})
                report.progress("requests", rows[-1])
    return rows


def add_cpu_per_request(figures):
    if "cpu_s" in figures and figures["requests"]:
        figures["cpu_us_per_request"] = (
            1e6 * figures.pop("cpu_s") / figures["requests"])


def measure_fixed_rate(options, folder):
    rows = []
    with contextlib.ExitStack() as stack:
        upstream = processes.start_upstream(stack, folder, chat_completion())
        gateways = Gateways(options, stack, folder, "rate", upstream)
        for index, target in gateways.in_turn():
            figures = bellwether_load(
                gateways.ports[target], "--rate", RATE,
                "--duration", 2 * options.seconds, "--connections", 16,
                key=gateways.keys.get(target))
            rows.append({"round": index, "target": target, **figures})
            report.progress("fixed-rate", rows[-1])
    return rows


def measure_streams(options, folder):
    rows = []
    behavior = {"tokens": CHUNKS, "chunk_interval_ms": INTERVAL_MS}
    with contextlib.ExitStack() as stack:
        upstream = processes.start_simulator(stack, folder, behavior)
        gateways = Gateways(options, stack, folder, "streams", upstream, "off")
        for index, target in gateways.in_turn():
            figures = gateways.measured(
                target, lambda t=target: bellwether_load(
                    gateways.ports[t], "--streams", STREAMS,
                    "--ramp-ms", RAMP_MS, "--chunks-expected", CHUNKS,
                    "--interval-ms", INTERVAL_MS, key=gateways.keys.get(t)))
            rows.append({"round": index, "target": target, **figures})
            report.progress("streams", rows[-1])
    return rows


def first_answer_ms(folder, upstream, index):
    """From exec until a chat completion has been answered; idle memory."""
    port = processes.free_port()
    config = folder / "start.json"
    settings = processes.bellwether_config(upstream)
    settings["listen"] = f"127.0.0.1:{port}"
    config.write_text(json.dumps(settings))
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/chat/completions",
        data=b'{"model":"bench","messages":[{"role":"user","content":"Hi"}]}',
        headers={"content-type": "application/json"})
    begun = time.monotonic()
    with processes.Program([processes.BUILD / "bellwether", "serve",
                            "--state-dir", "",
                            "--config", config],
                           folder / f"start-{index}.log") as program:
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(request, timeout=5).read()
                break
            if time.monotonic() - begun > 10:
                raise RuntimeError(f"no answer:\n{program.last_words()}")
            time.sleep(0.001)
        elapsed = 1000 * (time.monotonic() - begun)
        time.sleep(0.5)
        return elapsed, program.memory_mb("VmRSS")


def measure_start(options, folder):
    with contextlib.ExitStack() as stack:
        upstream = processes.start_upstream(stack, folder, chat_completion())
        runs = [first_answer_ms(folder, upstream, index)
                for index in range(max(3, options.rounds))]
    return {"first_answer_ms": statistics.median(run[0] for run in runs),
            "idle_mb": statistics.median(run[1] for run in runs)}


MEASURES = {"requests": measure_requests, "fixed-rate": measure_fixed_rate,
            "streams": measure_streams, "start": measure_start}


def parse_options():
    parser = argparse.ArgumentParser(description="Bellwether's benchmark")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true",
                        help="two short rounds: to see that it works")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--against", metavar="PROGRAM",
                        help="another build's bellwether, measured in turn")
    options = parser.parse_args()
    if options.quick:
        options.rounds = min(options.rounds, 2)
    options.seconds = 2 if options.quick else 5
    return options


def machine():
    names = [line.partition(":")[2].strip()
             for line in pathlib.Path("/proc/cpuinfo").open()
             if line.startswith("model name")]
    return {"cpu": names[0] if names else "unknown",
            "cores": os.cpu_count(), "kernel": os.uname().release}


def main():
    options = parse_options()
    # Ctrl-C and SIGTERM both unwind the blocks that stop the programs.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    results = {"at": datetime.datetime.now().isoformat(timespec="seconds"),
               "machine": machine(), "rounds": options.rounds,
               "seconds": options.seconds}
    with tempfile.TemporaryDirectory(prefix="bellwether-bench-") as name:
        for part in options.only or PARTS:
            results[part] = MEASURES[part](options, pathlib.Path(name))
    report.print_tables(results)
    print(f"\nWritten: {report.write(results, HERE / 'results')}")


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:
        sys.exit(f"bench: {error}")
    except KeyboardInterrupt:
        sys.exit("\nbench: stopped")
