# What is going on, in few words: numbered steps, quiet logs, and the log's tail when it fails.

logs=build/logs
step_number=0
step_total=0

# Each argument is a line.
say() { printf '%s\n' "$@"; }
warn() { printf '%s\n' "$@" >&2; }
die() {
    warn "./dev: $*"
    exit 1
}

steps_ahead() { step_total=$((step_total + $1)); }

step() {
    step_number=$((step_number + 1))
    say "[$step_number/$step_total] $*"
}

elapsed_text() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# Shows that a quiet command is still at work: one changing line on a terminal, a line a minute
# elsewhere.
watch_quietly() {
    local pid=$1 log=$2 began=$SECONDS passed
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        passed=$((SECONDS - began))
        if [ -t 1 ]; then
            printf '\r\033[K      %s  %s' "$(elapsed_text "$passed")" \
                "$(tail -n 1 "$log" | tr -d '\r' | cut -c "1-$((${COLUMNS:-80} - 16))")"
        elif [ $((passed % 60)) -eq 59 ]; then
            say "      still at it after $(elapsed_text "$passed")"
        fi
    done
    [ ! -t 1 ] || printf '\r\033[K'
}

# quietly NAME COMMAND...: its output goes to build/logs/NAME.log; on failure the tail is shown
# and the status returned. It has a process group of its own, so that Ctrl-C ends all of it.
quietly() {
    local log="$logs/$1.log" status=0 pid
    shift
    mkdir -p "$logs"
    : >"$log"
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    set +m
    trap 'kill -TERM -- "-$pid" 2>/dev/null; exit 130' INT TERM
    watch_quietly "$pid" "$log"
    wait "$pid" || status=$?
    trap - INT TERM
    [ "$status" -eq 0 ] && return 0
    warn "      failed (status $status); the end of $log:"
    tail -n 40 "$log" | sed 's/^/      | /' >&2
    return "$status"
}
