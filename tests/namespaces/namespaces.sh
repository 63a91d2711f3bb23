#!/bin/bash
# Ten network namespaces as ten hosts on one bridge: all enrol with one token, one is revoked, one is
# cut off, the others are upgraded. Exactly one incident comes of it. Then one is cut off again and the
# agent of another hangs: the others see which host runs. Needs root and iproute2.
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
mark=fs$$
port=8420
base=https://10.77.0.1:$port
data=$scratch/server
ca=$data/ca/ca.pem
revoked=3
cut=5
hung=7

if [ "$(id -u)" -ne 0 ] || ! ip netns add "$mark" 2>/dev/null; then
    echo "skipped: ten hosts in network namespaces (that needs root and ip netns)"
    tally
    exit
fi
trap 'take_down; clean_up' EXIT

take_down() {
    local i pid
    for pid in "${started[@]}"; do end_hard "$pid"; done
    for i in {1..10}; do ip netns del "$mark-$i" 2>/dev/null; done
    ip netns del "$mark"
}

at_hub() { ip netns exec "$mark" "$@"; }
at() { ip netns exec "$mark-$1" "${@:2}"; }
ask() {
    at_hub curl -s -m 10 --cacert "$ca" -H "Authorization: Bearer $(<"$scratch/viewer.token")" \
        "$base/api/v1/$1"
}
server_command() { "$bin/foreshock-server" "$@" --config "$scratch/server.toml" 2>>"$scratch/admin.err"; }

# The hub has the bridge and the server.
lay_cables() {
    local i
    at_hub ip link set lo up
    at_hub ip link add bridge type bridge
    at_hub ip address add 10.77.0.1/24 dev bridge
    at_hub ip link set bridge up
    for i in {1..10}; do
        ip netns add "$mark-$i"
        ip -n "$mark" link add "to-$i" type veth peer name eth0 netns "$mark-$i"
        at_hub ip link set "to-$i" master bridge up
        at "$i" ip link set lo up
        at "$i" ip address add "10.77.0.1$i/24" dev eth0
        at "$i" ip link set eth0 up
    done
}

server_is_ready() { at_hub curl -sf -m 2 -o /dev/null --cacert "$ca" "$base/-/ready"; }

start_server() {
    write_server_settings <<<'[tls]
enabled = true
[absence]
silence_min = "8s"
[incidents]
hold = "0s"
soak = "2s"'
    sed -i 's/^listen = .*/listen = "10.77.0.1:8420"/' "$scratch/server.toml"
    start server ip netns exec "$mark" "$bin/foreshock-server" --config "$scratch/server.toml"
    wait_for 30 server_is_ready
}

# The kernel's files are those of a quiet host, but for its addresses: what this machine does now is not
# the matter here.
settings_of() {
    mkdir -p "$scratch/$1.state"
    cp -r "$top/tests/golden/host" "$scratch/$1.host"
    at "$1" cat /proc/net/fib_trie >"$scratch/$1.host/proc/net/fib_trie"
    printf '[agent]\nname = "host-%s"\nstate = "%s"\nreport_every = "1s"\nhost_root = "%s"\n' \
        "$1" "$scratch/$1.state" "$scratch/$1.host" >"$scratch/$1.toml"
}

enrol_all() {
    local i let_in=0
    server_command person add viewer >/dev/null
    (umask 077 && server_command person token create viewer --label test >"$scratch/viewer.token")
    (umask 077 && server_command token create --uses 10 --label rack=7 >"$scratch/token")
    for i in {1..10}; do
        settings_of "$i"
        at "$i" env -u https_proxy -u HTTPS_PROXY "$bin/foreshock-agent" enroll "$base" --token-file \
            "$scratch/token" --config "$scratch/$i.toml" >>"$scratch/enrol.log" 2>&1 && let_in=$((let_in + 1))
    done
    same "ten hosts enrol with one token" 10 "$let_in"
    contains "which is used up then" "$(server_command token list)" "10/10"
}

agent_starts() {
    start "agent-$1" ip netns exec "$mark-$1" "$2" --config "$scratch/$1.toml"
    agents[$1]=$last
}

present() { ask hosts | jq '[.[] | select(.presence == "present")] | length'; }
presence() { ask hosts | jq -r --arg n "host-$1" '.[] | select(.name == $n) | .presence'; }
present_are() { [ "$(present)" = "$1" ]; }
presence_is() { [ "$(presence "$1")" = "$2" ]; }
last_seen() { ask hosts | jq -r --arg n "host-$1" '.[] | select(.name == $n) | .last_seen'; }
seen_since() { [[ $(last_seen "$1") > $2 ]]; }
incidents() { ask 'incidents?limit=100' | jq -c "$1"; }
incidents_are() { [ "$(incidents length)" = "$1" ]; }
says() { grep -qF "$2" "$scratch/agent-$1.log"; }

check_revocation() {
    at=$(date -u +%FT%T)
    server_command agent revoke "host-$revoked"
    holds "the revoked host is told so" wait_for 20 says "$revoked" "was revoked at"
    holds "the one beside it goes on" wait_for 20 seen_since 4 "$at"
}

check_cut() {
    at_hub ip link set "to-$cut" down
    holds "the host whose cable is pulled is lost" wait_for 40 presence_is "$cut" lost
    holds "that is an incident" wait_for 20 incidents_are 1
    same "of that host only" "[[\"host-$cut\"]]" "$(incidents '[.[].hosts]')"
}

is_special() { [ "$1" = "$revoked" ] || [ "$1" = "$cut" ]; }

# As the packages do it: a word about the upgrade, the new program, a restart.
check_upgrade() {
    local i others=0 all=0
    mkdir "$scratch/new"
    cp "$bin/foreshock-agent" "$scratch/new/"
    [ ! -e "$bin/packs" ] || ln -s "$(realpath "$bin/packs")" "$scratch/new/packs"
    at=$(date -u +%FT%T)
    for i in {1..10}; do
        if is_special "$i"; then continue; fi
        all=$((all + 1))
        : >"$scratch/$i.state/upgrading"
        end_gently "${agents[$i]}"
        agent_starts "$i" "$scratch/new/foreshock-agent"
    done
    for i in {1..10}; do
        if is_special "$i"; then continue; fi
        ! wait_for 20 seen_since "$i" "$at" || others=$((others + 1))
    done
    same "all others report by the new program" "$all" "$others"
    holds "and are present" wait_for 20 present_are "$all"
}

# What has been quiet so far must stay so longer than absence takes.
check_quiet() {
    sleep 15
    same "of all this there is one incident, the cut one's" "[[\"host-$cut\"]]" "$(incidents '[.[].hosts]')"
    same "the revoked host is nobody's alarm" revoked "$(presence "$revoked")"
}

check_return() {
    at_hub ip link set "to-$cut" up
    holds "plugged in again, it is present" wait_for 60 presence_is "$cut" present
    holds "and its incident ends by itself" wait_for 60 is_resolved
}

addresses_are_told() {
    [ "$(ask hosts | jq '[.[] | select(.facts | keys | any(startswith("address.10.")))] | length')" -ge 9 ]
}

# is_lost_because HOST REASON
is_lost_because() {
    local number
    number=$(incidents "[.[] | select(.open and .hosts == [\"$1\"])][0].number")
    [ "$(ask "incidents/$number" | jq -r '.symptoms[-1].reason')" = "$2" ]
}

# An agent that hangs is as silent as a host that is gone.
check_witnesses() {
    holds "hosts tell their addresses within two minutes" wait_for 130 addresses_are_told
    at_hub ip link set "to-$cut" down
    kill -STOP "${agents[$hung]}"
    holds "nobody sees the host that is cut off" wait_for 60 is_lost_because "host-$cut" host_silent_to_others
    holds "others see that the host of a hung agent runs" \
        wait_for 60 is_lost_because "host-$hung" host_answers_others
    kill -CONT "${agents[$hung]}"
    at_hub ip link set "to-$cut" up
    holds "both are present again" wait_for 90 present_are 9
}

is_resolved() { [ "$(incidents '[.[] | select(.hosts == ["host-5"]) | .state] | unique')" = '["resolved"]' ]; }

declare -A agents
lay_cables
start_server || { not_ok "the server starts" "$(tail "$scratch/server.log")"; tally; exit; }
enrol_all
for i in {1..10}; do agent_starts "$i" "$bin/foreshock-agent"; done
holds "the API shows ten hosts" wait_for 60 present_are 10
same "with the token's label" 10 "$(ask hosts | jq '[.[] | select(.facts["label.rack"] == "7")] | length')"
check_revocation
check_cut
check_upgrade
check_quiet
check_return
check_witnesses
tally
