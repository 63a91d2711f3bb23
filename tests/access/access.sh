#!/bin/bash
# Who comes in to a real server: by link, password, session, token and address; and who does not.
set -u
host_name=access-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
base=http://127.0.0.1:$port
jar=$scratch/cookies

# code CURL-ARGUMENTS...: the status of the answer.
code() { curl -s -m 20 -o "$scratch/body" -w '%{http_code}' "$@"; }

person() { "$bin/foreshock-server" person "$@" --config "$scratch/server.toml" 2>>"$scratch/person.err"; }

make_first_admin() {
    local file=$scratch/server/first-admin.link link
    holds "the link of the first admin is written" test -s "$file"
    same "only its owner reads it" 600 "$(stat -c %a "$file")"
    link=$(<"$file")
    same "the link is not in the log" 0 "$(grep -cF "${link##*/}" "$scratch/server.log")"
    same "it opens a form" 200 "$(code "$link")"
    same "the form makes an admin who is logged in" 303 "$(code -c "$jar" \
        -d name=ann --data-urlencode 'password=a long password' "$link")"
    same "the link is used up" 403 "$(code "$link")"
    same "the session is the admin's" admin \
        "$(curl -s -b "$jar" -H 'X-Forwarded-For: 203.0.113.9' "$base/api/v1/me" | jq -r .role)"
}

check_passwords() {
    same "a wrong password" 401 "$(code -H 'Content-Type: application/json' \
        -d '{"name":"ann","password":"guess"}' "$base/api/v1/session")"
    same "the right one" 200 "$(code -c "$jar" -H 'Content-Type: application/json' \
        -d '{"name":"ann","password":"a long password"}' "$base/api/v1/session")"
    for _ in 1 2 3 4 5; do
        code -H 'Content-Type: application/json' -d '{"name":"bob","password":"guess"}' \
            "$base/api/v1/session" >/dev/null
    done
    same "the sixth guess must wait" 429 "$(code -H 'Content-Type: application/json' \
        -d '{"name":"bob","password":"guess"}' "$base/api/v1/session")"
}

check_command_line() {
    local token=$scratch/token
    person add bot --role viewer >"$scratch/link"
    contains "a person added gets a link" "$(<"$scratch/link")" /welcome/
    person token create bot --label test --ttl 1h >"$token"
    same "a token of the command line" bot \
        "$(curl -s -H "Authorization: Bearer $(<"$token")" "$base/api/v1/me" | jq -r .name)"
    same "the client finds it by FORESHOCK_TOKEN_FILE" 0 "$(FORESHOCK_TOKEN_FILE=$token \
        "$bin/foreshock" --server "$base" hosts >"$scratch/hosts" 2>&1; echo $?)"
    same "a viewer changes nothing" 403 "$(code -H "Authorization: Bearer $(<"$token")" \
        -H 'Content-Type: application/json' -d '{}' "$base/api/v1/known-errors")"
    person disable bot
    same "a disabled person is out at once" 401 \
        "$(code -H "Authorization: Bearer $(<"$token")" "$base/api/v1/me")"
}

check_addresses() {
    same "the server's own user needs nothing on this host" 200 "$(code "$base/api/v1/incidents")"
    same "what a proxy passes on is asked" 401 \
        "$(code -H 'X-Forwarded-For: 203.0.113.9' "$base/api/v1/incidents")"
    same "a foreign page changes nothing" 403 "$(code -H 'Origin: http://evil.example' \
        -H 'Content-Type: application/json' -d '{}' "$base/api/v1/teams")"
    [ "$(id -u)" -eq 0 ] || return 0
    same "another user of this host is asked" 401 "$(setpriv --reuid 65534 --regid 65534 \
        --clear-groups curl -s -m 20 -o /dev/null -w '%{http_code}' "$base/api/v1/incidents")"
    # The kernel counts a socket that was let go as root's.
    setpriv --reuid 65534 --regid 65534 --clear-groups bash -c "
        for i in 1 2 3 4 5 6 7 8 9 10; do
            exec 5<>/dev/tcp/127.0.0.1/$port
            printf 'POST /api/v1/teams HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"name\":\"evil\"}' >&5
            exec 5>&-
        done"
    sleep 1
    same "who sends and lets go is not taken for root" '[]' "$(curl -s "$base/api/v1/teams")"
}

check_audit() {
    local csv
    csv=$(curl -s "$base/api/v1/audit?format=csv&limit=1000")
    contains "the first admin is on record" "$csv" '"invitation.accept"'
    contains "wrong passwords are" "$csv" '"session.open","bob","refused"'
    contains "the command line is" "$csv" '"local","command_line","","person.add","bot"'
    contains "refusals of roles are" "$csv" '"POST /api/v1/known-errors","","refused"'
    same "no secret is" 0 "$(grep -c -e 'a long password' -e "$(<"$scratch/token")" <<<"$csv")"
}

write_server_settings </dev/null
server_up || { not_ok "the server starts"; tally; exit; }
make_first_admin
check_passwords
check_command_line
check_addresses
check_audit
tally
