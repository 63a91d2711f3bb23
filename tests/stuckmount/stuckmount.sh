#!/bin/bash
# A filesystem hangs: the process that serves a FUSE mount is stopped. The agent must go on with
# everything else at its interval, tell the mount, and lose no thread or descriptor to it.
set -u
host_name=stuck-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
seconds=${STUCK_SECONDS:-30}

if [ "$(id -u)" != 0 ] || [ ! -e /dev/fuse ] || ! command -v bindfs >/dev/null; then
    echo "skipped: this test makes a FUSE mount, and needs root, /dev/fuse and the package bindfs"
    tally
    exit
fi

mount_point=$scratch/mount
tear_down() {
    [ -z "${served_by:-}" ] || kill -CONT "$served_by" 2>/dev/null
    umount -l "$mount_point" 2>/dev/null
    clean_up
}
trap tear_down EXIT

host_is_seen() { api "hosts/$host_name" >/dev/null; }
value_of() {
    api "hosts/$host_name/samples" -G --data-urlencode "signal=$1" --data-urlencode "labels=$2" \
        --data-urlencode "points=1" | jq -r '.points[-1][2] // empty'
}
stuck_is() { [ "$(value_of filesystem.probe.stuck "{\"mount\":\"$mount_point\"}")" = "$1" ]; }
incident_is() {
    [ "$(api 'incidents?limit=50' | jq -r --arg m "$mount_point" \
        '[.[] | select(any(.components[]; contains($m)))][0].state // "none"')" = "$1" ]
}
threads() { find "/proc/$agent_pid/task" -mindepth 1 -maxdepth 1 | wc -l; }
# Without the states of processes and threads, of which more are kept open at first, up to a bound.
descriptors() {
    find "/proc/$agent_pid/fd" -mindepth 1 -maxdepth 1 ! -lname '/proc/*/stat' ! -lname '/proc/*/fd' | wc -l
}
missed() { "$bin/foreshock-agent" --config "$scratch/agent.toml" --status | sed -n 's/^missed ticks: //p'; }

# A pack with a shorter hold than the stock one's: the test has no minutes to wait.
write_pack() {
    cat >"$scratch/pack.toml" <<TOML
[kinds."filesystem.probe.stuck"]
[kinds."filesystem.probe.stuck".level]
warning = { enter = 1, leave = 1, hold_for = "5s", clear_after = "3s" }
critical = { enter = 1, leave = 1, hold_for = "2m", clear_after = "3s" }
TOML
}

longest_silence() {
    api "hosts/$host_name/samples" -G --data-urlencode 'signal=load.average.one_minute' \
        --data-urlencode 'points=5000' |
        jq -r '[.points[][0]] | [.[1:], .[:-1]] | transpose | map(.[0] - .[1]) | (max | round)'
}

mkdir -p "$scratch/behind" "$mount_point"
start bindfs bindfs -f -o allow_other "$scratch/behind" "$mount_point"
served_by=$last
wait_for 5 mountpoint -q "$mount_point" || { echo "bindfs does not mount here" >&2 && exit 1; }
write_pack
write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "2s"
TOML
write_agent_settings <<TOML
interval = "1s"
report_every = "1s"
[packs]
files = ["$top/packaging/packs/stock", "$scratch/pack.toml"]
TOML
give_token || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
agent_up
holds "stuck mount: the host reports" wait_for 20 host_is_seen
holds "stuck mount: the mount is watched" wait_for 20 stuck_is 0
sleep 3
threads_before=$(threads)
missed_before=$(missed)
descriptors_before=$(descriptors)
kill -STOP "$served_by"
holds "stuck mount: it becomes a signal" wait_for 10 stuck_is 1
holds "stuck mount: it becomes a symptom, and an incident" wait_for 20 incident_is new
threads_then=$(threads)
descriptors_then=$(descriptors)
sleep "$seconds"
# What works in the background comes and goes; a leak would add one with every tick.
threads_now=$(threads)
descriptors_now=$(descriptors)
holds "stuck mount: threads do not grow ($threads_then, then $threads_now)" \
    test "$threads_now" -le $((threads_then + 3))
holds "stuck mount: and are hardly more than before ($threads_before)" \
    test "$threads_then" -le $((threads_before + 4))
holds "stuck mount: descriptors do not grow ($descriptors_then, then $descriptors_now)" \
    test "$descriptors_now" -le $((descriptors_then + 3))
holds "stuck mount: and are no more than before ($descriptors_before)" \
    test "$descriptors_then" -le $((descriptors_before + 3))
same "stuck mount: no tick is missed" "$missed_before" "$(missed)"
silence=$(longest_silence)
holds "stuck mount: every other signal keeps its interval (longest silence: $silence s)" \
    test "${silence:-99}" -le 2
kill -CONT "$served_by"
holds "stuck mount: it answers again" wait_for 10 stuck_is 0
holds "stuck mount: the incident ends by itself" wait_for 30 incident_is resolved
end_gently "$agent_pid"
same "stuck mount: the agent stops cleanly" 0 $?
tally
