# shellcheck shell=bash disable=SC2034  # our faults set what describe tells and fault.sh reads
# What our own faults and look-alikes have alike: a service called kiosk with its users, in a
# container or with a log where asked, or a small disk. Each sets `title` and what else it needs of
# the variables below, and ends with: fault_main "$@"
: "${FL_HOME:?our faults are run by faultlab, with --faults-dir}"
# shellcheck source=/dev/null
. "$FL_HOME/lib/fault.sh"

title=                 # what happens
expect=alert           # or quiet
relevant='kiosk|19100' # which alerts are about it
max_s=220
port=                  # of the service; none: there is no service
log=                   # yes: it writes one
cgroup=                # yes: it runs in one
mount=                 # of a small disk

D=$MNT-kiosk
LOG=$FL_STATE/kiosk.log

describe() {
    jq -n --arg title "$title" --arg expect "$expect" --arg relevant "$relevant" \
        --arg port "$port" --arg log "${log:+$LOG}" --arg cgroup "$cgroup" --arg mount "$mount" \
        --argjson max "$max_s" '
        {title: $title, expect: $expect, max_s: $max,
         relevant: (if $expect == "quiet" then [] else [$relevant] end),
         targets: (
            (if $port == "" then {} else {
                http: [{name: "kiosk", url: "http://127.0.0.1:\($port)/"}],
                processes: [{name: "kiosk", match: "flsvc.py --name kiosk"}]} end) +
            (if $log == "" then {} else {logs: [{name: "kiosk", path: $log}]} end) +
            (if $cgroup == "" then {} else {cgroups: ["faultlab-kiosk"]} end) +
            (if $mount == "" then {} else {mounts: [$mount]} end))}'
}

kiosk() { service kiosk --port "$port" ${log:+--log "$LOG"} "$@"; }

# contained CONTROLLER V1FILE V2FILE VALUE [arguments of the service]
contained() {
    local folder limits=("$2" "$3" "$4")
    folder=$(cg "$1" kiosk)
    cgset "$folder" "${limits[@]}"
    shift 4
    # shellcheck disable=SC2016  # for the shell inside
    spawn svc-kiosk bash -c 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' -- "$folder" \
        "$PY" "$LIB/flsvc.py" --name kiosk --ctl "$CTL" --port "$port" ${log:+--log "$LOG"} "$@"
}

in_memory() { contained memory memory.limit_in_bytes memory.max $((300 << 20)) --base-mb 40 "$@"; }

people() { sleep 1; users kiosk http "http://127.0.0.1:$port/" "$@"; sleep 4; }

# The user of a disk saves a document of 64 KB, as editors do: a new file, then a rename.
saves() {
    { head -c 65536 /dev/zero >"$D/doc.new" && sync "$D/doc.new" &&
        mv "$D/doc.new" "$D/doc"; } 2>/dev/null
}

line() { echo "$(date -u +%FT%T.000Z) $1 [kiosk] $2" >>"$LOG"; }

# while_seconds N KNOB VALUE [AFTER]: in the background, then back to AFTER (0)
while_seconds() {
    local name=$2
    knobs "$name=$3"
    spawn "back-$name" bash -c "sleep $1; '$PY' '$LIB/flramp.py' '$CTL' set $name=${4:-0}"
}

disrupted() { if [ -n "$mount" ]; then ! saves; else [ "$(unhappy kiosk)" = yes ]; fi; }
revert() { :; }
teardown() {
    reap_all
    sleep 0.5
    [ -z "$cgroup" ] || cgrm kiosk
    [ -z "$mount" ] || rmdisk kiosk
}
