# ./dev run: server and agent on this host, from a state folder of their own, until Ctrl-C.

state=$(realpath -m "${FORESHOCK_STATE:-.state}")
server_pid=
agent_pid=

# http_get PORT PATH: the body of an answer with status 200. Needs no program but bash.
http_get() {
    local line body
    exec 5<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&5
    read -r -t 5 line <&5 || line=
    body=$(timeout 5 cat <&5 2>/dev/null | sed '1,/^\r*$/d')
    exec 5<&- 5>&-
    [[ $line == *" 200 "* ]] && printf '%s\n' "$body"
} 2>/dev/null

port_is_taken() { (exec 5<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The settings are written once: whoever runs this may change them and keep the change.
write_settings() {
    mkdir -p "$state/server" "$state/agent"
    [ -e "$state/server.toml" ] || cat >"$state/server.toml" <<TOML
# Settings of the server that ./dev run starts. The port comes from its command line.
[server]
data = "$state/server"
TOML
    [ -e "$state/agent.toml" ] || cat >"$state/agent.toml" <<TOML
# Settings of the agent that ./dev run starts.
[agent]
state = "$state/agent"

[server]
token_file = "$state/agent.token"
TOML
}

# The token is shown once, by the server; it stays in a file that only its owner reads.
make_token() {
    local name server=build/release/foreshock-server
    name=$(uname -n)
    if [ -s "$state/agent.token" ] &&
        "$server" agent list --config "$state/server.toml" 2>/dev/null | grep -qwF -- "$name"; then
        return 0
    fi
    "$server" agent remove "$name" --config "$state/server.toml" >/dev/null 2>&1 || true
    (
        umask 077
        "$server" agent add "$name" --config "$state/server.toml" >"$state/agent.token"
    ) || die "the server gave no token for the agent"
}

# background LOG COMMAND...: in a process group of its own, so that a Ctrl-C meant for this
# script does not reach it first; it ends with this script, however that ends.
background() {
    local log=$1
    shift
    set -m
    setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 </dev/null 9>&- &
    set +m
}

# gently PID SECONDS: asks, waits, and insists.
gently() {
    local pid=$1 left=$(($2 * 10))
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null && [ $((left -= 1)) -gt 0 ]; do sleep 0.1; done
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

stop_both() {
    trap '' INT TERM HUP
    trap - EXIT
    [ -z "$server_pid$agent_pid" ] || say "" "stopping: the agent says goodbye, then the server"
    gently "$agent_pid" 10
    gently "$server_pid" 10
    [ -z "$server_pid$agent_pid" ] || say "stopped; nothing is left running"
}

still_up() { kill -0 "$1" 2>/dev/null; }

# wait_until SECONDS WHAT PID LOG COMMAND...
wait_until() {
    local left=$(($1 * 5)) what=$2 pid=$3 log=$4
    shift 4
    until "$@"; do
        if ! still_up "$pid" || [ $((left -= 1)) -le 0 ]; then
            warn "      the end of $log:"
            tail -n 20 "$log" | sed 's/^/      | /' >&2
            die "$what"
        fi
        sleep 0.2
    done
}

server_is_ready() { http_get "$1" /-/ready >/dev/null; }
agent_is_seen() { http_get "$1" /api/v1/hosts | grep -qF "\"$(uname -n)\""; }

start_server() {
    background "$state/server.log" build/release/foreshock-server \
        --config "$state/server.toml" --listen "127.0.0.1:$1"
    server_pid=$!
    wait_until 30 "the server does not get ready" "$server_pid" "$state/server.log" \
        server_is_ready "$1"
}

start_agent() {
    background "$state/agent.log" build/release/foreshock-agent \
        --config "$state/agent.toml" --server "http://127.0.0.1:$1"
    agent_pid=$!
    wait_until 60 "the agent's first report did not arrive" "$agent_pid" "$state/agent.log" \
        agent_is_seen "$1"
}

what_to_try() {
    local url="http://127.0.0.1:$1" server=
    [ "$1" = 8420 ] || server=" --server $url"
    cat <<TEXT

  The page:    $url/
  Try, in another shell:
    build/release/foreshock demo$server                a harmless real leak, announced before it hurts
    build/release/foreshock incidents watch$server     what is open, as it changes
    build/release/foreshock hosts$server               who reports
  Settings, data and logs: $state
  Ctrl-C stops both.

TEXT
    [ "$(id -u)" -eq 0 ] ||
        say "  Not root: the files of other users' processes cannot be counted." ""
}

status_text() {
    local incidents open
    incidents=$(http_get "$1" '/api/v1/incidents?state=open') || { echo "no answer" && return; }
    open=$(grep -o '"reference"' <<<"$incidents" | wc -l)
    printf 'up %s   open incidents: %d' "$(elapsed_text $((SECONDS - began)))" "$open"
    grep -o '"sentence": *"[^"]*"' <<<"$incidents" | head -n 1 | sed 's/.*: *"/   /; s/"$//'
}

# Until a signal comes or one of the two ends by itself.
stay() {
    local began=$SECONDS
    while still_up "$server_pid" && still_up "$agent_pid"; do
        [ ! -t 1 ] || printf '\r\033[K  %s' "$(status_text "$1" | tr '\n' ' ' | cut -c "1-$((${COLUMNS:-80} - 4))")"
        sleep 2 &
        wait $! || true
    done
    warn "" "one of the two ended by itself; the ends of their logs:"
    tail -n 15 "$state/server.log" "$state/agent.log" >&2
    exit 1
}

run_here() {
    local port=8420
    while [ $# -gt 0 ]; do
        case $1 in
            --port) port=${2:?--port wants a number} && shift 2 ;;
            --port=*) port=${1#*=} && shift ;;
            *) die "run: what is \"$1\"? Only --port N is known" ;;
        esac
    done
    [[ $port =~ ^[0-9]+$ ]] || die "run: \"$port\" is not a port number"
    mkdir -p "$state"
    exec 9>"$state/lock"
    flock -n 9 || die "another ./dev run uses $state; stop it, or set FORESHOCK_STATE"
    ! port_is_taken "$port" ||
        die "port $port is already in use on this host; try ./dev run --port $((port + 1))"
    steps_ahead 4
    step "packages"
    need build web
    step "building$(first_time_words release "the first time takes some minutes")"
    compile_preset release foreshock-server foreshock-agent foreshock
    trap stop_both EXIT
    trap 'exit 0' INT TERM HUP
    step "starting the server on port $port"
    write_settings
    make_token
    start_server "$port"
    step "starting the agent and waiting for its first report"
    start_agent "$port"
    what_to_try "$port"
    stay "$port"
}
