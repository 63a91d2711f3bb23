#!/bin/bash
# Agents in a network namespace lose their server. While the link is down, shops leak files and end;
# on one host a shop begins to leak and goes on; one agent is killed, one has a full disk. Then the
# link is back: each host's history must have no hole, what was over must alarm nobody, and what goes
# on must be told, each with its own time.
#   CUT_SECONDS=600 tests/outage/outage.sh
set -u
host_name=outage
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
cut=${CUT_SECONDS:-40}
# After a long outage the next attempt is up to 90 s away, and what waited leaves ten a second.
patience=$((cut > 60 ? 140 + cut / 8 : 40))
port=$(free_port)
net=foreshock-outage-$$
link=fso$$
subnet=10.$((RANDOM % 100 + 100)).$((RANDOM % 250 + 1))
agents=(plain killed full open)
declare -A pid_of

if [ "$(id -u)" != 0 ] || ! ip netns add "$net" 2>/dev/null; then
    echo "skipped: this test makes a network namespace, and needs root and iproute2 for that"
    tally
    exit
fi

tear_down() {
    umount -l "$scratch/full" 2>/dev/null
    clean_up
    ip netns delete "$net" 2>/dev/null
    ip link delete "$link" 2>/dev/null
}
trap tear_down EXIT

make_network() {
    ip link add "$link" type veth peer name agents netns "$net" &&
        ip addr add "$subnet.1/24" dev "$link" && ip link set "$link" up &&
        ip -n "$net" addr add "$subnet.2/24" dev agents && ip -n "$net" link set agents up &&
        ip -n "$net" link set lo up
}

# Off the loopback the server wants to know who asks.
api() { curl -sf -m 5 -H "Authorization: Bearer operator" "http://$subnet.1:$port/api/v1/$1" "${@:2}"; }
server_is_ready() { curl -sf -m 2 -o /dev/null "http://$subnet.1:$port/-/ready"; }

settings() {
    (umask 077 && echo operator >"$scratch/operator")
    write_server_settings <<TOML
operator_token_file = "$scratch/operator"

# The network between the two is this host's own.
[tls]
insecure = true

[incidents]
hold = "0s"
soak = "2s"
relapse_window = "1s"
restart_grace = "5s"
TOML
    sed -i "s/127.0.0.1:$port/$subnet.1:$port/" "$scratch/server.toml"
}

# agent_settings NAME: its own state, token, name and shop.
agent_settings() {
    local home=$scratch/$1
    mkdir -p "$home"
    if [ "$1" = full ]; then mount -t tmpfs -o size=96k tmpfs "$home" || return 1; fi
    (umask 077 && "$bin/foreshock-server" agent add "$1" --config "$scratch/server.toml" \
        >"$scratch/$1.token" 2>/dev/null)
    cat >"$scratch/$1.toml" <<TOML
[server]
urls = ["http://$subnet.1:$port"]
token_file = "$scratch/$1.token"
[agent]
name = "$1"
state = "$home"
interval = "1s"
report_every = "1s"
# A sanitized agent takes ten times the memory, and would slow down for that after a minute.
[budget]
resident_bytes = 2147483648
[packs]
files = ["$top/tests/outage/pack.toml"]
[[watch.process]]
name = "shop"
match = "outage-$$-shop-$1-[a-z]+"
TOML
}

agent_up_as() {
    start "$1" nsenter --net="/run/netns/$net" "$bin/foreshock-agent" --config "$scratch/$1.toml"
    pid_of[$1]=$last
}

# open_shop NAME WORD: a process that opens sixty files when it is told to, and keeps them.
open_shop() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    start shop bash -c 'trap "for i in {1..60}; do exec {file}</dev/null; done" USR1
        while :; do sleep 0.2; done' "outage-$$-shop-$1-$2"
    pid_of[$1-$2]=$last
}

leak() { kill -USR1 "${pid_of[$1-$2]}"; }

is_known() { api "hosts/$1" >/dev/null; }
status_of() { "$bin/foreshock-agent" --config "$scratch/$1.toml" --status; }
nothing_waits() { status_of "$1" 2>/dev/null | grep -q '^reports waiting: 0$'; }

# Of an incident about that shop, as one line; the first argument is what jq makes of it.
incident_about() {
    api 'incidents?limit=200' | jq -r --arg who "pid ${pid_of[$2-$3]})" \
        "[.[] | select(any(.components[]; contains(\$who)))][0] // {} | $1"
}

announced() {
    local id
    id=$(incident_about '.id // ""' "$1" "$2")
    [ -n "$id" ] && api "incidents/$id" | jq -e 'any(.timeline[]; .kind == "announced")' >/dev/null
}

onset_is_own() {
    local id onset
    id=$(incident_about '.id // ""' "$1" "$2")
    onset=$(api "incidents/$id" | jq -r '.symptoms[0].onset_at | sub("\\.[0-9]+"; "") | fromdate')
    [ "$onset" -ge "$3" ] && [ "$onset" -le $(($3 + 8)) ]
}

# The longest silence in a series that has a value each second.
silence_of() {
    api "hosts/$1/samples" -G --data-urlencode 'signal=load.average.one_minute' \
        --data-urlencode 'points=5000' --data-urlencode "from=$(date -ud "@$began" +%FT%TZ)" \
        --data-urlencode "to=$(date -u +%FT%TZ)" |
        jq -r '[.points[][0]] | [.[1:], .[:-1]] | transpose | map(.[0] - .[1]) | (max | round)'
}

live_through_cut() {
    local name step=$((cut / 10))
    ip link set "$link" down
    cut_at=$(date +%s)
    sleep "$step"
    over_at=$(date +%s)
    for name in plain killed full; do leak "$name" over; done
    sleep $((step * 2))
    for name in plain killed full; do end_hard "${pid_of[$name-over]}"; done
    sleep "$step"
    head -c 1000000 /dev/zero >"$scratch/full/filler" 2>/dev/null
    end_hard "${pid_of[killed]}"
    agent_up_as killed
    sleep "$step"
    stays_at=$(date +%s)
    leak open stays
    sleep $((cut_at + cut - $(date +%s)))
    ip link set "$link" up
}

# judge_history NAME SECONDS: delivered, whole but for a silence of so long, nothing dropped.
judge_history() {
    local silence
    holds "outage: $1: everything that waited is delivered" wait_for "$patience" nothing_waits "$1"
    silence=$(silence_of "$1")
    holds "outage: $1: no hole in its history longer than $2 s (longest: ${silence:-none})" \
        test "${silence:-9999}" -le "$2"
    same "outage: $1: nothing was dropped" "reports dropped: 0" \
        "$(status_of "$1" | grep '^reports dropped')"
}

# What the server wrote down about it, for whoever reads a failure.
timeline_of() {
    local id
    id=$(incident_about '.id // ""' "$1" "$2")
    [ -z "$id" ] || api "incidents/$id" | jq -c '{onset: .symptoms[0].onset_at},
        (.timeline[] | [.at, .kind, .reason.code? // .reason, .text? // ""])' | cut -c1-200
}

over_is_resolved() { [ "$(incident_about .state "$1" over)" = resolved ]; }

judge_over() {
    holds "outage: $1: what was over is on record, and over" wait_for 20 over_is_resolved "$1"
    over_is_resolved "$1" || timeline_of "$1" over
    holds "outage: $1: with its own time" onset_is_own "$1" over "$over_at" || timeline_of "$1" over
    if announced "$1" over; then
        not_ok "outage: $1: what was over alarmed nobody"
        timeline_of "$1" over
    else
        ok "outage: $1: what was over alarmed nobody"
    fi
}

make_network || exit 1
settings
for name in "${agents[@]}"; do agent_settings "$name" || exit 1; done
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
began=$(date +%s)
for name in "${agents[@]}"; do agent_up_as "$name"; done
for name in "${agents[@]}"; do
    holds "outage: $name: the host reports" wait_for 20 is_known "$name"
done
for name in plain killed full; do open_shop "$name" over; done
open_shop open stays
# Processes are looked at in rounds of some seconds.
sleep 12
live_through_cut
judge_history plain 2
judge_history full 2
judge_history open 2
# What it had not yet put into a report, and its start.
judge_history killed 5
for name in plain killed full; do judge_over "$name"; done
holds "outage: open: what goes on is told" wait_for 15 announced open stays
holds "outage: open: with its own time" onset_is_own open stays "$stays_at" || timeline_of open stays
tally
