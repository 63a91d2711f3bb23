#!/usr/bin/env python3
"""storm_alerts.py PORT HOSTS PER_HOST PID [TOKEN]

Posts one alert for each host and fault to an Alertmanager in batches of 100 on one connection.
Prints how many were accepted, the CPU seconds that the process PID spent meanwhile, the seconds
that passed, and how many were refused. TOKEN is shown with each batch.
"""
import http.client
import json
import sys
import time

BATCH = 100


def cpu_seconds(pid):
    return time.clock_gettime((~pid << 3) | 2)


def alert(number, per_host, starts, ends):
    host, fault = divmod(number, per_host)
    name = f"host-{host:05d}"
    return {
        "labels": {
            "alertname": f"Fault{fault}",
            "host": name,
            "dc": f"dc{host % 4}",
            "service": f"service{host // 4 % 10}",
            "severity": "warning",
        },
        "annotations": {"summary": f"eth0 on {name} has no carrier"},
        "startsAt": starts,
        "endsAt": ends,
    }


def main(port, hosts, per_host, pid, token):
    stamp = lambda seconds: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    starts, ends = stamp(time.time()), stamp(time.time() + 3600)
    count = hosts * per_host
    bodies = [
        json.dumps([alert(n, per_host, starts, ends) for n in range(first, min(first + BATCH, count))]).encode()
        for first in range(0, count, BATCH)
    ]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    fields = {"Content-Type": "application/json"}
    if token:
        fields["Authorization"] = f"Bearer {token}"
    cpu, began, accepted = cpu_seconds(pid), time.monotonic(), 0
    for first, body in enumerate(bodies):
        connection.request("POST", "/api/v2/alerts", body, fields)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            accepted += min(BATCH, count - first * BATCH)
    spent, passed = cpu_seconds(pid) - cpu, time.monotonic() - began
    print(f"{accepted} {spent:.4f} {passed:.3f} {count - accepted}")


main(*(int(word) for word in sys.argv[1:5]), token="".join(sys.argv[5:6]))
