"""The programs that a benchmark runs, and what they cost."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.01)
    raise RuntimeError(f"nothing listens on port {port}")


class Program:
    """A running program with its children; stopped when the block ends."""

    def __init__(self, command, log):
        self.log = log
        # setpriv: it ends with us, however we end.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *map(str, command)],
            stdout=log.open("w"), stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def pids(self):
        found = [self.process.pid]
        for pid in found:
            with contextlib.suppress(OSError):
                text = pathlib.Path(
                    f"/proc/{pid}/task/{pid}/children").read_text()
                found.extend(int(child) for child in text.split())
        return found

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text()
            words = fields.rpartition(")")[2].split()
            total += int(words[11]) + int(words[12])
        return total / TICKS

    def memory_mb(self, field):
        """VmRSS now, or VmHWM since forget_peak, of all processes."""
        total = 0
        for pid in self.pids():
            for line in pathlib.Path(f"/proc/{pid}/status").open():
                if line.startswith(field + ":"):
                    total += int(line.split()[1])
        return total / 1024

    def forget_peak(self):
        for pid in self.pids():
            pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")

    def last_words(self):
        return self.log.read_text(errors="replace")[-2000:]


def wait_for_ready_file(program, path, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end and program.process.poll() is None:
        if path.exists():
            return json.loads(path.read_text())
        time.sleep(0.005)
    raise RuntimeError(f"not ready:\n{program.last_words()}")


NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/{name}.pid;
error_log stderr crit;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  default_type application/json;
  keepalive_timeout 3600s;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/{name}-body;
  proxy_temp_path {folder}/{name}-proxy;
  fastcgi_temp_path {folder}/{name}-fastcgi;
  uwsgi_temp_path {folder}/{name}-uwsgi;
  scgi_temp_path {folder}/{name}-scgi;
{http}
}}
"""


def start_nginx(stack, folder, name, port, http):
    """An nginx of our own with one worker, on loopback."""
    config = folder / f"{name}.conf"
    user = "user root;" if os.getuid() == 0 else ""
    config.write_text(NGINX.format(folder=folder, name=name, http=http,
                                   user=user))
    program = stack.enter_context(Program(
        ["nginx", "-e", "stderr", "-p", folder, "-c", config],
        folder / f"{name}.log"))
    try:
        wait_for_port(port, program.process)
    except RuntimeError as error:
        raise RuntimeError(f"{error}:\n{program.last_words()}") from None
    return program


def start_upstream(stack, folder, answer):
    """The fast upstream: nginx that answers everything with `answer`."""
    port = free_port()
    start_nginx(stack, folder, "upstream", port, f"""
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{ return 200 '{answer}'; }}
  }}""")
    return port


def start_proxy(stack, folder, name, upstream_port, buffering="on"):
    """The peer: nginx with proxy_pass and keep-alive on both sides."""
    port = free_port()
    program = start_nginx(stack, folder, name, port, f"""
  upstream provider {{
    server 127.0.0.1:{upstream_port};
    keepalive 256;
    keepalive_requests 1000000000;
  }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering {buffering};
      proxy_read_timeout 300s;
    }}
  }}""")
    return program, port


KEY_NAME = "bench"


def bellwether_config(upstream_port):
    """One provider, one model with a price; everything else as it comes."""
    return {
        "budgets": [
            {"name": "everything", "limit_usd": 1e6},
            {"name": "the day of the team", "limit_usd": 1e6, "period": "day",
             "scope": {"team": "bench"}},
            {"name": "the provider", "limit_usd": 1e6,
             "scope": {"provider": "upstream"}}],
        "listen": "127.0.0.1:0",
        "control": "127.0.0.1:0",
        "providers": {"upstream": {
            "kind": "openai_compatible",
            "base_url": f"http://127.0.0.1:{upstream_port}/v1",
            "limits": {"max_concurrent": 4096,
                       "max_idle_connections": 256}}},
        "models": [{
            "name": "bench", "provider": "upstream",
            "upstream_name": "bench", "tier": "economy", "priority": 1,
            "context_window": 128000, "max_output_tokens": 4096,
            "price": {"input_usd_per_mtok": 2.0,
                      "output_usd_per_mtok": 8.0}}],
        "routes": {"auto": {"strategy": "complexity",
                            "candidates": ["bench"]}},
    }


def make_key(state):
    """A caller's key with a budget and rates of its own; its secret."""
    return subprocess.run(
        [BUILD / "bellwether", "keys", "create", "--state-dir", state,
         "--name", KEY_NAME, "--team", "bench", "--budget", "1000000/month",
         "--rpm", "1000000000", "--tpm", "1000000000000"],
        capture_output=True, text=True, check=True).stdout.strip()


def start_bellwether(stack, folder, name, upstream_port, other=None):
    """The daemon with ledger, budgets and a key, on the disk; its port and the
    key. `other`: another build's program, as that one comes."""
    config = folder / f"{name}.json"
    ready = folder / f"{name}-ready.json"
    state = folder / f"{name}-state"
    ready.unlink(missing_ok=True)
    settings = bellwether_config(upstream_port)
    if other:
        del settings["budgets"]
    config.write_text(json.dumps(settings))
    key = None if other else make_key(state)
    program = stack.enter_context(Program(
        [other or BUILD / "bellwether", "serve", "--config", config,
         "--state-dir", state, "--ready-file", ready], folder / f"{name}.log"))
    at = wait_for_ready_file(program, ready)
    return program, at["listen"]["port"], key


def start_simulator(stack, folder, behavior):
    """One simulated provider that behaves as told; its port."""
    ready = folder / "simulator-ready.json"
    ready.unlink(missing_ok=True)
    program = stack.enter_context(Program(
        [BUILD / "bellwether-sim", "--admin", "127.0.0.1:0", "--provider",
         "openai:0", "--ready-file", ready], folder / "simulator.log"))
    at = wait_for_ready_file(program, ready)
    request = urllib.request.Request(
        at["admin"]["url"] + "/providers/openai/behavior", method="PUT",
        data=json.dumps(behavior).encode())
    urllib.request.urlopen(request, timeout=10).read()
    return at["providers"]["openai"]["port"]
