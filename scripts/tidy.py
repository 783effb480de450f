#!/usr/bin/env python3
"""Runs clang-tidy over translation units, and remembers the clean ones.

    scripts/tidy.py [--build DIR] [--jobs N] [--seconds S] [--changed FILE]

--changed names a file with one changed path a line: only the translation
units that read one of them are checked. --seconds ends the run early; what
was left is checked by the next one. A unit is checked again when its command,
the configuration, clang-tidy, or any file that it includes has changed.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

TIDY = "clang-tidy-16"
ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME",
                                    pathlib.Path.home() / ".cache"),
                     "bellwether", "tidy")
# More than this for one file means that the analyser has lost itself.
FILE_SECONDS = 300
KEEP_SECONDS = 30 * 24 * 3600


def ninja_deps(build):
    """Object -> the files that it was built from, as ninja noted them."""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"],
                          capture_output=True, text=True, check=False).stdout
    deps, current = {}, None
    for line in text.splitlines():
        if line.startswith("    "):
            current.append(build / line.strip())
        elif "#deps" in line:
            name, _, state = line.partition(": #deps")
            current = []
            if "VALID" in state:
                deps[name] = current
    return deps


def compiler_deps(unit):
    """The same from the compiler, for an object that was not built yet."""
    words = shlex.split(unit["command"])
    at = words.index("-o")
    del words[at:at + 2]
    text = subprocess.run(words + ["-M"], cwd=unit["directory"], check=False,
                          capture_output=True, text=True).stdout
    names = text.replace("\\\n", " ").partition(":")[2].split()
    return [pathlib.Path(unit["directory"], name) for name in names]


def files_of(unit, deps):
    source = pathlib.Path(unit["file"])
    words = shlex.split(unit["command"])
    known = deps.get(words[words.index("-o") + 1]) or compiler_deps(unit)
    return sorted({source, *known})


def is_ours(path):
    return ROOT in path.parents


def fingerprint(path):
    """Ours by content; the machine's own files by size and time."""
    try:
        if is_ours(path):
            return hashlib.sha256(path.read_bytes()).hexdigest()
        info = path.stat()
        return f"{info.st_size} {int(info.st_mtime)}"
    except OSError:
        return "gone"


def configuration(source):
    """The text of every .clang-tidy that bears on the source."""
    files = [folder / ".clang-tidy" for folder in source.parents
             if folder == ROOT or ROOT in folder.parents]
    return [file.read_text("utf-8") for file in files if file.exists()]


def key_of(unit, files, version):
    """The same in every clone: our own paths count from the root."""
    source = pathlib.Path(unit["file"])
    parts = [version, unit["command"], *configuration(source),
             *(f"{path} {fingerprint(path)}" for path in files)]
    text = "\0".join(parts).replace(f"{ROOT}/", "./")
    return hashlib.sha256(text.encode()).hexdigest()


def read_units(build, changed):
    """(unit, key) of what is to be looked at, the newest source first."""
    deps = ninja_deps(build)
    version = subprocess.run([TIDY, "--version"], capture_output=True,
                             text=True, check=True).stdout
    chosen = []
    for unit in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(unit["file"])
        if not is_ours(source) or not source.exists():
            continue
        files = files_of(unit, deps)
        if changed is None or changed.intersection(files):
            chosen.append((unit, key_of(unit, files, version)))
    chosen.sort(key=lambda pair: -os.path.getmtime(pair[0]["file"]))
    return chosen


def narrowed(source):
    """The analyzer of clang 16 loses its way in Asio's coroutine frames and
    finds null pointers inside of Boost."""
    text = pathlib.Path(source).read_text(encoding="utf-8")
    return ["--checks=-clang-analyzer-*"] if "co_await" in text else []


def check(unit, key, build, deadline):
    """(source, None when left for later, else clean, output)."""
    source = os.path.relpath(unit["file"], ROOT)
    if time.monotonic() > deadline:
        return source, None, ""
    try:
        # The commands are g++'s; clang does not know all of its warnings.
        run = subprocess.run([TIDY, "-p", str(build), "--quiet",
                              "--extra-arg=-Wno-unknown-warning-option",
                              *narrowed(unit["file"]), unit["file"]],
                             capture_output=True, text=True, check=False,
                             timeout=FILE_SECONDS)
    except subprocess.TimeoutExpired:
        return source, False, f"{source}: not done after {FILE_SECONDS} s"
    if run.returncode == 0:
        (CACHE / key).touch()
    return source, run.returncode == 0, run.stdout or run.stderr


def prune():
    for entry in CACHE.iterdir():
        if time.time() - entry.stat().st_mtime > KEEP_SECONDS:
            entry.unlink()


def lint(build, jobs, seconds, changed):
    CACHE.mkdir(parents=True, exist_ok=True)
    prune()
    units = read_units(build, changed)
    todo = []
    for unit, key in units:
        if (CACHE / key).exists():
            (CACHE / key).touch()
        else:
            todo.append((unit, key))
    deadline = time.monotonic() + seconds
    bad, left = [], []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        runs = [pool.submit(check, unit, key, build, deadline)
                for unit, key in todo]
        for run in concurrent.futures.as_completed(runs):
            source, clean, output = run.result()
            if clean is None:
                left.append(source)
            elif not clean:
                bad.append(source)
                print(output.strip(), flush=True)
    report(len(units), len(todo), bad, left, seconds)
    return 1 if bad else 0


def report(total, checked, bad, left, seconds):
    print(f"clang-tidy: {total - checked} files known to be clean, "
          f"{checked - len(left)} checked, {len(bad)} with findings"
          + (": " + " ".join(sorted(bad)) if bad else ""))
    if left:
        print(f"clang-tidy: {len(left)} files not reached in {seconds:.0f} s; "
              "the next run goes on with them")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--changed", type=pathlib.Path)
    options = parser.parse_args()
    changed = None
    if options.changed:
        changed = {ROOT / line for line
                   in options.changed.read_text("utf-8").splitlines()}
    return lint(options.build.resolve(), options.jobs, options.seconds, changed)


if __name__ == "__main__":
    sys.exit(main())
