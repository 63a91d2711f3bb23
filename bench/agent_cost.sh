#!/bin/bash
# What the agent costs beside its peers, at 1 s and at 10 s, in one run on one machine: CPU of the
# whole process tree, memory, samples. WARM=30 WINDOW=120 ./dev bench agent_cost
# Our agent judges what it collects and ships it; netdata stores and serves, node_exporter and
# zabbix-agent2 answer who asks, collectd writes files. Receivers, scrapers and the disk are not
# counted for anybody.
set -u
# shellcheck source=../tests/support/live.sh
. "$(dirname "$0")/../tests/support/live.sh"
warm=${WARM:-30}
window=${WINDOW:-120}
declare -A pid rate_of server_port before after
names=()

# contender NAME PID RATE...: RATE prints its samples per second, asked after the window.
contender() {
    names+=("$1")
    pid[$1]=$2
    rate_of[$1]=$(printf '%q ' "${@:3}")
}

tree() { python3 "$top/bench/process_tree.py" "$@"; }

# Each has a server of its own, so that its samples can be told from the other's.
start_ours() {
    local seconds=$1 name="foreshock-agent ${1}s"
    port=$(free_port)
    host_name=ours-$seconds
    server_port[$name]=$port
    write_server_settings "$scratch/$host_name" </dev/null
    mkdir -p "$scratch/$host_name"
    give_token || exit 1
    server_up || { tail "$scratch/server.log" && exit 1; }
    write_agent_settings < <(printf 'interval = "%ss"\n' "$seconds")
    local own="$scratch/$host_name.agent"
    sed -e "s|$scratch/agent.token|$own.token|" -e "s|\"$scratch/agent\"|\"$own\"|" \
        "$scratch/agent.toml" >"$own.toml"
    cp "$scratch/agent.token" "$own.token"
    start "$host_name" "$bin/foreshock-agent" --config "$own.toml"
    contender "$name" "$last" stored_per_second "$name"
}

stored_total() {
    curl -sf "http://127.0.0.1:$1/metrics" |
        awk '/^foreshock_.*samples.*_total/ {n += $2} END {print n + 0}'
}
stored_per_second() {
    awk -v a="${before[$1]}" -v b="${after[$1]}" -v w="$window" 'BEGIN {print (b - a) / w}'
}

per_second() { awk -v n="$1" -v s="$2" 'BEGIN {print n / s}'; }

# start_netdata NAME SECONDS: the rest of its configuration on standard input.
start_netdata() {
    local folder="$scratch/netdata-$1-$2" own_port
    own_port=$(free_port)
    mkdir -p "$folder"/{cache,lib,log}
    {
        printf '[global]\nrun as user = %s\n' "$(id -un)"
        printf '[directories]\ncache = %s/cache\nlib = %s/lib\nlog = %s/log\n' \
            "$folder" "$folder" "$folder"
        printf '[web]\nbind to = 127.0.0.1\ndefault port = %s\n[statsd]\nenabled = no\n' "$own_port"
        cat
    } >"$folder/netdata.conf"
    DISABLE_TELEMETRY=1 start "netdata-$1-$2" netdata -D -c "$folder/netdata.conf"
    contender "netdata $1 ${2}s" "$last" netdata_rate "$own_port"
}

netdata_rate() {
    curl -sf "http://127.0.0.1:$1/api/v1/charts" |
        jq '[.charts[] | (.dimensions | length) / .update_every] | add'
}

# No part that is not about the host, no alarms, no history: its least.
netdata_least() {
    printf '[db]\nmode = ram\n[health]\nenabled = no\n[plugins]\n'
    printf '%s = no\n' apps cgroups tc charts.d nfacct cups perf slabinfo ioping fping idlejitter \
        timex 'netdata monitoring'
}

start_exporter() {
    local seconds=$1 own_port
    own_port=$(free_port)
    start "exporter-$seconds" prometheus-node-exporter --web.listen-address="127.0.0.1:$own_port"
    contender "node_exporter ${seconds}s" "$last" exporter_rate "$own_port" "$seconds"
    # shellcheck disable=SC2016 # expanded by the inner shell
    start "scraper-$seconds" bash -c 'while :; do curl -s -o /dev/null "$1"; sleep "$2"; done' \
        scrape "http://127.0.0.1:$own_port/metrics" "$seconds"
}

exporter_rate() { per_second "$(curl -sf "http://127.0.0.1:$1/metrics" | grep -vc '^#')" "$2"; }

start_collectd() {
    local seconds=$1 folder="$scratch/collectd-$1"
    mkdir -p "$folder"
    {
        printf 'BaseDir "%s"\nPIDFile "%s/pid"\nTypesDB "/usr/share/collectd/types.db"\n' \
            "$folder" "$folder"
        printf 'Interval %s\nHostname "bench"\nFQDNLookup false\n' "$seconds"
        printf 'LoadPlugin %s\n' cpu memory df disk interface load processes swap csv
        printf '<Plugin csv>\nDataDir "%s/csv"\n</Plugin>\n' "$folder"
    } >"$folder/collectd.conf"
    start "collectd-$seconds" collectd -f -C "$folder/collectd.conf"
    contender "collectd csv ${seconds}s" "$last" collectd_rate "$folder" "$seconds"
}

collectd_rate() {
    per_second "$(find "$1/csv" -name '*-20*' -type f -exec head -qn1 {} + |
        awk -F, '{n += NF - 1} END {print n + 0}')" "$2"
}

start_zabbix() {
    local seconds=$1 folder="$scratch/zabbix-$1" own_port
    own_port=$(free_port)
    mkdir -p "$folder"
    {
        printf 'LogType=console\nServer=127.0.0.1\nListenIP=127.0.0.1\nListenPort=%s\n' "$own_port"
        printf 'Hostname=bench\nPidFile=%s/pid\nControlSocket=%s/control\nPluginSocket=%s/plugin\n' \
            "$folder" "$folder" "$folder"
    } >"$folder/zabbix.conf"
    start "zabbix-$seconds" zabbix_agent2 -f -c "$folder/zabbix.conf"
    contender "zabbix-agent2 ${seconds}s" "$last" zabbix_rate "$folder" "$seconds"
    start "zabbix-poller-$seconds" python3 "$top/bench/zabbix_poller.py" "$own_port" "$seconds" \
        "$folder/count"
}

zabbix_rate() { per_second "$(cat "$1/count")" "$2"; }

row() {
    local name=$1 cpu wall rss pss threads processes rate
    read -r cpu wall rss pss threads processes < <(tree diff "$scratch/$name.a" "$scratch/$name.b")
    rate=$(eval "${rate_of[$name]}")
    awk -v name="$name" -v cpu="$cpu" -v wall="$wall" -v rss="$rss" -v pss="$pss" \
        -v threads="$threads" -v processes="$processes" -v rate="$rate" 'BEGIN {
        cost = rate > 0 ? 1e6 * cpu / (rate * wall) : 0
        printf "| %s | %.3f | %.2f | %.1f | %.1f | %d/%d | %.1f | %.2f |\n",
            name, cpu, 100 * cpu / wall, rss, pss, processes, threads, rate, cost }'
}

# The best of the others with the same interval beside ours.
verdict() {
    awk -F ' *[|] *' '
        $2 !~ / 1s$/ { next }
        $2 ~ /^foreshock/ { ours = $9; next }
        best == "" || $9 + 0 < best + 0 { best = $9; who = $2 }
        END { printf "verdict: %.2f us of CPU per sample at 1 s, %s takes %.2f: ratio %.2f\n",
              ours, who, best, best / ours }' "$scratch/rows"
}

for seconds in 1 10; do
    start_ours "$seconds"
    start_netdata default "$seconds" < <(printf '[db]\nupdate every = %s\n' "$seconds")
    start_exporter "$seconds"
    start_collectd "$seconds"
    start_zabbix "$seconds"
done
start_netdata least 1 < <(netdata_least)
sleep "$warm"
for name in "${!server_port[@]}"; do before[$name]=$(stored_total "${server_port[$name]}"); done
for name in "${names[@]}"; do tree snap "${pid[$name]}" >"$scratch/$name.a"; done
sleep "$window"
for name in "${names[@]}"; do tree snap "${pid[$name]}" >"$scratch/$name.b"; done
for name in "${!server_port[@]}"; do after[$name]=$(stored_total "${server_port[$name]}"); done
echo "$(nproc) processors, $(find /proc -maxdepth 1 -name '[0-9]*' | wc -l) processes, window $window s after $warm s"
echo
echo "| agent | CPU s | % of a core | RSS MiB | PSS MiB | processes/threads | samples/s | CPU us/sample |"
echo "|---|---|---|---|---|---|---|---|"
for name in "${names[@]}"; do row "$name"; done | tee "$scratch/rows"
echo
printf 'detectors alone, 2,000 series: '
"$bin/detectors_bench" | sed -n 's/^verdict: //p'
echo
verdict
