#!/usr/bin/env python3
"""Writes the /proc and /sys of a very large host below a folder.

  big_host.py FOLDER PROCESSES MOUNTS CGROUPS INTERFACES

Files that are the same for all processes are links to one, so that the tree stays small.
"""
import os
import sys

LIMITS = """Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max processes             127000               127000               processes
Max open files            1024                 1048576              files
Max pending signals       127000               127000               signals
"""
IO = "rchar: 1000\nwchar: 1000\nsyscr: 10\nsyscw: 10\nread_bytes: 4096\nwrite_bytes: 4096\ncancelled_write_bytes: 0\n"
PROGRAMS = ("postgres", "java", "nginx", "python3", "node", "redis-server", "php-fpm", "sleep")


class Tree:
    def __init__(self, root):
        self.root = root

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def link(self, name, to):
        os.link(self.path(to), self.path(name))


def write_processes(tree, count):
    tree.write("proc/shared_limits", LIMITS)
    tree.write("proc/shared_io", IO)
    for number in range(count):
        # A file has at most 65,000 names on ext4.
        shared = f"proc/shared_file_{number // 5000}"
        if number % 5000 == 0:
            tree.write(shared, "")
        pid = number + 1000
        program = PROGRAMS[number % len(PROGRAMS)]
        folder = f"proc/{pid}"
        os.makedirs(tree.path(folder + "/fd"))
        tree.write(
            folder + "/stat",
            f"{pid} ({program}) S 1 {pid} {pid} 0 -1 4194560 100 0 0 0 {number % 500} 50 0 0 20 0 "
            f"4 0 {10000 + number} 100000000 {500 + number % 1000} 18446744073709551615 0 0 0 0 0 "
            "0 0 0 0 0 0 0 17 0 0 0 0 0 0\n",
        )
        tree.write(folder + "/cmdline", f"/usr/bin/{program}\0--worker\0{number}\0")
        tree.write(folder + "/comm", program + "\n")
        tree.link(folder + "/limits", "proc/shared_limits")
        tree.link(folder + "/io", "proc/shared_io")
        for descriptor in range(3 + number % 5):
            tree.link(f"{folder}/fd/{descriptor}", shared)


def write_mounts(tree, count):
    lines = ["20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"]
    for number in range(count):
        point = f"/srv/volumes/{number // 100}/{number}"
        os.makedirs(tree.path(point[1:]))
        lines.append(
            f"{number + 100} 20 {number // 250 + 9}:{number % 250} / {point} rw,relatime shared:2 "
            f"- ext4 /dev/mapper/volume-{number} rw\n"
        )
    tree.write("proc/1/mountinfo", "".join(lines))
    tree.write("proc/self/mountinfo", "".join(lines))


def write_cgroups(tree, count):
    top = "sys/fs/cgroup"
    tree.write(top + "/cgroup.controllers", "cpu io memory pids\n")
    tree.write("proc/shared_memory_stat", "anon 1048576\nfile 2097152\ninactive_file 1048576\n")
    for number in range(count):
        folder = f"{top}/kubepods.slice/pod-{number // 50}/container-{number}"
        os.makedirs(tree.path(folder))
        tree.write(folder + "/memory.current", f"{200_000_000 + number * 1000}\n")
        tree.write(folder + "/memory.max", "536870912\n")
        tree.link(folder + "/memory.stat", "proc/shared_memory_stat")
        tree.write(folder + "/memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n")
        tree.write(folder + "/pids.current", "12\n")
        tree.write(folder + "/pids.max", "4096\n")
        tree.write(folder + "/cpu.stat", "usage_usec 1000\nnr_periods 10\nnr_throttled 0\n")


def write_interfaces(tree, count):
    lines = ["Inter-|   Receive |  Transmit\n", " face |bytes packets\n"]
    for number in range(count):
        name = f"veth{number:04x}"
        lines.append(f"{name:>10}: {number * 1000} {number} 0 0 0 0 0 0 {number * 900} {number} 0 0 0 0 0 0\n")
        tree.write(f"sys/class/net/{name}/operstate", "up\n")
        tree.write(f"sys/class/net/{name}/carrier_changes", "2\n")
        tree.write(f"sys/class/net/{name}/speed", "10000\n")
        tree.write(f"sys/class/net/{name}/mtu", "1500\n")
    tree.write("proc/net/dev", "".join(lines))
    tree.write("proc/1/net/dev", "".join(lines))


def main():
    root, processes, mounts, cgroups, interfaces = sys.argv[1], *map(int, sys.argv[2:6])
    tree = Tree(root)
    write_processes(tree, processes)
    write_mounts(tree, mounts)
    write_cgroups(tree, cgroups)
    write_interfaces(tree, interfaces)


main()
