#!/bin/bash
# A day at the desk by the real programs: the shop's check fails on its host, two users write mails
# about it, and it is one incident; the first line answers, the second line takes over and meets in a
# conference, the shop is mended, its recovery is verified, and the users' word closes the case.
set -u
host_name=desk-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
# shellcheck source=../support/smtp.sh
. "$(dirname "$0")/../support/smtp.sh"
port=$(free_port)
shop_port=$(free_port)
mkdir "$scratch/shop"

settings() {
    write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "3s"
[reports]
base_url = "http://127.0.0.1:$port"
address = "desk@example.org"
mail_channel = "mail"
$(smtp_channel)
[[route]]
name = "log"
channels = ["mail"]
to = ["log@example.org"]
[[service]]
name = "shop"
title = "The shop"
hosts = ["$host_name"]
weight = 5
public = true
[tiers.l1]
team = "desk"
[tiers.l2]
team = "web"
policy = "web"
[[escalation_policy]]
name = "web"
[[escalation_policy.step]]
notify = ["team:web"]
[bridge]
url = "https://meet.example.org/inc-{number}"
TOML
    write_agent_settings <<TOML
[packs]
files = ["$top/tests/desk/pack.toml"]
[[checks]]
name = "shop"
type = "http"
url = "http://127.0.0.1:$shop_port/"
every = "1s"
timeout = "1s"
TOML
}

shop_up() {
    start shop /usr/bin/python3 -m http.server --bind 127.0.0.1 --directory "$scratch/shop" \
        "$shop_port"
    shop_pid=$last
}

post() { api "$1" -H 'Content-Type: application/json' -d "$2"; }
act() { post "incidents/1/$1" "$2" >>"$scratch/acts.log" || echo "refused: $1" >&2; }
incident() { api incidents/1 | jq -r "$1"; }
is() { [ "$(incident "$1" 2>/dev/null)" = "$2" ]; }

# mail FROM TO ID SUBJECT WORDS [HEADER...]
mail() {
    {
        printf 'From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s>\r\n' "$1" "$2" "$4" "$3"
        for line in "${@:6}"; do printf '%s\r\n' "$line"; done
        printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$5"
    } | "$bin/foreshock-server" mail-in --config "$scratch/server.toml" 2>>"$scratch/mail-in.log"
}

of() { jq -rc "[.[] | select(.to | test(\"$1\"))] | $2" "$scratch/mails.json"; }
has_mails() { read_mails && [ "$(of "$1" length)" -ge "$2" ]; }

morning() {
    holds "desk: the mail server is up" smtp_up
    server_up || { tail "$scratch/server.log" >&2 && exit 1; }
    {
        post people '{"name":"mali","contacts":[{"channel":"mail","address":"mali@example.org"}]}'
        post people '{"name":"anan","contacts":[{"channel":"mail","address":"anan@example.org"}]}'
        post teams '{"name":"desk","tier":"L1","members":["mali"]}'
        post teams '{"name":"web","tier":"L2","members":["anan"]}'
    } >"$scratch/people.log"
    give_token
    shop_up
    agent_up
    holds "desk: the shop answers" wait_for 20 curl -sf -o /dev/null "http://127.0.0.1:$shop_port/"
    holds "desk: its host reports" wait_for 20 api "hosts/$host_name" -o /dev/null
}

signs() {
    sleep 3 # the check has been well for a while
    end_hard "$shop_pid"
    holds "desk: the failing check opens an incident" wait_for 30 is .open true
    same "desk: it is filed" availability/checks "$(incident '.category + "/" + .subcategory')"
    same "desk: the first line has it" "L1 desk" "$(incident '.assignment | .tier + " " + .team')"
    mail 'Nok <nok@users.example>' desk@example.org n1@users 'Shop' \
        'The shop is down, nobody can pay'
    mail 'Somsri <somsri@users.example>' desk@example.org s1@users 'ร้านค้า' \
        'ร้านค้า shop ใช้ไม่ได้ จ่ายเงินไม่ได้'
    holds "desk: both mails belong to it" wait_for 10 is .report_count 2
    same "desk: there is one incident" 1 "$(api incidents | jq length)"
    holds "desk: both users are told that it is known" wait_for 20 has_mails nok@ 1
    holds "desk: one of them in Thai" wait_for 20 has_mails somsri@ 1
    contains "desk: really in Thai" "$(of somsri@ '.[0].text')" เราทราบปัญหานี้แล้ว
}

first_line() {
    act acknowledge '{"actor":"mali"}'
    act questions '{"actor":"mali","question":"Do users see it as well?","answer":"yes, two wrote"}'
    act answer '{"actor":"mali","text":"We see it too and are on it."}'
    holds "desk: the answer of the first line comes" wait_for 20 has_mails nok@ 2
    same "desk: it stops the clock of the first response" true "$(incident \
        '.first_answered_at != null')"
    act escalate '{"actor":"mali","reason":"skill","tier":"L2","note":"The process is gone."}'
    same "desk: the second line has it" "L2 web" "$(incident '.assignment | .tier + " " + .team')"
    holds "desk: and is called" wait_for 20 has_mails anan@ 1
}

second_line() {
    local link
    link=$(of anan@ '.[0].text' | sed -n 's|^Take it: http://[^/]*||p')
    same "desk: the link in the call takes it" 200 "$(curl -s -o /dev/null -w '%{http_code}' \
        -d act=acknowledge "http://127.0.0.1:$port$link")"
    same "desk: one owner" anan "$(incident .assignment.owner)"
    act bridge '{"actor":"anan","reason":"walk the users through","invite":"reporters"}'
    holds "desk: users are invited to the conference" wait_for 20 has_mails nok@ 3
    contains "desk: with its address" "$(of nok@ '.[-1].text')" https://meet.example.org/inc-1
    holds "desk: and so is who works on it" wait_for 20 has_mails anan@ 2
    act bridge/join '{"actor":"anan"}'
    act bridge/join '{"actor":"mali"}'
    act hypotheses '{"actor":"anan","text":"The shop was stopped by hand"}'
    act steps '{"actor":"anan","type":"changed","text":"started the shop","outcome":"it answers"}'
    shop_up
    act closure '{"actor":"anan","code":"fixed","cause":"stopped by hand","fix":"started again"}'
    act bridge/end '{"actor":"anan"}'
    holds "desk: recovery is verified, then it is resolved" wait_for 40 is .state resolved
}

evening() {
    local letter reply link
    holds "desk: the users are asked" wait_for 20 has_mails nok@ 4
    holds "desk: both of them" wait_for 20 has_mails somsri@ 4
    letter=$(of nok@ '.[-1]')
    reply=$(jq -r .reply_to <<<"$letter")
    mail 'Nok <nok@users.example>' "$reply" n2@users 'Re: Shop' 'Confirmed, thank you' \
        "In-Reply-To: $(jq -r .message_id <<<"$letter")"
    link=$(of somsri@ '.[-1].text' | grep -o '/l/[A-Za-z0-9_-]*' | head -1)
    same "desk: the link takes the other one's word" 200 "$(curl -s -o /dev/null \
        -w '%{http_code}' -d act=confirm -d satisfaction=5 "http://127.0.0.1:$port$link")"
    holds "desk: with the word of both it is closed" wait_for 10 is .state closed
    same "desk: and says how it ended" fixed "$(incident .closure.code)"
    same "desk: the work log says what was done" "changed started the shop: it answers" "$(incident \
        '.timeline[] | select(.kind == "step_taken") | "\(.reason.code) \(.text): \(.reason.text)"')"
    same "desk: two joined the conference" 2 "$(incident '.bridge.joined | length')"
}

threads() {
    local who
    read_mails
    # shellcheck disable=SC2016 # $first is jq's
    for who in nok:n1 somsri:s1; do
        same "desk: ${who%:*} reads one thread, begun by their own mail" true "$(of "${who%:*}@" \
            "\"<${who#*:}@users>\" as \$first | length >= 3 and all(.[]; .references[0] == \$first)")"
    done
    same "desk: nothing is broken in any mail" true "$(jq -c \
        'length > 8 and all(.[]; .defects == [] and .longest <= 998 and .bare == 0)' "$scratch/mails.json")"
    echo "the thread as Nok reads it:"
    of nok@ '.[] | "  \(.from) · \(.subject) · answers \(.parent)", (.text | split("\n")[] | "    | " + .)'
}

settings
morning
signs
first_line
second_line
evening
threads
[ -z "${SHOW:-}" ] || incident '.timeline[] | "\(.at) \(.kind) \(.actor) \(.text)"'
tally
