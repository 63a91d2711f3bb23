#!/bin/bash
# What the agent costs beside two peers, all at 1 s, in one run on one machine: CPU of the whole
# process tree, memory, samples. WARM=20 WINDOW=120 ./dev bench agent_cost
# Our agent judges what it collects and ships it; node_exporter is scraped, collectd writes files.
# Our server, the scraper and the disk are not counted for anybody.
set -u
host_name=bench-host
# shellcheck source=../tests/support/live.sh
. "$(dirname "$0")/../tests/support/live.sh"
warm=${WARM:-20}
window=${WINDOW:-120}
exporter_port=$(free_port)
port=$(free_port)
declare -A pid series_of
names=()

contender() {
    names+=("$1")
    pid[$1]=$2
    series_of[$1]=$3
}

tree() { python3 "$top/bench/process_tree.py" "$@"; }

start_ours() {
    write_server_settings </dev/null
    give_token || exit 1
    write_agent_settings < <(printf 'interval = "1s"\n')
    server_up || { tail "$scratch/server.log" && exit 1; }
    agent_up
    contender "foreshock-agent" "$agent_pid" our_samples_per_second
}

start_exporter() {
    start exporter prometheus-node-exporter --web.listen-address="127.0.0.1:$exporter_port"
    contender "node_exporter" "$last" exporter_samples_per_second
    # shellcheck disable=SC2016 # expanded by the inner shell
    start scraper bash -c 'while :; do curl -s -o /dev/null "$1"; sleep 1; done' scrape \
        "http://127.0.0.1:$exporter_port/metrics"
}

start_collectd() {
    mkdir -p "$scratch/collectd"
    {
        printf 'BaseDir "%s"\nPIDFile "%s/pid"\nTypesDB "/usr/share/collectd/types.db"\n' \
            "$scratch/collectd" "$scratch/collectd"
        printf 'Interval 1\nHostname "bench"\nFQDNLookup false\n'
        printf 'LoadPlugin %s\n' cpu memory df disk interface load processes swap csv
        printf '<Plugin csv>\nDataDir "%s/collectd/csv"\n</Plugin>\n' "$scratch"
    } >"$scratch/collectd.conf"
    start collectd collectd -f -C "$scratch/collectd.conf"
    contender "collectd csv" "$last" collectd_samples_per_second
}

# Samples that the server has stored, counted over the window.
our_samples_total() {
    curl -sf "http://127.0.0.1:$port/metrics" | awk '/^foreshock_.*samples.*_total/ {n += $2} END {print n + 0}'
}
our_samples_per_second() { awk -v a="$ours_before" -v b="$ours_after" -v w="$window" 'BEGIN {print (b - a) / w}'; }
exporter_samples_per_second() { curl -sf "http://127.0.0.1:$exporter_port/metrics" | grep -vc '^#'; }
collectd_samples_per_second() {
    find "$scratch/collectd/csv" -name '*-20*' -type f -exec head -qn1 {} + | awk -F, '{n += NF - 1} END {print n + 0}'
}

row() {
    local name=$1 cpu wall rss pss threads processes rate
    read -r cpu wall rss pss threads processes < <(tree diff "$scratch/$name.a" "$scratch/$name.b")
    rate=$(${series_of[$name]})
    awk -v name="$name" -v cpu="$cpu" -v wall="$wall" -v rss="$rss" -v pss="$pss" \
        -v threads="$threads" -v processes="$processes" -v rate="$rate" 'BEGIN {
        cost = rate > 0 ? 1e6 * cpu / (rate * wall) : 0
        printf "| %s | %.3f | %.2f | %.1f | %.1f | %d/%d | %.0f | %.2f |\n",
            name, cpu, 100 * cpu / wall, rss, pss, processes, threads, rate, cost }'
}

# Every row again, as "name cost" for the verdict.
verdict() {
    awk -F ' *[|] *' '
        NR == 1 { ours = $9; next }
        best == "" || $9 + 0 < best + 0 { best = $9; who = $2 }
        END { printf "verdict: %.2f us of CPU per sample, %s takes %.2f: %.1f times less\n",
              ours, who, best, best / ours }' "$scratch/rows"
}

start_ours
start_exporter
start_collectd
sleep "$warm"
for name in "${names[@]}"; do tree snap "${pid[$name]}" >"$scratch/$name.a"; done
ours_before=$(our_samples_total)
sleep "$window"
for name in "${names[@]}"; do tree snap "${pid[$name]}" >"$scratch/$name.b"; done
ours_after=$(our_samples_total)
echo "$(nproc) processors, $(find /proc -maxdepth 1 -name '[0-9]*' | wc -l) processes, window $window s after $warm s, all at 1 s"
echo
echo "| agent | CPU s | % of a core | RSS MiB | PSS MiB | processes/threads | samples/s | CPU us/sample |"
echo "|---|---|---|---|---|---|---|---|"
for name in "${names[@]}"; do row "$name"; done | tee "$scratch/rows"
echo
verdict
