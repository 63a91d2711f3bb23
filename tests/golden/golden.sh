#!/bin/bash
# The whole path once: a real agent on the captured host tests/golden/host, a real server, a real
# store. Memory pressure begins and ends in the captured host; what the API then says, without
# times and other things that differ from run to run, is expected.json.
#   tests/golden/golden.sh [--update]
set -u
host_name=golden-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
here=$top/tests/golden
port=$(free_port)
root=$scratch/host

pressure() {
    printf 'some avg10=%s avg60=0.00 avg300=0.00 total=0\nfull avg10=%s avg60=0.00 avg300=0.00 total=0\n' \
        "$1" "$1" >"$root/proc/pressure/memory"
}

incident_is() { [ "$(api incidents | jq -r '.[0].state // "none"')" = "$1" ]; }
incident_is_open() { [ "$(api 'incidents?state=open' | jq length)" = 1 ]; }
# Rates of slow collectors need two of their rounds.
signals_have_come() {
    api "hosts/$host_name/series" |
        jq -e --slurpfile expected "$here/expected.json" \
            '$expected[0].signals - [.[].signal] == []' >/dev/null
}
host_is_seen() { api "hosts/$host_name" >/dev/null; }
agent_has_left() { [ "$(api "hosts/$host_name" | jq -r .presence)" = expected_away ]; }

# What differs from run to run: times, ids, counters of time.
normalised='walk(if type == "object" then
    with_entries(
        if (.key | test("(_at|_since|_seen|^at|^since|^from|^to)$")) and (.value | type) == "string"
            and (.value | test("^[0-9]{4}-")) then .value = "TIME"
        elif (.key | test("^(id|run_id|revision|sequence|agent_config|snapshot_of)$")) then .value = "ID"
        elif .key == "counted_until" then .value = "TIME"
        elif .key == "used_seconds" then .value = "SPENT"
        elif .key == "time_spent" then .value |= walk(if type == "number" then "SPENT" else . end)
        elif .key == "clock_skew_seconds" then .value = "SKEW"
        elif .key == "server" then .value = "SERVER"
        elif (.value | type) == "string" then .value |= (gsub("quiet for [0-9]+ s"; "quiet for N s")
            | gsub("(?<what>came|over) after [0-9]+ s"; "\(.what) after N s"))
        else . end)
    else . end)'

constant_samples='[
    "memory.ram.total_bytes", "load.average.one_minute", "kernel.files.limit_count",
    "kernel.pids.limit_count", "network.link.up"]'

samples() {
    local id=$host_name signal labels
    api "hosts/$id/series" | jq -c --argjson wanted "$constant_samples" \
        '.[] | select(.signal | IN($wanted[])) | [.signal, (.labels | tojson)]' | sort |
        while IFS= read -r row; do
            signal=$(jq -r '.[0]' <<<"$row")
            labels=$(jq -r '.[1]' <<<"$row")
            api "hosts/$id/samples" -G --data-urlencode "signal=$signal" \
                --data-urlencode "labels=$labels" --data-urlencode "points=1" |
                jq -c '{signal, labels, last: .points[-1][2]}'
        done | jq -s .
}

whole_answer() {
    local id
    id=$(api incidents | jq -r '.[0].id')
    jq -n --argjson hosts "$(api hosts)" \
        --argjson signals "$(api "hosts/$host_name/series" | jq '[.[].signal] | unique')" \
        --argjson samples "$(samples)" --argjson list "$(api incidents)" \
        --argjson incident "$(api "incidents/$id")" \
        '{hosts: $hosts, signals: $signals, samples: $samples, list: $list, incident: $incident}
         | '"$normalised"
}

compare() {
    if [ "${1:-}" = --update ]; then
        cp "$scratch/seen.json" "$here/expected.json"
        echo "rewritten: tests/golden/expected.json"
    fi
    if diff -u "$here/expected.json" "$scratch/seen.json" >"$scratch/diff"; then
        ok "golden: the API says what expected.json holds"
    else
        not_ok "golden: the API says what expected.json holds" "(--update rewrites it)"
        head -n 200 "$scratch/diff"
    fi
}

cp -r "$here/host" "$root"
pressure 0.00
write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "2s"
TOML
write_agent_settings <<TOML
interval = "1s"
report_every = "1s"
host_root = "$root"

[packs]
files = ["$here/pack.toml"]

# They ask this machine, not the captured one.
[collectors]
time = { enabled = false }
certificates = { enabled = false }
name_servers = { enabled = false }
journal = { enabled = false }
kernel_log = { enabled = false }
TOML
give_token || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
agent_up
holds "golden: the host reports" wait_for 20 host_is_seen
pressure 80.00
holds "golden: pressure becomes an incident" wait_for 20 incident_is_open
pressure 0.00
if [ "${1:-}" = --update ]; then
    sleep 30
else
    holds "golden: every signal is heard, slow ones too" wait_for 60 signals_have_come
fi
holds "golden: the incident ends by itself, after the soak" wait_for 30 incident_is resolved
end_gently "$agent_pid"
same "golden: the agent stops cleanly" 0 $?
holds "golden: its goodbye is understood" wait_for 10 agent_has_left
whole_answer >"$scratch/seen.json"
compare "${1:-}"
end_gently "$server_pid"
same "golden: the server stops cleanly" 0 $?
tally
