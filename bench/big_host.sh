#!/bin/bash
# What the agent costs on a very large host: 50,000 processes, 10,000 mounts, 5,000 cgroups and 1,000
# interfaces, as files below a folder. First beside a small host, both without a budget; then with
# the stock budget, once it has shed what it must.
#   WINDOW=30 PROCESSES=50000 MOUNTS=10000 CGROUPS=5000 INTERFACES=1000 ./dev bench big_host
set -u
host_name=bench-host
# shellcheck source=../tests/support/live.sh
. "$(dirname "$0")/../tests/support/live.sh"
window=${WINDOW:-30}
shed_after=${SHED_AFTER:-190}
port=$(free_port)

tree() { python3 "$top/bench/process_tree.py" "$@"; }
status_line() { "$bin/foreshock-agent" --config "$scratch/agent.toml" --status | sed -n "s/^$1: //p"; }
descriptors() { find "/proc/$agent_pid/fd" -mindepth 1 -maxdepth 1 | wc -l; }
samples_total() { curl -sf "http://127.0.0.1:$port/metrics" | awk '/^foreshock_.*samples.*_total/ {n += $2} END {print n + 0}'; }

build_hosts() {
    local began=$SECONDS
    mkdir -p "$scratch/big"
    cp -r "$top/tests/golden/host" "$scratch/small"
    cp -r "$top/tests/golden/host/." "$scratch/big"
    rm -rf "$scratch/big/proc/1" "$scratch/big/proc/self" "$scratch/big/proc/net/dev"
    python3 "$top/bench/big_host.py" "$scratch/big" "${PROCESSES:-50000}" "${MOUNTS:-10000}" \
        "${CGROUPS:-5000}" "${INTERFACES:-1000}" || exit 1
    echo "the host has $(find "$scratch/big" | wc -l) files, made in $((SECONDS - began)) s"
    echo
}

# begin NAME BUDGET: the agent looks at that host.
begin() {
    rm -rf "$scratch/agent"
    write_agent_settings <<TOML
interval = "1s"
host_root = "$scratch/$1"
[budget]
cpu_ratio = $2
TOML
    agent_up
}

# row WORDS: from one look to the next.
row() {
    local cpu wall rss pss threads before after missed
    before=$(samples_total)
    missed=$(status_line 'missed ticks')
    tree snap "$agent_pid" >"$scratch/a"
    sleep "$window"
    tree snap "$agent_pid" >"$scratch/b"
    after=$(samples_total)
    read -r cpu wall rss pss threads _ < <(tree diff "$scratch/a" "$scratch/b")
    awk -v what="$1" -v cpu="$cpu" -v wall="$wall" -v rss="$rss" -v pss="$pss" -v threads="$threads" \
        -v files="$(descriptors)" -v samples="$((after - before))" -v shed="$(status_line 'shed level')" \
        -v missed="$(($(status_line 'missed ticks') - missed))" -v series="$(status_line series)" 'BEGIN {
        printf "| %s | %.2f | %.1f | %.1f | %d | %d | %.0f | %d | %d | %d |\n", what, 1000 * cpu / wall,
            rss, pss, threads, files, samples / wall, series, missed, shed }' | tee -a "$scratch/rows"
}

verdict() {
    awk -F ' *[|] *' '
        { cpu = $3; rss = $4; files = $7; missed += $10 }
        NR == 2 { most_rss = rss; most_files = files; most_cpu = cpu }
        END { bounded = most_rss <= 64 && most_files <= 256 && missed <= 3
            printf "verdict: %.1f ms of CPU each second, %.1f MiB, %d descriptors; with its budget %.1f ms: %s\n",
                most_cpu, most_rss, most_files, cpu, bounded ? "bounded" : "NOT BOUNDED"
            exit !bounded }' "$scratch/rows"
}

build_hosts
write_server_settings </dev/null
give_token 2>/dev/null || exit 1
server_up || { tail "$scratch/server.log" && exit 1; }
echo "| host | CPU ms per second | RSS MiB | PSS MiB | threads | descriptors | samples/s | series | missed ticks | shed level |"
echo "|---|---|---|---|---|---|---|---|---|---|"
begin small 64
sleep 15
row "small, no budget"
end_gently "$agent_pid"
begin big 64
sleep 25
row "large, no budget"
end_gently "$agent_pid"
begin big 0.01
sleep "$shed_after"
row "large, stock budget after $shed_after s"
echo
verdict
