#!/usr/bin/env python3
"""What a process and its descendants cost.

  process_tree.py snap PID     one look, as JSON
  process_tree.py diff A B     between two looks: cpu_s wall_s rss_mib pss_mib threads processes

CPU is the kernel's own clock of each process (clock_gettime on its pid): nanoseconds, threads that
have ended included. Children that were waited for count by the ticks their parent inherited.
"""
import json
import os
import sys
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def stat_fields(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def processes():
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                yield int(name), stat_fields(name)
            except OSError:
                pass


def tree_of(root, stats):
    children = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[1]), []).append(pid)
    waiting, tree = [root], []
    while waiting:
        pid = waiting.pop()
        if pid in stats:
            tree.append(pid)
            waiting += children.get(pid, [])
    return tree


def memory_kib(pid):
    sums = {"Rss:": 0, "Pss:": 0}
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            name = line.split(None, 1)[0]
            if name in sums:
                sums[name] += int(line.split()[1])
    return sums["Rss:"], sums["Pss:"]


def look(root):
    stats = dict(processes())
    seen = {"at": time.monotonic(), "cpu": {}, "reaped": {}, "rss": 0, "pss": 0, "threads": 0}
    for pid in tree_of(root, stats):
        try:
            # The clock id of another process's CPU time, as Linux defines it.
            seen["cpu"][str(pid)] = time.clock_gettime((~pid << 3) | 2)
            fields = stats[pid]
            seen["reaped"][str(pid)] = (int(fields[13]) + int(fields[14])) / TICKS_PER_SECOND
            seen["threads"] += int(fields[17])
            rss, pss = memory_kib(pid)
            seen["rss"] += rss
            seen["pss"] += pss
        except OSError:
            pass
    return seen


def cpu_between(first, second):
    return sum(
        value - first[kind].get(pid, 0) for kind in ("cpu", "reaped") for pid, value in second[kind].items()
    )


def main(verb, *arguments):
    if verb == "snap":
        print(json.dumps(look(int(arguments[0]))))
    elif verb == "diff":
        first, second = (json.load(open(path)) for path in arguments)
        print("%.4f %.2f %.1f %.1f %d %d" % (
            cpu_between(first, second), second["at"] - first["at"],
            second["rss"] / 1024, second["pss"] / 1024, second["threads"], len(second["cpu"])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
