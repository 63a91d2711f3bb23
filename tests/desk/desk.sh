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
[breach]
responders = ["anan"]
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
status_of() {
    curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "$2" \
        "http://127.0.0.1:$port/api/v1/$1"
}
as_anan() {
    curl -s -H "Authorization: Bearer $(head -1 "$scratch/anan.token")" \
        "http://127.0.0.1:$port/api/v1/$1" "${@:2}"
}
is2() { [ "$(api incidents/2 2>/dev/null | jq -r "$1")" = "$2" ]; }
on_status_page() { curl -s "http://127.0.0.1:$port/status.json" | grep -q "$1"; }
evidence_is_right() {
    [ "$(as_anan breaches/1/incident | sha256sum | cut -d' ' -f1)" = \
        "$(as_anan breaches/1 | jq -r '.evidence[0].sha256')" ] && echo true
}
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
        post people '{"name":"anan","role":"responder","contacts":[{"channel":"mail","address":"anan@example.org"}]}'
        post teams '{"name":"desk","tier":"L1","members":["mali"]}'
        post teams '{"name":"web","tier":"L2","members":["anan"]}'
        post known-errors '{"actor":"mali","title":"The shop is gone","kinds":"check.failing",
            "fix":"Start it again","steps":"checked: is it there?\nstart it"}'
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
    same "desk: a fix is not linked to what is only believed" 409 "$(status_of incidents/1/closure \
        '{"actor":"anan","code":"fixed","hypothesis":"h1"}')"
    act hypotheses/h1 '{"actor":"anan","state":"supported","evidence":"the log of the shop"}'
    act hypotheses/h1 '{"actor":"anan","state":"accepted","evidence":"somebody says so"}'
    known=$(incident '.diagnosis.known_errors[0].id')
    holds "desk: the known fix that it offers is applied" "$bin/foreshock" incidents apply 1 \
        "$known" --as anan --server "http://127.0.0.1:$port"
    act steps '{"actor":"anan","type":"changed","text":"started the shop","outcome":"it answers"}'
    shop_up
    act closure '{"actor":"anan","code":"fixed","fix":"started again","hypothesis":"h1"}'
    act category '{"actor":"anan","category":"availability","subcategory":"operator","reason":"stopped by hand"}'
    same "desk: a person's category counts" availability/operator "$(incident \
        '.timeline[] | select(.kind == "category_corrected") | .to')"
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
    same "desk: and of what, which was proven" "h1: The shop was stopped by hand" "$(incident \
        '.closure.hypothesis + ": " + .closure.cause')"
    same "desk: the work log says what was done" "changed started the shop: it answers" "$(incident \
        '.timeline[] | select(.kind == "step_taken" and .to == "")
            | "\(.reason.code) \(.text): \(.reason.text)"')"
    same "desk: and the steps of the known fix" "checked is it there? changed start it" "$(incident \
        "[.timeline[] | select(.kind == \"step_taken\" and .to == \"$known\")
            | \"\(.reason.code) \(.text)\"] | join(\" \")")"
    contains "desk: which worked, and is known to" "$(api known-errors | jq -r '.[0].record')" \
        'worked 1 of 1 time, median '
    same "desk: two joined the conference" 2 "$(incident '.bridge.joined | length')"
}

# It happens again, and this time somebody was in there.
night() {
    local path words
    end_hard "$shop_pid"
    holds "desk: what comes back after the closure is another incident" wait_for 30 is2 .open true
    holds "desk: it is on the status page" wait_for 20 on_status_page INC-000002
    (umask 077 && "$bin/foreshock-server" person token create anan --label shell \
        --config "$scratch/server.toml" >"$scratch/anan.token")
    words=$("$bin/foreshock" incidents breach 2 --words 'somebody was in the shop' \
        --aware-at 2026-01-01T00:00:00Z --token-file "$scratch/anan.token" \
        --server "http://127.0.0.1:$port" 2>&1)
    contains "desk: it becomes a breach, its clock from the awareness" "$words" \
        'until 2026-01-04T00:00:00.000Z'
    same "desk: then there is no such incident" 404 "$(curl -s -o /dev/null -w '%{http_code}' \
        "http://127.0.0.1:$port/api/v1/incidents/2")"
    sleep 5 # the check goes on failing
    same "desk: and no other instead of it" 1 "$(api 'incidents?state=all' | jq length)"
    for path in status status.json status.rss api/v1/incidents?state=all api/v1/statistics metrics \
        api/v2/alerts api/v1/audit api/v1/reports "api/v1/hosts/$host_name"; do
        same "desk: nothing of it in /$path" 0 "$(curl -s "http://127.0.0.1:$port/$path" |
            grep -c 'INC-000002\|somebody was in the shop\|"open_incidents": *[1-9]')"
    done
    same "desk: its responders have its record, as its digest says" true "$(evidence_is_right)"
    same "desk: nobody is let in whom nobody knows" 400 "$(as_anan breaches/1/people \
        -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' \
        -d '{"person":"nobody"}')"
    end_gently "$server_pid"
    holds "desk: the server comes back" server_up
    same "desk: and it is as it was" 1 "$(api 'incidents?state=all' | jq length)"
    same "desk: the breach too" INC-000002 "$(as_anan breaches/1 | jq -r .incident)"
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
night
[ -z "${SHOW:-}" ] || incident '.timeline[] | "\(.at) \(.kind) \(.actor) \(.text)"'
tally
