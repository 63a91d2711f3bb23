#!/bin/bash
# The packages on a booted Debian 12: systemd as process 1, in namespaces of its own. As root.
# FORESHOCK_PACKAGES names their folder.
set -u
FORESHOCK_BUILD=/
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
# shellcheck source=../support/tree.sh
. "$top/tests/support/tree.sh"
packages=${FORESHOCK_PACKAGES:-$top/build/packages}
host=foreshock-vm
leader=

# A machine: nspawn ends with 133 where a machine would reboot.
boot() {
    echo "$host" >"$tree/etc/hostname"
    # The journal outlives a reboot.
    mkdir -p "$tree/var/log/journal"
    export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
    # shellcheck disable=SC2016
    start boot bash -c 'status=133
        while [ $status -eq 133 ]; do "$@"; status=$?; done' machine \
        systemd-nspawn --register=no --keep-unit --boot --private-network --directory="$tree" \
        --machine="$host" --hostname="$host" --capability=CAP_AUDIT_CONTROL,CAP_SYSLOG \
        --system-call-filter=syslog
    machine_pid=$last
}

# Process 1 inside: another one after each boot.
find_leader() {
    leader=$(pgrep -P "$(pgrep -P "$machine_pid" -x systemd-nspawn)" -x systemd 2>/dev/null) &&
        [ -n "$leader" ]
}

vm() { nsenter -t "$leader" --all env -i PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 HOME=/ "$@" 2>&1 </dev/null; }
property() { vm systemctl show -p "$2" --value "foreshock-$1"; }
is_active() { find_leader && [ "$(vm systemctl is-active "foreshock-$1")" = active ]; }
both_active() { is_active agent && is_active server; }
has_booted() { find_leader && [[ $(vm systemctl is-system-running) =~ running|degraded ]]; }
restarts() { property "$1" NRestarts; }
has_restarted() { [ "$(restarts "$1")" -ge "$2" ] && is_active "$1"; }
journal_says() { vm journalctl -q -o cat -u "foreshock-$1" | grep -q -- "$2"; }

# A report came after this call, and the host counts as there.
seen_after() {
    [ "$(vm curl -s "http://127.0.0.1:8420/api/v1/hosts/$host" |
        jq -r --arg mark "$1" '.presence == "present" and .last_seen > $mark' 2>/dev/null)" = true ]
}

reports_arrive() { wait_for 30 seen_after "$(date -u +%FT%TZ)"; }

set_up() {
    local token
    mkdir "$tree/debs"
    packages_of "$packages" | xargs cp -t "$tree/debs"
    inside "$tree" sh -c 'apt-get install -y -q --no-install-recommends /debs/*.deb' \
        >"$scratch/apt.log" 2>&1 || return 1
    token=$(inside "$tree" foreshock-server agent add "$host" 2>/dev/null)
    (umask 027 && echo "$token" >"$tree/etc/foreshock/agent.token")
    inside "$tree" chgrp foreshock-agent /etc/foreshock/agent.token
}

check_running() {
    holds "both services report that they are ready" wait_for 30 both_active
    holds "the agent's reports arrive" reports_arrive
    contains "the server says what it does" "$(property server StatusText)" "listening on 127.0.0.1"
    same "the agent is a user of its own" foreshock-agent \
        "$(vm stat -c %U "/proc/$(property agent MainPID)")"
    same "the server has no capability" 0000000000000000 \
        "$(vm sed -n 's/^CapEff:\t//p' "/proc/$(property server MainPID)/status")"
    # 2 DAC_READ_SEARCH, 19 SYS_PTRACE, 30 AUDIT_CONTROL, 34 SYSLOG
    same "the agent has its four" 0000000440080004 \
        "$(vm sed -n 's/^CapEff:\t//p' "/proc/$(property agent MainPID)/status")"
    holds "the agent stays within its memory" test \
        "$(vm sed -n 's/^VmRSS:\t *\([0-9]*\) kB/\1/p' "/proc/$(property agent MainPID)/status")" -lt 32768
    vm foreshock-agent --status | sed 's/^/        | /'
}

check_kill() {
    local who
    for who in agent server; do
        vm systemctl kill -s KILL "foreshock-$who" >/dev/null
        holds "$who: killed hard, it is back" wait_for 20 has_restarted "$who" 1
    done
    holds "reports arrive again" reports_arrive
}

check_reload() {
    local pid
    pid=$(property agent MainPID)
    printf '[labels]\nrack = "r7"\n' >"$tree/etc/foreshock/agent.d/10.toml"
    holds "agent: reload succeeds" vm systemctl reload foreshock-agent
    holds "agent: it took the new settings" wait_for 10 journal_says agent "reload: done"
    echo 'broken [' >"$tree/etc/foreshock/agent.d/10.toml"
    vm systemctl reload foreshock-agent >/dev/null
    holds "agent: a wrong file changes nothing" wait_for 10 journal_says agent "nothing has changed"
    same "agent: it is the same process" "$pid" "$(property agent MainPID)"
    rm "$tree/etc/foreshock/agent.d/10.toml"
    holds "server: reload succeeds" vm systemctl reload foreshock-server
    holds "server: it took the new settings" wait_for 10 journal_says server "reloaded"
}

check_wrong_settings() {
    echo '[agent]' >"$tree/etc/foreshock/agent.d/10.toml"
    echo 'interva = "1s"' >>"$tree/etc/foreshock/agent.d/10.toml"
    vm systemctl restart foreshock-agent >/dev/null
    same "agent: with wrong settings it does not start" failed \
        "$(vm systemctl is-active foreshock-agent)"
    holds "agent: and says why" journal_says agent "agent.interva"
    same "agent: it is not tried again and again" 2 "$(property agent ExecMainStatus)"
    rm "$tree/etc/foreshock/agent.d/10.toml"
    holds "agent: with right ones it starts" vm systemctl restart foreshock-agent
}

# A process that hangs is ended and started anew. The units' minute is too long for a test.
check_watchdog() {
    local who before
    for who in agent server; do
        mkdir -p "$tree/etc/systemd/system/foreshock-$who.service.d"
        printf '[Service]\nWatchdogSec=4s\n' \
            >"$tree/etc/systemd/system/foreshock-$who.service.d/short.conf"
    done
    vm systemctl daemon-reload
    for who in agent server; do
        vm systemctl restart "foreshock-$who" >/dev/null
        before=$(restarts "$who")
        vm sh -c "kill -STOP $(property "$who" MainPID)"
        holds "$who: hung, it is ended and started anew" \
            wait_for 40 has_restarted "$who" $((before + 1))
        holds "$who: by the watchdog" journal_says "$who" "Watchdog timeout"
    done
    rm -r "$tree"/etc/systemd/system/foreshock-*.service.d
    vm systemctl daemon-reload
}

boot_id() { vm cat /proc/sys/kernel/random/boot_id; }
has_rebooted() { has_booted && [ "$(boot_id)" != "$first_boot" ]; }

check_reboot() {
    holds "reports arrive before the reboot" reports_arrive
    first_boot=$(boot_id)
    vm systemctl reboot >/dev/null
    holds "it boots again" wait_for 60 has_rebooted
    holds "both services are back by themselves" wait_for 40 both_active
    holds "the agent's reports arrive after the reboot" reports_arrive
    contains "the agent had said that this is a reboot" \
        "$(vm journalctl -q -o cat -b -1 -u foreshock-agent)" "stops: reboot"
    same "nobody was told of a lost host" 0 \
        "$(vm curl -s 'http://127.0.0.1:8420/api/v1/incidents?state=all' |
            jq '[.[] | select(tostring | test("has been silent"))] | length')"
}

check_upgrade_while_running() {
    local deb
    for deb in $(packages_of "$packages"); do older "$deb" "$tree/debs-older"; done
    vm sh -c 'dpkg -i --force-downgrade /debs-older/*.deb' >"$scratch/upgrade.log" 2>&1
    holds "an older build runs" wait_for 30 both_active
    vm sh -c 'dpkg -i /debs/*.deb' >>"$scratch/upgrade.log" 2>&1
    holds "after the upgrade both run" wait_for 30 both_active
    holds "the agent had said that this is an upgrade" journal_says agent "stops: upgrade"
    holds "reports arrive after the upgrade" reports_arrive
}

machine_is_off() { ! kill -0 "$machine_pid" 2>/dev/null; }

# Without this the rest would only wait.
needs() {
    holds "$@"
    [ "$failed" -eq 0 ] || { tally && exit 1; }
}

needs "a bare tree" fresh_tree
needs "the packages install" set_up
boot
needs "it boots" wait_for 60 has_booted
check_running
check_kill
check_reload
check_wrong_settings
check_watchdog
check_upgrade_while_running
check_reboot
if [ "$failed" -gt 0 ]; then
    vm journalctl -q --no-pager -u foreshock-agent -u foreshock-server | tail -n 60 >&2
fi
vm systemctl poweroff >/dev/null
# Its files can be taken away once nothing writes them.
wait_for 60 machine_is_off || true
tally
