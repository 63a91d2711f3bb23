#!/bin/bash
# Mail by the real programs: our server speaks to a real SMTP server over STARTTLS with a password;
# the mails are read as a mail program reads them, and the thread holds over a kill.
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
# shellcheck source=../support/smtp.sh
. "$(dirname "$0")/../support/smtp.sh"
port=$(free_port)

settings() {
    write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "1s"
relapse_window = "1s"

[words]
zone = "Asia/Bangkok"
page_url = "https://foreshock.test"

[updates]
P1 = "30m"
P2 = "30m"
P3 = "30m"
P4 = "30m"
P5 = "30m"

$(smtp_channel)
to = ["ops@example.org"]

[[subscriber]]
service = "*"
channel = "mail"
address = "thai@example.org"
language = "th"
TOML
}

alert() {
    jq -cn --arg until "${1:-}" '[{labels: {alertname: "DiskFull", host: "web-1", severity: "critical"},
        annotations: {summary: "web-1: ดิสก์ใกล้เต็ม\nBcc: all@example.org"}}
        + if $until == "" then {} else {endsAt: $until} end]' |
        curl -sf -m 5 -o /dev/null -H 'Content-Type: application/json' -d @- \
            "http://127.0.0.1:$port/api/v2/alerts"
}

mail_count() { find "$mails" -name '*.eml' | wc -l; }
has_mails() { [ "$(mail_count)" -ge "$1" ]; }

act() { # ACT BODY
    api "incidents/1/$1" -H 'Content-Type: application/json' -o /dev/null -d "$2"
}

story() {
    alert
    holds "mail: the opening comes to both" wait_for 20 has_mails 2
    end_hard "$server_pid"
    server_up
    act updates '{"actor":"ann","text":"A new disk is on its way.\n.\nFrom here on we wait."}'
    holds "mail: an update comes to both after a kill" wait_for 20 has_mails 4
    act acknowledge '{"actor":"ann"}'
    holds "mail: that somebody took it comes to those who work on it" wait_for 20 has_mails 5
    alert "$(date -u -d '1 second ago' +%Y-%m-%dT%H:%M:%SZ)"
    holds "mail: the end comes to both" wait_for 30 has_mails 7
}

of() { jq -c "[.[] | select(.to == \"$1\")] | $2" "$scratch/mails.json"; }

check() {
    local address
    read_mails
    same "mail: nobody gets more than that" 7 "$(jq length "$scratch/mails.json")"
    # shellcheck disable=SC2016 # $root is jq's
    for address in ops@example.org thai@example.org; do
        same "mail: $address: the first is the root, all others answer it" true \
            "$(of $address '.[0].message_id as $root | .[0].references == []
                and all(.[1:][]; .references == [$root] and .parent == $root)')"
        same "mail: $address: every other mail has a name of its own" true \
            "$(of $address '[.[].message_id] | length == (unique | length)')"
        same "mail: $address: one subject for the whole thread" 1 "$(of $address 'map(.subject) | unique | length')"
    done
    same "mail: the subject is the incident, and smuggles nothing" true \
        "$(of ops@example.org '.[0].subject | . == "[INC-000001] web-1: alert DiskFull"')"
    same "mail: nothing is broken in them" true "$(jq -c \
        'all(.[]; .defects == [] and .longest <= 998 and .bare == 0 and .auto == "auto-generated")' \
        "$scratch/mails.json")"
    same "mail: a subscriber reads Thai" true "$(of thai@example.org '.[0].text | test("เหตุขัดข้อง")')"
    same "mail: a dot on its own line and a From stay in an update" true "$(of ops@example.org \
        'any(.[]; .text | test("on its way.\n.\nFrom here on we wait."))')"
    same "mail: local time is told" true "$(of ops@example.org '.[0].text | test("\\+07:00")')"
    same "mail: nobody was smuggled in" 0 "$(jq '[.[] | select(.to == "all@example.org")] | length' \
        "$scratch/mails.json")"
}

check_tests() {
    contains "mail: a test goes through" "$(api channels/mail/test -H 'Content-Type: application/json' \
        -d '{"actor":"ann"}')" '"delivered":true'
    printf 'wrong\n' >"$scratch/smtp.password"
    contains "mail: a wrong password is told, not shown" "$(api channels/mail/test -m 70 \
        -H 'Content-Type: application/json' -d '{"actor":"ann"}')" \
        '{"delivered":false,"detail":"answered 535"}'
    same "mail: no secret in the log" 0 "$(grep -c 'sesame\|wrong' "$scratch/server.log")"
}

settings
smtp_up
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
story
check
check_tests
[ -z "${SHOW:-}" ] || jq . "$scratch/mails.json"
tally
