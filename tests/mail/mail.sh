#!/bin/bash
# A day at the desk by the real programs: users tell it by API and by mail, through the pipe of a mail
# server and (with dovecot) from a mailbox; they are answered in their threads, and their mail and
# their link close the case.
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
hook_port=$(free_port)
imap_port=$(free_port)
letters=$scratch/letters

settings() {
    write_server_settings <<TOML
[incidents]
hold = "0s"
[reports]
base_url = "http://127.0.0.1:$port"
address = "desk@example.org"
mail_channel = "letters"
[[webhook]]
name = "letters"
url = "http://127.0.0.1:$hook_port/"
[[service]]
name = "shop"
title = "The shop"
hosts = ["web-*"]
weight = 5
public = true
$1
TOML
}

# Keeps what goes out by the channel, a line of JSON each; mails are those with a "to".
receiver_up() {
    cat >"$scratch/receiver.py" <<'PY'
import http.server, sys
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[2], "ab") as file:
            file.write(body + b"\n")
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
PY
    touch "$letters"
    start receiver python3 "$scratch/receiver.py" "$hook_port" "$letters"
}

letter_to() { jq -rc "select(.to == \"$1\")" "$letters" | tail -1; }
has_letters() { [ "$(jq -rc "select(.to == \"$1\")" "$letters" | wc -l)" -ge "$2" ]; }
link_in() { jq -r .text <<<"$1" | grep -o '/l/[A-Za-z0-9_-]*' | head -1; }
incident() { api "incidents/1" | jq -r "$1"; }
is() { [ "$(incident "$1")" = "$2" ]; }

# mail FROM TO ID WORDS [HEADER...]
mail() {
    printf 'From: %s\r\nTo: %s\r\nSubject: the shop\r\nMessage-ID: <%s@users>\r\n' "$1" "$2" "$3"
    for line in "${@:5}"; do printf '%s\r\n' "$line"; done
    printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$4"
}

mail_in() {
    "$bin/foreshock-server" mail-in --config "$scratch/server.toml" 2>>"$scratch/mail-in.log"
}

check_two_users() {
    local told status=0
    told=$(api reports -H 'content-type: application/json' \
        -d '{"text":"The shop is down, nobody can pay, error 502","contact":"nok@users"}')
    same "a report by the API opens an incident" INC-000001 "$(jq -r .incident.reference <<<"$told")"
    mail 'Somsri <somsri@users>' desk@example.org s1 'ร้านค้า shop ใช้ไม่ได้ error 502' | mail_in
    same "a mail is taken" 0 $?
    mail 'Somsri <somsri@users>' desk@example.org s1 'ร้านค้า shop ใช้ไม่ได้ error 502' | mail_in
    same "the same mail again is taken" 0 $?
    same "both are one incident" 2 "$(incident .report_count)"
    echo 'no mail at all' | mail_in || status=$?
    same "what is no mail is a data error" 65 "$status"
    mail away@users desk@example.org a1 'I am away' 'Auto-Submitted: auto-replied' | mail_in
    same "an answer of a machine is let go" 0 $?
    same "and is no report" 2 "$(api reports | jq '.reports | length')"
    holds "the first is answered" wait_for 10 has_letters nok@users 1
    holds "the second is answered" wait_for 10 has_letters somsri@users 1
    contains "in Thai, that it is known" "$(letter_to somsri@users | jq -r .text)" เราทราบปัญหานี้แล้ว
    same "in the thread of her mail" '<s1@users>' "$(letter_to somsri@users | jq -r .in_reply_to)"
    contains "the status page says so" "$(curl -s "http://127.0.0.1:$port/status")" 'The shop'
}

check_end() {
    local reply link page
    api incidents/1/answer -H 'content-type: application/json' \
        -d '{"actor":"mali","text":"We are on it"}' >"$scratch/answer.json"
    holds "the desk's answer goes out" wait_for 10 has_letters nok@users 2
    api incidents/1/resolve -H 'content-type: application/json' \
        -d '{"actor":"mali","reason":"a cable was loose"}' >"$scratch/resolve.json"
    holds "the end is told, with the question" wait_for 10 has_letters nok@users 3
    holds "to both" wait_for 10 has_letters somsri@users 3
    reply=$(letter_to somsri@users | jq -r '.headers["Reply-To"]')
    mail somsri@users "$reply" s2 'not fixed, it hangs' | mail_in
    holds "not fixed by mail: it is open again" wait_for 5 is .open true
    api incidents/1/resolve -H 'content-type: application/json' \
        -d '{"actor":"mali","reason":"the switch was replaced"}' >"$scratch/resolve.json"
    mail somsri@users "$reply" s3 'Confirmed, thank you' | mail_in
    holds "the other one is asked again" wait_for 10 has_letters nok@users 5
    link=$(link_in "$(letter_to nok@users)")
    page=$(curl -s "http://127.0.0.1:$port$link")
    contains "the link shows a button" "$page" 'value="confirm"'
    same "and to look at it changes nothing" resolved "$(incident .state)"
    same "the button acts" 200 "$(curl -s -o /dev/null -w '%{http_code}' -d act=confirm \
        -d satisfaction=5 "http://127.0.0.1:$port$link")"
    holds "confirmed by both: closed" wait_for 5 is .state closed
    same "once" 410 "$(curl -s -o /dev/null -w '%{http_code}' -d act=confirm \
        "http://127.0.0.1:$port$link")"
}

check_server_away() {
    local status=0
    end_gently "$server_pid"
    mail late@users desk@example.org l1 'The shop is slow' | mail_in || status=$?
    same "without a server the mail server keeps the mail" 75 "$status"
}

dovecot_up() {
    local box=$scratch/box user
    user=$(id -un)
    mkdir -p "$box/mail/new" "$box/mail/cur" "$box/mail/tmp" "$box/run"
    printf 'secret\n' >"$scratch/imap.password"
    mail i@users desk@example.org i1 'The shop is down, nobody can pay, error 502' >"$box/mail/new/1.a.b"
    [ "$user" = root ] && user=dovecot && chown -R dovecot "$box/mail" && chmod 755 "$scratch"
    cat >"$box/dovecot.conf" <<CONF
base_dir = $box/run
log_path = $box/log
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$box/mail
first_valid_uid = 0
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=$user gid=$(id -gn "$user") home=$box/mail
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $imap_port
  }
  inet_listener imaps {
    port = 0
  }
}
CONF
    start dovecot "$(command -v dovecot || echo /usr/sbin/dovecot)" -F -c "$box/dovecot.conf"
    wait_for 10 eval "! port_is_free $imap_port"
}

has_mail_of() { api reports | jq -e ".reports[] | select(.reporter.contact == \"$1\")" >/dev/null; }
is_flagged() { compgen -G "$scratch/box/mail/cur/1.a.b:2,*R*" >/dev/null; }

check_mailbox() {
    if ! command -v dovecot >/dev/null && [ ! -x /usr/sbin/dovecot ]; then
        echo "skipped: dovecot is not installed (Debian: dovecot-imapd)"
        return
    fi
    holds "a mailbox is there" dovecot_up
    settings "[intake.mail]
url = \"imap://127.0.0.1:$imap_port/INBOX\"
user = \"desk\"
password_file = \"$scratch/imap.password\"
poll_every = \"5s\""
    holds "the server looks into it" server_up
    holds "its mail is a report" wait_for 15 has_mail_of i@users
    holds "and is marked as answered" wait_for 10 is_flagged
}

settings ""
receiver_up
holds "the server is up" server_up
check_two_users
check_end
check_server_away
check_mailbox
tally
