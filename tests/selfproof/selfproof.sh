#!/bin/bash
# The server proves itself: a test word goes through engine, store, outbox and a webhook; when it
# does not come out, that is an incident and the words that the server lives stop.
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
receiver_port=$(free_port)
echo 204 >"$scratch/echo.status"
: >"$scratch/echo.jsonl"
: >"$scratch/alive.jsonl"

lines() { wc -l <"$scratch/$1.jsonl"; }
has_more() { [ "$(lines "$1")" -gt "$2" ]; }
fault() { api 'incidents?state=open' | jq -e 'any(.[]; .title | contains("server.self_test.failed"))' >/dev/null; }
no_fault() { ! fault; }

write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "1s"
[[webhook]]
name = "echo"
url = "http://127.0.0.1:$receiver_port/echo"
[self]
every = "1s"
test_every = "2s"
test_within = "1s"
test_channel = "echo"
alive_url = "http://127.0.0.1:$receiver_port/alive"
TOML
start receiver "$(dirname "$0")/receiver.py" "$receiver_port" "$scratch"
holds "the server starts" server_up
holds "a test word comes out" wait_for 20 has_more echo 0
contains "and says what it is" "$(head -n 1 "$scratch/echo.jsonl")" '"event":"self_test"'
holds "more follow" wait_for 20 has_more echo 2
holds "the server says that it lives" wait_for 20 has_more alive 1
same "nobody sees an incident of it" "[]" "$(api 'incidents?state=all')"
same "nor an alert" "[]" "$(curl -sf "http://127.0.0.1:$port/api/v2/alerts")"
same "no line is on any timeline" 0 "$(sqlite3 "$scratch/server/foreshock.db" 'SELECT count(*) FROM event')"
echo 500 >"$scratch/echo.status"
holds "a word that does not come out is an incident" wait_for 30 fault
before=$(lines alive)
sleep 4
holds "and the words that it lives have stopped" [ "$(lines alive)" -le $((before + 1)) ]
echo 204 >"$scratch/echo.status"
holds "the next one that comes out ends the incident" wait_for 60 no_fault
before=$(lines alive)
few_wait() { [ "$(sqlite3 "$scratch/server/foreshock.db" "SELECT count(*) FROM outbox WHERE incident_id = 'self-test'")" -le 1 ]; }
holds "nothing waits any more" wait_for 30 few_wait
holds "and it says again that it lives" wait_for 20 has_more alive "$before"
tally
