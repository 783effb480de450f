#!/usr/bin/env python3
"""Checks that includes go one way and that the layers stay what they are.

    scripts/check_layers.py [ROOT]        prints FILE:LINE: what is wrong
    scripts/check_layers.py --self-test   plants violations and expects them

The rules are the tables below; docs/architecture.md says why.
"""

import pathlib
import re
import sys
import tempfile

# Layer -> the layers (or single headers) that it may include besides itself.
MAY_INCLUDE = {
    "domain": [],
    "settings": ["domain"],
    "providers": ["domain"],
    "surfaces": ["domain", "providers"],
    "upstream": ["domain"],
    "storage": ["domain", "settings"],
    "alerts": ["domain", "settings"],
    "actors": ["domain", "settings", "storage", "alerts"],
    "http": ["actors/alert_messages.hpp", "actors/directory.hpp", "actors/drill_board.hpp",
             "actors/event_log.hpp", "actors/interfaces.hpp",
             "actors/key_board.hpp", "actors/key_refusals.hpp",
             "actors/lane.hpp", "actors/messages.hpp",
             "actors/prober.hpp", "actors/till.hpp", "domain",
             "settings", "providers", "surfaces", "storage/delivery.hpp",
             "storage/ledger_query.hpp",
             "storage/ledger_writer.hpp", "upstream", "version.hpp"],
    "cli": ["domain", "settings", "storage", "daemon.hpp", "version.hpp"],
    # The files in src/ itself: main and the composition root.
    "app": ["domain", "settings", "providers", "surfaces", "upstream", "storage",
            "alerts", "actors", "http", "cli", "daemon.hpp", "version.hpp"],
}
TOP_HEADERS = ["daemon.hpp", "version.hpp"]
# A program of its own may share words with the daemon, nothing more.
TOOLS_MAY_INCLUDE = ["domain"]

LIBRARIES = {
    "CAF": r"<caf/",
    "Asio or Beast": r"<boost/(asio|beast)[/.]",
    "OpenSSL": r"<openssl/",
    "cpp-httplib": r"<httplib\.h>",
    "nlohmann/json": r"<nlohmann/",
    "simdjson": r"<simdjson",
    "spdlog": r"<(spdlog|fmt)/",
    "CLI11": r"<CLI/",
    "threads": r"<(thread|mutex|shared_mutex|condition_variable|atomic"
               r"|future|semaphore|latch|barrier|stop_token)>",
    "input and output": r"<(iostream|fstream|filesystem|cstdio"
                        r"|sys/[a-z]+\.h|unistd\.h)>",
}
FORBIDDEN_LIBRARIES = {
    "domain": list(LIBRARIES),
    "settings": ["CAF", "Asio or Beast", "OpenSSL", "cpp-httplib", "threads",
                 "CLI11"],
    "providers": ["CAF", "Asio or Beast", "OpenSSL", "cpp-httplib", "threads",
                  "CLI11", "input and output"],
    "surfaces": ["CAF", "Asio or Beast", "OpenSSL", "cpp-httplib", "threads",
                 "CLI11", "input and output"],
    "upstream": ["CAF", "cpp-httplib", "nlohmann/json", "simdjson", "CLI11"],
    "storage": ["Asio or Beast", "cpp-httplib", "CLI11"],
    "alerts": ["Asio or Beast", "CLI11"],
    "actors": ["Asio or Beast", "cpp-httplib", "nlohmann/json", "simdjson",
               "OpenSSL", "CLI11"],
    "http": ["CLI11"],
}
# Time and chance are arguments in the domain.
FORBIDDEN_CALLS = {
    "domain": [(r"::now\(", "reads a clock"),
               (r"\bstd::random_device\b", "asks for chance"),
               (r"\bstd::(time|rand|getenv)\(", "asks the machine")],
    "providers": [(r"::now\(", "reads a clock")],
}
MOST_LINES = 400

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<][^">]+[">])')
SOURCES = {".cpp", ".hpp", ".h", ".cc"}


def strip_comment(line):
    return line.split("//", 1)[0]


def allowed(target, layer, may_include):
    folder = target.split("/", 1)[0]
    return folder == layer or folder in may_include or target in may_include


def check_include(include, layer, may_include):
    """What is wrong with one include of a file in this layer, or None."""
    if include.startswith('"'):
        target = include.strip('"')
        if "/" not in target and target not in TOP_HEADERS:
            return f"write the path from src/, not {include}"
        if target.split("/", 1)[0] not in [*MAY_INCLUDE, *TOP_HEADERS]:
            return None if layer == "tools" else f"{target} is in no layer"
        if not allowed(target, layer, may_include):
            known = ", ".join(may_include) or "the standard library"
            return f"{layer} may include {known}, not {target}"
        return None
    for name in FORBIDDEN_LIBRARIES.get(layer, []):
        if re.search(LIBRARIES[name], include):
            return f"{layer} does without {name}: {include}"
    return None


def check_line(line, layer, may_include):
    match = INCLUDE.match(line)
    if match:
        problem = check_include(match.group(1), layer, may_include)
        return [problem] if problem else []
    code = strip_comment(line)
    return [f"{layer} never {what}" for pattern, what
            in FORBIDDEN_CALLS.get(layer, []) if re.search(pattern, code)]


def check_file(path, layer, may_include):
    lines = path.read_text(encoding="utf-8").splitlines()
    problems = [(number, problem)
                for number, line in enumerate(lines, start=1)
                for problem in check_line(line, layer, may_include)]
    return problems + check_length(lines)


def check_length(lines):
    if len(lines) <= MOST_LINES:
        return []
    return [(len(lines), f"{len(lines)} lines; {MOST_LINES} is the limit")]


def sources_below(folder):
    return sorted(path for path in folder.rglob("*")
                  if path.suffix in SOURCES and path.is_file()
                  and "node_modules" not in path.parts)


def layer_of(path, root):
    """The layer of a file in src/, and what it may include."""
    parts = path.relative_to(root / "src").parts
    if len(parts) == 1:
        return "app", MAY_INCLUDE["app"]
    return parts[0], MAY_INCLUDE.get(parts[0])


def check_tree(root):
    """All problems below root: "FILE:LINE: problem", in order."""
    found = []

    def note(path, problems):
        found.extend(f"{path.relative_to(root)}:{number}: {problem}"
                     for number, problem in problems)

    for path in sources_below(root / "src"):
        layer, may_include = layer_of(path, root)
        if may_include is None:
            note(path, [(1, f"src/{layer} is not a known layer")])
        else:
            note(path, check_file(path, layer, may_include))
    for path in sources_below(root / "tools"):
        note(path, check_file(path, "tools", TOOLS_MAY_INCLUDE))
    for path in sources_below(root / "tests"):
        note(path, check_length(path.read_text("utf-8").splitlines()))
    return found


# File -> (text, the part of the message that is expected, or None).
PLANTED = {
    "src/domain/good.hpp": ('#include "domain/x.hpp"\n#include <vector>\n'
                            "// now() is never called: clock::now()\n", None),
    "src/domain/up.hpp": ('#include "settings/x.hpp"\n', "up.hpp:1: domain may"),
    "src/domain/caf.hpp": ("\n#include <caf/fwd.hpp>\n", "caf.hpp:2: domain does"),
    "src/domain/clock.cpp": ("auto t = std::chrono::steady_clock::now();\n",
                             "clock.cpp:1: domain never reads a clock"),
    "src/domain/mutex.cpp": ("#include <mutex>\n", "without threads"),
    "src/domain/log.cpp": ("#  include <spdlog/spdlog.h>\n", "without spdlog"),
    "src/domain/near.cpp": ('#include "near.hpp"\n', "the path from src/"),
    "src/settings/good.cpp": ('#include <nlohmann/json.hpp>\n'
                              '#include "domain/x.hpp"\n', None),
    "src/settings/asio.cpp": ("#include <boost/asio/ip/tcp.hpp>\n", "Asio"),
    "src/providers/good.cpp": ("#include <simdjson.h>\n", None),
    "src/providers/side.cpp": ('#include "upstream/pool.hpp"\n',
                               "providers may include domain, not upstream"),
    "src/upstream/good.cpp": ("#include <boost/asio.hpp>\n"
                              "#include <openssl/ssl.h>\n", None),
    "src/upstream/json.cpp": ("#include <nlohmann/json.hpp>\n", "nlohmann"),
    "src/storage/good.cpp": ('#include "domain/x.hpp"\n'
                             '#include "settings/x.hpp"\n'
                             '#include <nlohmann/json.hpp>\n'
                             '#include <sys/file.h>\n', None),
    "src/storage/up.cpp": ('#include "actors/event_log.hpp"\n',
                           "storage may include domain, settings, not actors"),
    "src/actors/good.cpp": ('#include <caf/all.hpp>\n'
                            '#include "settings/x.hpp"\n'
                            '#include <condition_variable>\n', None),
    "src/actors/beast.cpp": ("#include <boost/beast/http.hpp>\n", "Beast"),
    "src/actors/up.cpp": ('#include "http/gateway/x.hpp"\n', "actors may"),
    "src/http/gateway/good.cpp": ('#include "actors/interfaces.hpp"\n'
                                  '#include "upstream/pool.hpp"\n', None),
    "src/http/gateway/drills.cpp": ('#include "actors/drill_board.hpp"\n'
                                    '#include "actors/event_log.hpp"\n'
                                    '#include "actors/prober.hpp"\n', None),
    "src/http/gateway/deep.cpp": ('#include "actors/router.hpp"\n',
                                  "not actors/router.hpp"),
    "src/app/good.cpp": ('#include "actors/router.hpp"\n', None),
    "src/main.cpp": ('#include "cli/commands.hpp"\n'
                     '#include "daemon.hpp"\n', None),
    "src/cli/serve.cpp": ('#include "daemon.hpp"\n', None),
    "src/http/whole.cpp": ('#include "daemon.hpp"\n', "not daemon.hpp"),
    "src/odd/x.hpp": ("\n", "src/odd is not a known layer"),
    "tools/sim/good.cpp": ('#include "domain/x.hpp"\n'
                           '#include "simulator/x.hpp"\n', None),
    "tools/sim/greedy.cpp": ('#include "settings/x.hpp"\n', "tools may include"),
    "tests/domain/long.cpp": ("\n" * 401, "401 lines"),
    "tests/domain/good.cpp": ("\n" * 400, None),
}


def plant(root):
    for name, (text, _) in PLANTED.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    """Names the planted files that were not judged as expected."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        plant(root)
        found = check_tree(root)
    wrong = []
    for name, (_, expected) in PLANTED.items():
        said = [line for line in found if line.startswith(name + ":")]
        if expected is None and said:
            wrong.append(f"expected nothing, got {said}")
        elif expected is not None and (
                len(said) != 1 or expected not in said[0]):
            wrong.append(f"{name}: expected '{expected}', got {said}")
    return wrong


def main(arguments):
    if arguments == ["--self-test"]:
        problems = self_test()
    else:
        here = pathlib.Path(__file__).resolve().parent.parent
        problems = check_tree(
            pathlib.Path(arguments[0]).resolve() if arguments else here)
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
