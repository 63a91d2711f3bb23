#!/bin/bash
# What an operator does with the server's data: check, migrate, backup, restore, export, stats.
set -u
host_name=operated-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)

server() { "$bin/foreshock-server" "$@" --config "$scratch/server.toml" 2>&1 </dev/null; }
is_seen() { api "hosts/$host_name" >/dev/null; }
status_of() { "$@" >/dev/null 2>&1 && echo 0 || echo $?; }

check_while_it_runs() {
    local said
    said=$(server check)
    contains "check: looks at the incidents while a server runs" "$said" "the data are sound"
    contains "check: says that samples were not looked at" "$said" "a server runs on it"
    contains "stats: counts the agents" "$(server stats)" "rows.agent 1"
    contains "migrate: has nothing to do" "$(server migrate)" "schema version"
    contains "backup: is made and verified while the server writes" \
        "$(server backup "$scratch/backup")" "verified"
    same "backup: sha256sum agrees" 0 \
        "$(cd "$scratch/backup" && status_of sha256sum --quiet -c SHA256SUMS)"
    same "backup: only its owner reads it" 700 "$(stat -c %a "$scratch/backup")"
    contains "backup: is not written over" "$(server backup "$scratch/backup")" "exists"
    contains "restore: is refused while a server runs" "$(server restore "$scratch/backup")" \
        "belongs to another server"
}

check_restore() {
    local said
    server agent add later >/dev/null
    end_gently "$agent_pid"
    end_gently "$server_pid"
    contains "check: looks at samples when no server runs" "$(server check)" "history: "
    said=$(server restore "$scratch/backup")
    contains "restore: says where what was there is" "$said" "before-restore-"
    same "restore: agents are those of the backup" "$host_name" "$(server agent list)"
    contains "restore: the data are sound" "$(server check)" "the data are sound"
    holds "restore: the server starts on them" server_up
    holds "restore: the host is known" is_seen
    holds "restore: its samples too" test "$(api "hosts/$host_name/series" | jq length)" -gt 10
}

# A hole in the middle of the database: said by check, and no backup is made of it.
check_damage() {
    end_gently "$server_pid"
    server check >/dev/null
    dd if=/dev/urandom of="$scratch/server/foreshock.db" bs=4096 seek=3 count=6 conv=notrunc \
        status=none
    same "check: damage is an exit status" 1 "$(status_of server check)"
    same "backup: damaged data are not called a backup" 1 \
        "$(status_of server backup "$scratch/backup-of-damage")"
    echo x >>"$scratch/backup/foreshock.db"
    contains "restore: a backup that has changed is refused" "$(server restore "$scratch/backup")" \
        "is not what was backed up"
}

write_server_settings <<<""
write_agent_settings <<<""
holds "the server starts" server_up
give_token
agent_up
holds "a host reports" wait_for 30 is_seen
check_while_it_runs
same "export: a line per incident, each a JSON object" \
    "$(api 'incidents?state=all&limit=500' | jq length)" "$(server export | jq -c .incident.id | wc -l)"
check_restore
check_damage
tally
