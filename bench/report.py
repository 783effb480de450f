"""Medians, ratios and tables of what bench.py measured."""

import json
import statistics
import sys


def progress(part, row):
    """One line that changes, on a terminal only."""
    if sys.stderr.isatty():
        where = row.get("connections", "")
        sys.stderr.write(f"\r\033[K{part}: round {row['round'] + 1}, "
                         f"{row['target']} {where}")
        sys.stderr.flush()


def median(rows, target, key):
    values = [row[key] for row in rows
              if row["target"] == target and row.get(key) is not None]
    return statistics.median(values) if values else None


def per_round(rows, target, peer, key, combine):
    """The median over the rounds of combine(target's, peer's figure)."""
    mine = {row["round"]: row.get(key) for row in rows
            if row["target"] == target}
    theirs = {row["round"]: row.get(key) for row in rows
              if row["target"] == peer}
    values = [combine(mine[index], theirs[index]) for index in mine
              if mine[index] is not None and theirs.get(index)]
    return statistics.median(values) if values else None


def ratio_to_nginx(rows, target, key):
    return per_round(rows, target, "nginx", key, lambda a, b: a / b)


def added_to_direct(rows, target, key):
    return per_round(rows, target, "direct", key, lambda a, b: a - b)


def cell(value, digits=0, factor=1):
    return "-" if value is None else f"{value * factor:,.{digits}f}"


def table(title, head, lines):
    print(f"\n{title}\n")
    widths = [max(len(str(line[i])) for line in [head, *lines])
              for i in range(len(head))]
    for line in [head, *lines]:
        print("  " + "  ".join(
            str(text).ljust(width) if i == 0 else str(text).rjust(width)
            for i, (text, width) in enumerate(zip(line, widths))))


def targets_of(rows):
    return [name for name in ("direct", "nginx", "bellwether", "other")
            if any(row["target"] == name for row in rows)]


def requests_table(results):
    rows = results["requests"]
    lines = []
    for connections in sorted({row["connections"] for row in rows}):
        some = [row for row in rows if row["connections"] == connections]
        for name in targets_of(some):
            lines.append([
                f"{name}, {connections}",
                cell(median(some, name, "requests_per_s")),
                cell(ratio_to_nginx(some, name, "requests_per_s"), 2),
                cell(median(some, name, "p50_us")),
                cell(median(some, name, "p99_us")),
                cell(median(some, name, "cpu_us_per_request"), 1),
                cell(median(some, name, "peak_mb"), 1),
                sum(row["errors"] for row in some
                    if row["target"] == name)])
    table("Requests with keep-alive, wrk",
          ["target, connections", "requests/s", "x nginx", "p50 us", "p99 us",
           "CPU us/request", "peak MB", "errors"], lines)


def fixed_rate_table(results):
    rows = results["fixed-rate"]
    table("At 500 requests/s, bellwether-load",
          ["target", "p50 us", "p99 us", "added p50 us", "errors"],
          [[name, cell(median(rows, name, "p50_us")),
            cell(median(rows, name, "p99_us")),
            cell(added_to_direct(rows, name, "p50_us")),
            cell(median(rows, name, "errors"))]
           for name in targets_of(rows)])


def streams_table(results):
    rows = results["streams"]
    table("1,000 streams of 50 chunks at 20 ms, bellwether-load",
          ["target", "late p50 ms", "late p99 ms", "max ms", "x nginx", "CPU s",
           "peak MB", "errors"],
          [[name, cell(median(rows, name, "late_p50_ms"), 2),
            cell(median(rows, name, "late_p99_ms"), 2),
            cell(median(rows, name, "late_max_ms"), 1),
            cell(ratio_to_nginx(rows, name, "late_p99_ms"), 2),
            cell(median(rows, name, "cpu_s"), 2),
            cell(median(rows, name, "peak_mb"), 1),
            cell(median(rows, name, "errors"))]
           for name in targets_of(rows)])


def start_table(results):
    start = results["start"]
    table("Start of Bellwether", ["", ""],
          [["first answer, ms", cell(start["first_answer_ms"], 1)],
           ["memory when idle, MB", cell(start["idle_mb"], 1)]])


TABLES = {"requests": requests_table, "fixed-rate": fixed_rate_table,
          "streams": streams_table, "start": start_table}


def print_tables(results):
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    machine = results["machine"]
    print(f"{machine['cpu']}, {machine['cores']} cores, "
          f"{results['rounds']} rounds")
    for part, print_one in TABLES.items():
        if part in results:
            print_one(results)


def write(results, folder):
    folder.mkdir(exist_ok=True)
    path = folder / (results["at"].replace(":", "") + ".json")
    path.write_text(json.dumps(results, indent=1) + "\n")
    return path
