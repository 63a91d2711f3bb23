#!/bin/bash
# What the real programs say and do when people, networks, kernels and disks misbehave.
set -u
host_name=badinput-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
reports=/api/v1/agent/reports

# refuses NAME PROGRAM TEXT PART: a configuration of this text is refused with status 2, and the
# complaint holds the file's name with line and column, and PART.
refuses() {
    local name=$1 program=$2 file words status=0
    file=$scratch/bad.toml
    printf '%b' "$3" >"$file"
    words=$("$bin/$program" --config "$file" --check-config 2>&1 </dev/null) || status=$?
    same "$name: exit status" 2 "$status"
    contains "$name: says which file and line" "$words" "$file:${5:-1}:"
    contains "$name: says which key, and why" "$words" "$4"
}

check_configuration() {
    refuses "broken TOML" foreshock-server '[server\n' "" 1
    refuses "unknown key of the server" foreshock-server '[server]\nlisen = "x"\n' server.lisen 2
    refuses "unknown key of the agent" foreshock-agent '[agent]\ninterva = "1s"\n' agent.interva 2
    refuses "unknown table" foreshock-agent '[agnet]\nname = "x"\n' agnet 1
    refuses "wrong unit" foreshock-agent '[agent]\ninterval = "10 parsecs"\n' agent.interval 2
    refuses "wrong type" foreshock-agent '[agent]\nname = 7\n' agent.name 2
    refuses "wrong unit of the server" foreshock-server \
        '[incidents]\nsoak = "soon"\n' incidents.soak 2
}

check_missing_files() {
    local words status=0
    words=$("$bin/foreshock-server" --config "$scratch/none.toml" --check-config 2>&1) || status=$?
    contains "missing configuration: says which file" "$words" "$scratch/none.toml"
    same "missing configuration: exit status" 2 "$status"
    write_agent_settings <<<"
[packs]
files = [\"$scratch/none-pack.toml\"]"
    status=0
    words=$("$bin/foreshock-agent" --config "$scratch/agent.toml" --check-config 2>&1) || status=$?
    contains "missing pack: says which file" "$words" "$scratch/none-pack.toml"
    same "missing pack: exit status" 2 "$status"
}

# A kernel file that is a folder, and one full of noise: the rest is collected all the same.
check_odd_kernel() {
    local words status=0
    cp -r "$top/tests/golden/host" "$scratch/odd"
    rm "$scratch/odd/proc/meminfo" && mkdir "$scratch/odd/proc/meminfo"
    head -c 20000 /dev/urandom >"$scratch/odd/proc/vmstat"
    write_agent_settings <<<"host_root = \"$scratch/odd\""
    words=$("$bin/foreshock-agent" --config "$scratch/agent.toml" --once 2>&1) || status=$?
    same "odd kernel files: the agent goes on" 0 "$status"
    contains "odd kernel files: others are still read" "$words" load.average.one_minute
    contains "odd kernel files: the faulty collector is named" "$words" memory
}

# post TOKEN FILE: "status type", with the type of the problem.
post() {
    curl -s -m 10 -o "$scratch/answer" -w '%{http_code}' -H "Authorization: Bearer $1" \
        -H 'Content-Type: application/x-foreshock-report' --data-binary "@$2" \
        "http://127.0.0.1:$port$reports"
    printf ' %s' "$(jq -r '.type // "-"' "$scratch/answer" 2>/dev/null)"
}

# A real report, as an agent sends it: taken by a receiver that is no server.
catch_report() {
    local served=$port receiver
    port=$(free_port)
    start receiver "$bin/tests/live/webhook_receiver" "$port" "$scratch/caught" x 0
    receiver=$last
    write_agent_settings <<<'report_every = "1s"'
    agent_up
    wait_for 20 test -s "$scratch/caught.body"
    end_hard "$agent_pid"
    end_hard "$receiver"
    port=$served
    rm -rf "$scratch/agent"
    cp "$scratch/caught.body" "$scratch/report"
}

check_reports() {
    local token size cut refused=0 cuts=0
    token=$(<"$scratch/agent.token")
    catch_report
    size=$(stat -c %s "$scratch/report")
    same "wrong token: refused" 401 "$(post wrong "$scratch/report" | cut -c 1-3)"
    : >"$scratch/empty"
    head -c 5000 /dev/urandom >"$scratch/garbage"
    printf '\050\265\057\375garbage after the magic number' >"$scratch/half"
    head -c 6000000 /dev/zero >"$scratch/large"
    head -c 40000000 /dev/zero >"$scratch/huge"
    same "empty report: malformed" 400 "$(post "$token" "$scratch/empty" | cut -c 1-3)"
    same "garbage: malformed" 400 "$(post "$token" "$scratch/garbage" | cut -c 1-3)"
    same "a frame that breaks off: malformed" 400 "$(post "$token" "$scratch/half" | cut -c 1-3)"
    same "6 MB: too large, in words" 413 "$(post "$token" "$scratch/large" | cut -c 1-3)"
    same "40 MB: too much to listen to, the connection ends" 000 \
        "$(post "$token" "$scratch/huge" | cut -c 1-3)"
    for cut in 1 8 $((size / 3)) $((size / 2)) $((size - 9)) $((size - 1)); do
        head -c "$cut" "$scratch/report" >"$scratch/cut"
        cuts=$((cuts + 1))
        [[ $(post "$token" "$scratch/cut") == 400* ]] && refused=$((refused + 1))
    done
    same "a report cut off anywhere: malformed" "$cuts" "$refused"
    holds "after all that the server is ready" server_is_ready
    same "problems are problem+json" application/problem+json "$(curl -s -o /dev/null \
        -w '%{content_type}' -X POST --data-binary x "http://127.0.0.1:$port$reports")"
}

# A form on somebody's page must not be able to act.
check_foreign_forms() {
    same "a form's content type is not taken" 415 "$(curl -s -o /dev/null -w '%{http_code}' \
        --data 'actor=x' "http://127.0.0.1:$port/api/v1/incidents/1/acknowledge")"
    same "no such incident: 404" 404 "$(curl -s -o /dev/null -w '%{http_code}' \
        "http://127.0.0.1:$port/api/v1/incidents/INC-999999")"
}

server_status() { curl -s -m 5 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$1"; }
sequence_of_host() { api "hosts/$host_name" | jq -r '.sequence // 0'; }
sequence_passes() { [ "$(sequence_of_host)" -gt "$1" ] 2>/dev/null; }
reports_are_refused() { grep -q 503 <(post "$(<"$scratch/agent.token")" "$scratch/report"); }
is_not_ready() { [ "$(server_status /-/ready)" = 503 ]; }

fill_disk() {
    dd if=/dev/zero of="$scratch/small/ballast" bs=4k 2>/dev/null
    dd if=/dev/zero of="$scratch/small/ballast2" bs=1 2>/dev/null
    true
}

# The disk under the store runs full, and has room again.
check_full_disk() {
    local before
    mkdir -p "$scratch/small"
    if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=24m,mode=700 foreshock "$scratch/small"; then
        echo "skipped: a full disk under the store (mounting a small one needs root)"
        return 0
    fi
    trap 'clean_mount; clean_up' EXIT
    port=$(free_port)
    write_server_settings "$scratch/small" </dev/null
    give_token
    write_agent_settings <<<'report_every = "1s"'
    server_up || { not_ok "full disk: the server starts" "$(tail "$scratch/server.log")" && return 0; }
    agent_up
    holds "full disk: reports arrive before" wait_for 20 sequence_passes 1
    fill_disk
    holds "full disk: the server says that it is not ready" wait_for 40 is_not_ready
    holds "full disk: reports are refused with 503" reports_are_refused
    same "full disk: incidents can still be read" 200 "$(server_status /api/v1/incidents)"
    same "full disk: hosts can still be read" 200 "$(server_status /api/v1/hosts)"
    contains "full disk: the log says it" "$(tail -n 200 "$scratch/server.log")" "full"
    before=$(sequence_of_host)
    sleep 4
    rm -f "$scratch"/small/ballast*
    holds "space again: the server gets ready by itself" wait_for 40 server_is_ready
    holds "space again: the agent's spool drains" wait_for 60 sequence_passes $((before + 3))
    same "space again: nothing was dropped" 0 "$(dropped_samples)"
    end_gently "$agent_pid"
    end_gently "$server_pid"
    same "space again: the server stops cleanly" 0 $?
}

dropped_samples() {
    curl -s "http://127.0.0.1:$port/metrics" |
        awk '/^foreshock_agent_.*dropped.*_total/ {n += $2} END {print n + 0}'
}

clean_mount() {
    [ -z "$agent_pid" ] || end_hard "$agent_pid"
    [ -z "$server_pid" ] || end_hard "$server_pid"
    umount "$scratch/small" 2>/dev/null
}

check_taken_port() {
    local words status=0
    words=$(timeout 10 "$bin/foreshock-server" --config "$scratch/server.toml" \
        --data "$scratch/second" 2>&1 </dev/null) || status=$?
    contains "taken port: says so" "$words" "$port"
    same "taken port: exit status" 1 "$status"
}

check_configuration
check_missing_files
check_odd_kernel
write_server_settings </dev/null
give_token || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
check_reports
check_foreign_forms
check_taken_port
end_gently "$server_pid"
same "the server stops cleanly when asked" 0 $?
check_full_disk
tally
