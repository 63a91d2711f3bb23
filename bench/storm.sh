#!/bin/bash
# A storm: 100,000 symptoms of one cause from 20,000 hosts, over the real intake, beside as many
# alerts in prometheus-alertmanager, which takes them in hundreds and is never asked to notify within
# the measure. CPU is the process's own (user and system), memory its peak. What ours has acked must be
# there after a kill -9: that is counted, and the ratio is 0 when a symptom is missing. Beside that the
# very alerts of Alertmanager in the same hundreds, over our own POST /api/v2/alerts.
#   HOSTS=20000 PER_HOST=5 ./dev bench storm
set -u
# shellcheck source=../tests/support/live.sh
. "$(dirname "$0")/../tests/support/live.sh"
hosts=${HOSTS:-20000}
per_host=${PER_HOST:-5}
total=$((hosts * per_host))
port=$(free_port)

peak_mib() { awk '/^VmHWM/ {printf "%.0f", $2 / 1024}' "/proc/$1/status"; }
reports() { "$bin/storm_reports" "$@" 2>>"$scratch/reports.log"; }
open_incidents() { api 'incidents?state=open&limit=500' | jq length; }
none_is_open() { [ "$(open_incidents)" = 0 ]; }
# row NAME: from "count cpu wall refused" on standard input.
row() {
    local count cpu wall refused
    read -r count cpu wall refused
    awk -v what="$1" -v n="$count" -v cpu="$cpu" -v wall="$wall" -v refused="$refused" -v peak="$2" 'BEGIN {
        printf "| %s | %d | %d | %.2f | %.1f | %.0f | %.0f | %s |\n", what, n, refused, cpu, wall, n / cpu,
            1e6 * cpu / n, peak }'
}

write_server_settings <<TOML
[incidents]
soak = "1s"
[absence]
intervals_missed = 100
[limits]
connections_max = 1024
TOML
mkdir -p "$scratch/server"
"$bin/foreshock-server" agent add storm-first --config "$scratch/server.toml" >/dev/null || exit 1
database=$(find "$scratch/server" -name '*.db' | head -n 1)
reports enrol "$database" "$hosts" || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
reports hello "$port" "$hosts" 1 "$server_pid" >"$scratch/hello" || { tail -n 3 "$scratch/reports.log" >&2 && exit 1; }
idle_mib=$(peak_mib "$server_pid")
reports raise "$port" "$hosts" "$per_host" "$server_pid" >"$scratch/raise"
sleep 2
raised_mib=$(peak_mib "$server_pid")
api 'incidents?state=open&limit=500' >"$scratch/open.json"
incidents=$(jq length "$scratch/open.json")
counted=$(jq '[.[].symptom_count] | add' "$scratch/open.json")
seen_hosts=$(jq '[.[].host_count] | max' "$scratch/open.json")
# Acked is durable: everything must be there again.
end_hard "$server_pid"
server_up 60 || { tail "$scratch/server.log" >&2 && exit 1; }
survived=$(api 'incidents?state=open&limit=500' | jq '[.[].symptom_count] | add')
again_mib=$(peak_mib "$server_pid")
reports clear "$port" "$hosts" "$per_host" "$server_pid" >"$scratch/clear"
wait_for 60 none_is_open
left=$(open_incidents)
cleared_mib=$(peak_mib "$server_pid")
end_hard "$server_pid"

port=$(free_port)
write_server_settings "$scratch/server-of-alerts" <<TOML
[incidents]
soak = "1s"
[intake]
alerts_max = $((2 * total))
token_file = "$scratch/sender.token"
TOML
mkdir -p "$scratch/server-of-alerts"
(umask 077 && echo storm-sender-of-alerts >"$scratch/sender.token")
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
post_alerts() { python3 "$top/bench/storm_alerts.py" "$1" "$hosts" "$per_host" "${@:2}"; }
# As from another host: whoever shows no token on this one is looked up in the kernel's table.
post_alerts "$port" "$server_pid" storm-sender-of-alerts >"$scratch/our-alerts"
our_alerts_mib=$(peak_mib "$server_pid")
sleep 2
alert_incidents=$(open_incidents)
alerts_counted=$(api 'incidents?state=open&limit=500' | jq '[.[].symptom_count] | add')
end_hard "$server_pid"

alertmanager_port=$(free_port)
cat >"$scratch/alertmanager.yml" <<YAML
route: {receiver: nobody, group_by: [dc, service], group_wait: 60s, group_interval: 60s}
receivers: [{name: nobody}]
YAML
start alertmanager prometheus-alertmanager --config.file="$scratch/alertmanager.yml" \
    --storage.path="$scratch/alertmanager" --web.listen-address="127.0.0.1:$alertmanager_port" \
    --cluster.listen-address= --log.level=warn
alertmanager_pid=$last
wait_for 20 curl -sf -o /dev/null "http://127.0.0.1:$alertmanager_port/-/ready" || exit 1
post_alerts "$alertmanager_port" "$alertmanager_pid" >"$scratch/alerts"

echo "| what | accepted | refused | CPU s | wall s | per CPU second | CPU us each | peak RSS MiB |"
echo "|---|---|---|---|---|---|---|---|"
row "foreshock-server, first reports of the hosts" "$idle_mib" <"$scratch/hello"
row "foreshock-server, symptoms raised" "$raised_mib" <"$scratch/raise"
row "foreshock-server, symptoms cleared" "$cleared_mib" <"$scratch/clear"
row "foreshock-server, alerts" "$our_alerts_mib" <"$scratch/our-alerts"
row "prometheus-alertmanager $(dpkg-query -W -f='${Version}' prometheus-alertmanager), alerts" \
    "$(peak_mib "$alertmanager_pid")" <"$scratch/alerts"
echo
echo "after kill -9 and a start $survived symptoms are there again, peak $again_mib MiB"
echo "$incidents incident(s) with $counted of $total symptoms on $seen_hosts hosts; open after all cleared: $left"
echo "of the alerts $alert_incidents incident(s) with $alerts_counted symptoms"
per_cpu_second() { awk '{print $1 / $2}' "$scratch/$1"; }
ours=$(per_cpu_second raise)
[ "$survived" = "$total" ] || ours=0
print_ratio() { awk -v ours="$2" -v theirs="$(per_cpu_second alerts)" -v name="$1" 'BEGIN { printf "%s %.2f\n", name, ours / theirs }'; }
print_ratio "the same alerts in the same hundreds: ratio" "$(per_cpu_second our-alerts)"
print_ratio ratio "$ours"
