#!/bin/bash
# The outbox under fire: incidents open, are taken, and end, while the receivers answer 429, 500,
# garbage, late or never, and the server is killed with SIGKILL at random moments. Afterwards each
# notification has arrived once by its id, the newest truth came last, and no page went out after
# somebody had taken the incident.
#   ROUNDS=1000 SEED=1 tests/outbox/outbox.sh
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
rounds=${ROUNDS:-40}
seed=${SEED:-$(date +%j)}
RANDOM=$seed
port=$(free_port)
receiver_port=$(free_port)
seen=$scratch/seen.jsonl
acks=$scratch/acks.jsonl
kills=0
: >"$seen"
: >"$acks"
echo "seed $seed, $rounds rounds"

settings() {
    write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "1s"
relapse_window = "1s"

$(channel log webhook good)
$(channel chat mattermost bad)
$(channel phone ntfy dead '"duty"')

[[route]]
name = "all"
channels = ["log", "chat"]

[[route]]
name = "calls"
channels = ["phone"]
page = true
TOML
}

# channel NAME KIND PATH [TO]
channel() {
    cat <<TOML
[[channel]]
name = "$1"
kind = "$2"
url = "http://127.0.0.1:$receiver_port/$3"
to = [${4:-}]
answer_within = "1s"
retry_first = "100ms"
retry_max = "2s"
TOML
}

# Not waited for: it may well be killed while it starts.
start_server() {
    start server "$bin/foreshock-server" --config "$scratch/server.toml"
    server_pid=$last
}

kill_server() {
    end_hard "$server_pid"
    kills=$((kills + 1))
    start_server
}

maybe_kill() { [ $((RANDOM % 3)) -ne 0 ] || kill_server; }

nap() { sleep "0.$((RANDOM % 4))$((RANDOM % 10))"; }

# alert NAME [END]: said again until the server has taken it.
alert() {
    local body
    body=$(jq -cn --arg name "$1" --arg until "${2:-}" '[{labels: {alertname: $name, host: $name,
        severity: "warning"}, annotations: {summary: "\($name) is ill"}}
        + if $until == "" then {} else {endsAt: $until} end]')
    wait_for 30 curl -sf -m 2 -o /dev/null -H 'Content-Type: application/json' -d "$body" \
        "http://127.0.0.1:$port/api/v2/alerts"
}

incident_of() { api 'incidents?limit=50&host='"$1" | jq -re '.[0].number'; }

act() { # NUMBER ACT BODY
    api "incidents/$1/$2" -H 'Content-Type: application/json' -o /dev/null -d "$3"
}

# The moment is written down after the server has said that it is durable.
take() {
    act "$1" acknowledge '{"actor":"ann"}' || return
    printf '{"reference":"INC-%06d","at":%s}\n' "$1" "$(date +%s.%N)" >>"$acks"
}

round() {
    local name=host-$1 number
    alert "$name"
    maybe_kill
    number=$(wait_for 20 incident_of "$name") || return
    [ $((RANDOM % 2)) -eq 0 ] || act "$number" updates '{"actor":"ann","text":"We look at it."}'
    maybe_kill
    nap
    [ $((RANDOM % 3)) -eq 0 ] || take "$number"
    maybe_kill
    nap
    alert "$name" "$(date -u -d '1 second ago' +%Y-%m-%dT%H:%M:%SZ)"
}

outbox_is_empty() {
    curl -sf -m 5 "http://127.0.0.1:$port/metrics" | grep -qx 'foreshock_outbox_pending 0'
}

all_quiet() { [ "$(api 'incidents?state=open&limit=500' | jq length)" = 0 ]; }

settle() {
    server_is_ready || kill -0 "$server_pid" 2>/dev/null || start_server
    wait_for 30 server_is_ready
    holds "outbox: every incident ends" wait_for 60 all_quiet
    holds "outbox: it empties" wait_for 240 outbox_is_empty
}

incidents_in_full() {
    local cursor='' page
    : >"$scratch/incidents.jsonl"
    while :; do
        page=$(curl -sf -m 10 -D "$scratch/head" \
            "http://127.0.0.1:$port/api/v1/incidents?limit=200${cursor:+&cursor=$cursor}")
        jq -c '.[]' <<<"$page" >>"$scratch/incidents.jsonl"
        cursor=$(sed -n 's/.*[?&]cursor=\([^>&]*\).*/\1/p' "$scratch/head" | tr -d '\r')
        [ -n "$cursor" ] || break
    done
}

check() {
    incidents_in_full
    jq -cs . "$scratch/incidents.jsonl" >"$scratch/incidents.json"
    same "outbox: as many incidents as rounds" "$rounds" "$(jq length "$scratch/incidents.json")"
    same "outbox: one id always says the same, byte for byte" 0 "$(jq -s '
        [group_by([.path, .id])[] | select([.[].body] | unique | length > 1)] | length' "$seen")"
    same "outbox: every request carries its id" 0 "$(jq -c 'select(.id | not)' "$seen" | wc -l)"
    same "outbox: the log has each opening and each end once by id, none is missing" "[]" "$(jq -cs \
        --slurpfile incidents "$scratch/incidents.json" '
        ([.[] | select(.taken and .path == "/good")] | unique_by(.id)
            | group_by(.body.incident.number) | map({key: "\(.[0].body.incident.number)",
                value: [.[].body.event]}) | from_entries) as $told
        | [$incidents[0][] | .number as $n | $told["\($n)"] // [] | select(
            ([.[] | select(. == "incident.opened")] | length) != 1 or
            ([.[] | select(. == "incident.resolved")] | length) != 1) | {$n, told: .}]' "$seen")"
    same "outbox: the log is in the order of its decisions" 0 "$(jq -s '
        [[.[] | select(.taken and .path == "/good")] | group_by(.body.incident.number)[]
            | [.[].body.incident.revision] | select(. != sort)] | length' "$seen")"
    same "outbox: the newest truth is the last that the chat took in" "[]" "$(jq -cs '
        [[.[] | select(.taken and .path == "/bad")] | group_by(.body.text[0:14])[]
            | sort_by(.at) | last | select(.body.text | test("Resolved|Closed") | not)
            | .body.text[0:60]]' "$seen")"
    same "outbox: the chat heard of every incident" "$rounds" "$(jq -s '
        [.[] | select(.taken and .path == "/bad") | .body.text[2:14]] | unique | length' "$seen")"
    # What was on its way when it was taken had begun before: half a second covers the way.
    same "outbox: nobody is called after somebody took it" "[]" "$(jq -cs --slurpfile acks "$acks" '
        [.[] | select(.path == "/dead") | .at as $at | .body.title as $title
            | $acks[] | .reference as $reference
            | select(($title | contains($reference)) and $at > .at + 0.5) | {$reference, $at}]' \
        "$seen")"
}

settings
start receiver /usr/bin/python3 "$top/tests/outbox/receiver.py" "$receiver_port" "$seen" "$seed"
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
for ((i = 0; i < rounds; i++)); do round "$i"; done
settle
check
echo "$rounds rounds, $kills kills, $(wc -l <"$seen") requests," \
    "$(jq -r '[.path, .id] | @tsv' "$seen" | sort -u | wc -l) notifications," \
    "$(wc -l <"$acks") taken"
tally
