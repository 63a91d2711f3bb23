#!/bin/bash
# The demo as its reader runs it, shorter: a real process leaks towards its own limit, and what the
# command line tells meanwhile must be true.
set -u
host_name=$(uname -n)
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
url=http://127.0.0.1:$port

told() { grep -qE "$1" "$scratch/demo.out"; }
host_is_seen() { api "hosts/$host_name" >/dev/null; }
children_left() { pgrep -fc "demo-leak" || true; }

write_server_settings <<<'[incidents]
soak = "5s"'
write_agent_settings </dev/null
give_token || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
agent_up
holds "demo: the host reports" wait_for 20 host_is_seen
before=$(children_left)
status=0
timeout 300 "$bin/foreshock" demo --fast --server "$url" >"$scratch/demo.out" 2>&1 || status=$?
same "demo: ends well" 0 "$status"
holds "demo: announced while impending" told 'announced as INC-[0-9]+: P[1-5], impending'
holds "demo: the priority has reasons" told 'P[1-5] because'
holds "demo: the guilty process is named" told 'names it: .*open files: [0-9]+ leaky-demo'
holds "demo: ends with the lead time" told '^Announced 00:0[01]:[0-9][0-9] before the first failed open'
holds "demo: the interval holds the moment" told '^Announced .*inside\.$'
holds "demo: resolves by itself" told 'INC-[0-9]+ is resolved .*by itself'
same "demo: leaves no process behind" "$before" "$(children_left)"
same "demo: one leak makes one incident" 1 "$(api 'incidents?limit=200' |
    jq '[.[] | select(any(.components[]; contains("leaky-demo")))] | length')"
forecasts=$(api "forecasts?host=$host_name")
same "demo: the forecast is scored as come true, once" 1 "$(jq '[.accuracy[] |
    select(.kind == "process.files.exhaustion") | .hit + .early + .late] | add' <<<"$forecasts")"
contains "demo: the command line tells the record" \
    "$("$bin/foreshock" forecasts --server "$url" 2>&1)" "process.files.exhaustion"
[ "$failed" -eq 0 ] || cat "$scratch/demo.out"
tally
