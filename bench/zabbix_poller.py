#!/usr/bin/env python3
"""Asks a Zabbix agent for what its Linux template asks: zabbix_poller.py PORT SECONDS COUNT_FILE

The passive protocol: https://www.zabbix.com/documentation/6.0/en/manual/appendix/protocols. The
number of items that were answered in the last round goes to COUNT_FILE.
"""
import os
import socket
import struct
import sys
import time

MODES = "user system idle nice iowait interrupt softirq steal guest guest_nice".split()
MEMORY = "total available pavailable free buffers cached used active inactive".split()


def items():
    yield from ("agent.ping", "system.uptime", "system.users.num", "system.cpu.num",
                "system.cpu.intr", "system.cpu.switches", "proc.num[]", "proc.num[,,run]",
                "kernel.maxproc", "kernel.maxfiles", "system.swap.size[,total]",
                "system.swap.size[,free]", "vfs.fs.inode[/,pfree]")
    yield from (f"system.cpu.load[all,avg{minutes}]" for minutes in (1, 5, 15))
    yield from (f"system.cpu.util[,{mode}]" for mode in MODES)
    yield from (f"vm.memory.size[{part}]" for part in MEMORY)
    yield from (f"vfs.fs.size[/,{part}]" for part in ("total", "used", "free", "pused"))
    for interface in os.listdir("/sys/class/net"):
        for way in ("in", "out"):
            for part in ("bytes", "packets", "errors", "dropped"):
                yield f"net.if.{way}[{interface},{part}]"


def ask(port, item):
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        key = item.encode()
        connection.sendall(b"ZBXD\x01" + struct.pack("<II", len(key), 0) + key)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer[13:]


def main(port, seconds, count_file):
    wanted = list(items())
    due = time.monotonic()
    while True:
        try:
            answered = sum(not ask(port, item).startswith(b"ZBX_NOTSUPPORTED") for item in wanted)
            with open(count_file, "w") as file:
                file.write(str(answered))
        except OSError as error:
            print(error, flush=True)
        due += seconds
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
