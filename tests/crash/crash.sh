#!/bin/bash
# Server and agent are killed with SIGKILL at random moments, again and again, while processes
# leak, incidents open and webhooks go out. Afterwards nothing that was acknowledged may be gone,
# nothing may be there twice, and every word must have reached the receiver.
#   SECONDS_OF_CHAOS=60 SEED=1 tests/crash/crash.sh
set -u
host_name=crash-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
chaos=${SECONDS_OF_CHAOS:-60}
seed=${SEED:-$(date +%j)}
RANDOM=$seed
secret=crash-loop
webhook_port=$(free_port)
port=$(free_port)
seen=$scratch/seen.jsonl
deliveries=$scratch/deliveries.jsonl
: >"$seen"
: >"$deliveries"
echo "seed $seed, $chaos s of chaos"

settings() {
    printf '%s' "$secret" >"$scratch/secret"
    chmod 600 "$scratch/secret"
    write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "3s"
relapse_window = "1s"
restart_grace = "20s"

[[webhook]]
name = "receiver"
url = "http://127.0.0.1:$webhook_port/hook"
secret_file = "$scratch/secret"
TOML
    write_agent_settings <<TOML
interval = "1s"
report_every = "1s"

[packs]
files = ["$top/tests/crash/pack.toml"]

[[watch.process]]
name = "shop"
match = "crash-loop-shop-[0-9]+"
TOML
}

# Sixty open files are too many for the pack of this test. They stay open until it is killed.
leak() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    start shop bash -c 'for i in {1..60}; do exec {file}</dev/null; done
        while sleep 1; do :; done' "crash-loop-shop-$1"
    shop_pid=$last
    shop_component="process shop (pid $shop_pid)"
}

# What the server has told us about incidents is a promise: kept, and held against it later.
look() {
    api 'incidents?limit=200' | jq -c '.[] | {id, number, reference, state, components, revision}' \
        >>"$seen" 2>/dev/null
}

shop_is_known() {
    look
    grep -qF "\"$shop_component\"" "$seen"
}

maybe_kill() {
    case $((RANDOM % 6)) in
        0 | 1)
            end_hard "$server_pid"
            kills=$((kills + 1))
            nap
            start_server
            ;;
        2 | 3)
            end_hard "$agent_pid"
            kills=$((kills + 1))
            nap
            agent_up
            ;;
        4)
            end_hard "$server_pid"
            end_hard "$agent_pid"
            kills=$((kills + 2))
            start_server
            agent_up
            ;;
    esac
}

# Not waited for: it may well be killed while it starts.
start_server() {
    start server "$bin/foreshock-server" --config "$scratch/server.toml"
    server_pid=$last
}

nap() { sleep "0.$((RANDOM % 9 + 1))"; }

# One shop leaks until its incident has been seen, with kills all along; then it goes away.
round() {
    local end=$((SECONDS + 30))
    leak "$1"
    rounds=$((rounds + 1))
    until shop_is_known || [ $SECONDS -ge $end ]; do
        maybe_kill
        nap
    done
    shop_is_known || late_rounds+=("$shop_component")
    components+=("$shop_component")
    end_hard "$shop_pid"
    maybe_kill
}

run_chaos() {
    local end=$((SECONDS + chaos))
    rounds=0 kills=0 components=() late_rounds=()
    while [ $SECONDS -lt $end ]; do round $rounds; done
}

all_quiet() {
    [ "$(api 'incidents?state=open&limit=200' | jq length)" = 0 ]
}

# Not the webhooks' own quiet: the first retry comes after more seconds than one would wait for.
outbox_is_empty() {
    curl -sf -m 5 "http://127.0.0.1:$port/metrics" | grep -qx 'foreshock_outbox_pending 0'
}

settle() {
    server_is_ready || start_server
    kill -0 "$agent_pid" 2>/dev/null || agent_up
    wait_for 20 server_is_ready
    # A name that was started again and again counts as a crash loop for twice its longest life.
    holds "crash: the incidents of shops that are gone resolve by themselves" wait_for 120 all_quiet
    holds "crash: the outbox empties" wait_for 120 outbox_is_empty
}

incidents_in_full() {
    local id
    for id in $(api 'incidents?limit=200' | jq -r '.[].id'); do api "incidents/$id"; done |
        jq -cs . >"$scratch/incidents.json"
}

count_in() { jq "[$1] | length" "$scratch/incidents.json"; }

check_incidents() {
    local lost doubled wrong
    incidents_in_full
    lost=$(jq -s '.[1:] as $seen | .[0] as $now | [$seen[] | . as $s
        | select(all($now[]; .id != $s.id or .number != $s.number or .revision < $s.revision
              or ($s.components - .components != [])))] | unique_by(.id)' \
        "$scratch/incidents.json" "$seen")
    same "crash: every incident, component and revision that was ever shown is still there" \
        "[]" "$(jq -c . <<<"$lost")"
    same "crash: every leak was noticed" "" "${late_rounds[*]}"
    doubled=$(for component in "${components[@]}"; do
        jq --arg c "$component" '[.[] | select(any(.symptoms[]; .component == $c))] | length' \
            "$scratch/incidents.json"
    done | grep -vcx 1)
    same "crash: each of ${#components[@]} leaks is in exactly one incident" 0 "$doubled"
    same "crash: numbers of incidents are used once" 0 \
        "$(jq '[.[].number] | length - (unique | length)' "$scratch/incidents.json")"
    wrong=$(count_in '.[] | select([.timeline[].sequence] | . != (sort | unique))')
    same "crash: no timeline has a gap in order or an entry twice" 0 "$wrong"
}

check_deliveries() {
    local accepted
    accepted=$scratch/accepted.jsonl
    jq -c 'select(.accepted)' "$deliveries" >"$accepted"
    same "crash: every delivery is signed" 0 "$(jq -c 'select(.signed | not)' "$deliveries" | wc -l)"
    same "crash: the header's id is the body's" 0 \
        "$(jq -c 'select(.key != .body.id)' "$deliveries" | wc -l)"
    same "crash: each incident's opening was accepted under one id, none is missing" "[]" \
        "$(jq -cs --slurpfile incidents "$scratch/incidents.json" '
            [.[] | select(.body.event == "incident.opened")] as $opened
            | [$incidents[0][] | .id as $id
                | {reference, ids: ([$opened[] | select(.body.incident.id == $id) | .key] | unique)}
                | select((.ids | length) != 1)]' "$accepted")"
    same "crash: each incident's end was accepted, none is missing" "[]" \
        "$(jq -cs --slurpfile incidents "$scratch/incidents.json" '
            [.[] | select(.body.event == "incident.resolved") | .body.incident.id] as $ended
            | [$incidents[0][] | select(.id | IN($ended[]) | not) | .reference]' "$accepted")"
    same "crash: one id always says the same event of the same incident" 0 \
        "$(jq -s '[group_by(.key)[] | select([.[] | [.body.event, .body.incident.id]] | unique | length > 1)]
            | length' "$deliveries")"
}

settings
give_token || exit 1
start receiver "$bin/tests/live/webhook_receiver" "$webhook_port" "$deliveries" "$secret" 5
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
agent_up
run_chaos
settle
check_incidents
check_deliveries
echo "$rounds leaks, $kills kills, $(count_in '.[]') incidents, $(wc -l <"$deliveries") deliveries, $(jq -r .key "$deliveries" | sort -u | wc -l) ids"
tally
