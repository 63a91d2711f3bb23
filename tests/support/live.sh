# For tests of the real programs: a scratch folder, a server, an agent, and a tally.
# Sourced after FORESHOCK_BUILD may have been set; everything started here ends with the shell.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${FORESHOCK_BUILD:-$top/build/dev}")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/foreshock-live.XXXXXX")
passed=0
failed=0
server_pid=
agent_pid=
started=()
host_name=${host_name:-live-host}

ok() {
    passed=$((passed + 1))
    printf 'ok      %s\n' "$1"
}

not_ok() {
    failed=$((failed + 1))
    printf 'NOT OK  %s\n' "$1"
    shift
    [ $# -eq 0 ] || printf '        %s\n' "$@"
}

# holds NAME COMMAND...: one line of the tally.
holds() {
    local name=$1
    shift
    if "$@"; then ok "$name"; else not_ok "$name"; fi
}

# same NAME EXPECTED SEEN
same() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "expected: $2" "seen:     $3"; fi; }

# contains NAME TEXT PART
contains() {
    if [[ $2 == *"$3"* ]]; then ok "$1"; else not_ok "$1" "wanted in it: $3" "seen: ${2:0:600}"; fi
}

tally() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# wait_for SECONDS COMMAND...
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

port_is_free() { ! (exec 5<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    while port=$((19000 + RANDOM % 9000)) && ! port_is_free "$port"; do :; done
    echo "$port"
}

# start NAME COMMAND...: in a process group of its own, gone when this shell is gone; pid in $last.
start() {
    local name=$1
    shift
    set -m
    setpriv --pdeathsig KILL "$@" >>"$scratch/$name.log" 2>&1 </dev/null &
    last=$!
    set +m
    started+=("$last")
}

end_hard() {
    kill -KILL -- "-$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

# end_gently PID [SECONDS]: status of the program, 137 when it had to be killed.
end_gently() {
    local left=$((${2:-10} * 10))
    kill -TERM "$1" 2>/dev/null
    while kill -0 "$1" 2>/dev/null && [ $((left -= 1)) -gt 0 ]; do sleep 0.1; done
    kill -KILL -- "-$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

clean_up() {
    local pid
    for pid in "${started[@]}"; do end_hard "$pid"; done
    [ -n "${KEEP_SCRATCH:-}" ] || rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# The settings of both, short enough for a test. Lines on standard input come after them.
write_server_settings() {
    mkdir -p "$scratch/server"
    {
        printf '[server]\nlisten = "127.0.0.1:%s"\ndata = "%s"\n' "$port" "${1:-$scratch/server}"
        cat
    } >"$scratch/server.toml"
}

write_agent_settings() {
    mkdir -p "$scratch/agent"
    {
        printf '[server]\nurl = "http://127.0.0.1:%s"\ntoken_file = "%s"\n' \
            "$port" "$scratch/agent.token"
        printf '[agent]\nname = "%s"\nstate = "%s"\n' "$host_name" "$scratch/agent"
        cat
    } >"$scratch/agent.toml"
}

give_token() {
    (umask 077 && "$bin/foreshock-server" agent add "$host_name" \
        --config "$scratch/server.toml" >"$scratch/agent.token")
}

server_is_ready() { curl -sf -m 2 -o /dev/null "http://127.0.0.1:$port/-/ready"; }

server_up() {
    start server "$bin/foreshock-server" --config "$scratch/server.toml"
    # shellcheck disable=SC2034 # for those who source this
    server_pid=$last
    wait_for "${1:-20}" server_is_ready
}

agent_up() {
    start agent "$bin/foreshock-agent" --config "$scratch/agent.toml" "$@"
    # shellcheck disable=SC2034 # for those who source this
    agent_pid=$last
}

api() { curl -sf -m 5 "http://127.0.0.1:$port/api/v1/$1" "${@:2}"; }
