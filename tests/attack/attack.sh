#!/bin/bash
# What an attacker on the network would try, against a running server and agent with TLS: each line
# is an attack and whether it was answered. Needs openssl, zstd, protoc, python3 and sqlite3.
set -u
host_name=attack-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
hook_port=$(free_port)
base=https://127.0.0.1:$port
data=$scratch/server
ca=$data/ca/ca.pem
flood=$top/tests/attack/flood.py
json='Content-Type: application/json'
html='<script>alert(1)</script>'
sql="'); DROP TABLE incident;--"

server_is_ready() { curl -sf -m 5 -o /dev/null --cacert "$ca" "$base/-/ready"; }
ask() { curl -s -m 20 --cacert "$ca" "$@"; }
code() { curl -s -m 20 --cacert "$ca" -o "$scratch/body" -w '%{http_code}' "$@"; }
as() { printf 'Authorization: Bearer %s' "$(<"$scratch/$1.token")"; }
server_command() { "$bin/foreshock-server" "$@" --config "$scratch/server.toml" 2>>"$scratch/admin.err"; }
count_of() { ask -H "$(as admin)" "$base/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }
quietly() { "$@" >>"$scratch/openssl.log" 2>&1; }

# refused NAME CODES SEEN: one of these codes.
refused() { if [[ " $2 " == *" $3 "* ]]; then ok "$1: $3"; else not_ok "$1" "expected one of: $2" "seen: $3"; fi; }

settings() {
    printf 'sender-secret\n' >"$scratch/sender.token"
    write_server_settings <<TOML
[tls]
enabled = true
[access]
loopback = "nobody"
[incidents]
hold = "0s"
[intake]
token_file = "$scratch/sender.token"
[reports]
open_to_all = true
[[service]]
name = "shop"
title = "$html"
hosts = ["web-*"]
public = true
[[webhook]]
name = "hook"
url = "http://127.0.0.1:$hook_port/redirects"
[self]
every = "1s"
TOML
}

# A person of each role with a token, and agents web-1 and web-2 with certificates.
let_in() {
    local name
    printf 'a long password\n' >"$scratch/password"
    for name in viewer responder admin; do
        server_command person add "$name" --role "$name" --password-file "$scratch/password" >/dev/null
        (umask 077 && server_command person token create "$name" --label attack >"$scratch/$name.token")
    done
    (umask 077 && server_command token create --uses 2 >"$scratch/token")
    for name in web-1 web-2; do enroll "$name"; done
}

enroll() {
    mkdir -p "$scratch/$1.state"
    printf '[agent]\nname = "%s"\nstate = "%s"\nreport_every = "500ms"\n' "$1" "$scratch/$1.state" \
        >"$scratch/$1.toml"
    "$bin/foreshock-agent" enroll "$base" --token-file "$scratch/token" --config "$scratch/$1.toml" \
        >"$scratch/words" 2>&1
}

own() { echo "$scratch/$1.state/tls/identity.pem"; }

# report TEXT CURL-ARGUMENTS...: a report in protobuf's text format; the answer's status.
report() {
    protoc --proto_path="$top/wire" --encode=foreshock.report.v1.Report report.proto <<<"$1" |
        zstd -q -c >"$scratch/report"
    shift
    send_report "$scratch/report" "$@"
}

send_report() {
    code -X POST -H 'Content-Type: application/x-foreshock-report' --data-binary "@$1" "${@:2}" \
        "$base/api/v1/agent/reports"
}

# of AGENT SEQUENCE [SENT-AT]: who speaks, first of a report's text.
of() {
    printf 'agent_id: "%s" host_name: "%s" run_id: "r" sequence: %s sent_at_ms: %s ' "$1" "$1" "$2" \
        "${3:-$(date +%s000)}"
}

symptom() {
    local now
    now=$(date +%s000)
    printf 'symptoms { id: "%s" kind: "disk.space" category: "storage" subcategory: "space"
        host: "%s" component: "%s" phase: PHASE_OCCURRING severity: SEVERITY_CRITICAL
        first_sign_ms: %s onset_ms: %s observed_at_ms: %s sentence: "%s" reason: "%s" impact: 2 guide: "%s"
        snapshot { taken_at_ms: %s sections { title: "%s" columns: "%s" rows { cells: "%s" } } }
        evidence { signal: "a" value: 1 note: "%s" } }' \
        "$1" "$2" "$3" "$now" "$now" "$now" "$3" "$3" "$3" "$now" "$3" "$3" "$3" "$3"
}

# A client certificate that web-1's name stands in: leaf NAME ISSUER KEY START END
leaf() {
    local folder=$scratch/issue-$1
    mkdir -p "$folder"
    : >"$folder/index"
    echo 1000 >"$folder/serial"
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n[x]\nsubjectAltName=URI:urn:foreshock:agent:web-1\nextendedKeyUsage=clientAuth\n' \
        "$folder" "$folder" "$folder" >"$folder/conf"
    quietly openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=web-1 \
        -keyout "$scratch/$1.key" -out "$folder/csr"
    quietly openssl ca -batch -config "$folder/conf" -extensions x -cert "$2" -keyfile "$3" -notext \
        -startdate "$4" -enddate "$5" -in "$folder/csr" -out "$scratch/$1.pem"
}

try_certificates() {
    local subject
    refused "a certificate of its own making" 401 "$(
        quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=web-1 \
            -addext subjectAltName=URI:urn:foreshock:agent:web-1 -keyout "$scratch/self.key" -out "$scratch/self.pem"
        report "$(of web-1 1)" --cert "$scratch/self.pem" --key "$scratch/self.key")"
    subject=$(openssl x509 -in "$ca" -noout -subject -nameopt multiline | sed -n 's/ *commonName *= //p')
    quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$subject" \
        -keyout "$scratch/evil.key" -out "$scratch/evil.pem"
    leaf foreign "$scratch/evil.pem" "$scratch/evil.key" 20250101000000Z 20400101000000Z
    refused "one of a foreign authority with the same name" 401 \
        "$(report "$(of web-1 1)" --cert "$scratch/foreign.pem" --key "$scratch/foreign.key")"
    leaf expired "$ca" "$data/ca/authority.pem" 20200101000000Z 20200201000000Z
    refused "an expired one of our own authority" 401 \
        "$(report "$(of web-1 1)" --cert "$scratch/expired.pem" --key "$scratch/expired.key")"
    contains "its owner is told that it has ended" "$(<"$scratch/body")" expired
    leaf early "$ca" "$data/ca/authority.pem" 20400101000000Z 20410101000000Z
    refused "one that is not good yet" 401 \
        "$(report "$(of web-1 1)" --cert "$scratch/early.pem" --key "$scratch/early.key")"
    refused "the server's own certificate" 401 "$(report "$(of web-1 1)" --cert "$data/ca/server.pem")"
    refused "none" 401 "$(report "$(of web-1 1)")"
    refused "a token that is none" 401 "$(report "$(of web-1 1)" -H 'Authorization: Bearer guess')"
}

try_reports() {
    refused "an honest report" 200 "$(report "$(of web-2 5) $(symptom s1 web-2 "the disk")" --cert "$(own web-2)")"
    cp "$scratch/report" "$scratch/replayed"
    send_report "$scratch/replayed" --cert "$(own web-2)" >/dev/null
    send_report "$scratch/replayed" --cert "$(own web-2)" >/dev/null
    same "replayed twice: counted as repeated, not taken" 2 "$(count_of 'foreshock_reports_total{outcome="repeated"}')"
    refused "replayed by another agent" 403 "$(send_report "$scratch/replayed" --cert "$(own web-1)")"
    report "$(of web-2 4) $(symptom s2 web-2 "an older one")" --cert "$(own web-2)" >/dev/null
    same "one that comes after a newer one: not taken" 1 "$(ask -H "$(as admin)" "$base/api/v1/incidents?host=web-2" | jq length)"
    refused "sequence 0" 400 "$(report "agent_id: \"web-2\" run_id: \"r\"" --cert "$(own web-2)")"
    report "$(of web-2 6 99999999999999999) $(symptom s3 web-2 "of the far future")" --cert "$(own web-2)" >/dev/null
    holds "from the year 3000000: the server is well" server_is_ready
}

try_other_names() {
    refused "another agent's id" 403 "$(report "$(of web-1 1)" --cert "$(own web-2)")"
    start web-1 "$bin/foreshock-agent" --config "$scratch/web-1.toml"
    holds "the agent of web-1 reports" wait_for 20 knows_host web-1
    report "agent_id: \"web-2\" host_name: \"web-1\" run_id: \"r\" sequence: 20 sent_at_ms: $(date +%s000)
        $(symptom lie web-1 "blamed on another")" --cert "$(own web-2)" >/dev/null
    sleep 0.5
    same "another host's name with the own id: its incidents stay its own" 0 \
        "$(ask -H "$(as admin)" "$base/api/v1/incidents?host=web-1" | grep -c 'blamed on another')"
    same "and counted" 1 "$(count_of foreshock_host_names_refused_total)"
    report "$(of web-2 21)" --cert "$(own web-2)" >/dev/null
}

knows_host() { ask -H "$(as admin)" "$base/api/v1/hosts" | jq -e --arg n "$1" 'any(.[]; .name == $n)' >/dev/null; }

enrol_as() {
    quietly openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x \
        -keyout "$scratch/n.key" -out "$scratch/n.csr"
    jq -n --arg t "$(<"$scratch/token")" --arg r "$(<"$scratch/n.csr")" --arg a "$1" \
        '{token:$t,request:$r,agent_id:$a}' | code -H "$json" -d @- "$base/api/v1/enroll"
}

try_tokens_again() {
    local jar=$scratch/jar session link
    refused "an enrolment token that is used up" 403 "$(enrol_as web-7)"
    link=$base$(server_command person add eve)
    code -c "$jar" --data-urlencode 'password=a long password' "$link" >/dev/null
    refused "a one-time link, a second time" 403 "$(code --data-urlencode 'password=another password' "$link")"
    code -c "$jar" -H "$json" -d '{"name":"eve","password":"a long password"}' "$base/api/v1/session" >/dev/null
    session=$(awk '/foreshock_session/ {print $7}' "$jar")
    refused "a session" 200 "$(code -b "foreshock_session=$session" "$base/api/v1/me")"
    code -b "foreshock_session=$session" -H 'X-Foreshock-Request: 1' -X DELETE "$base/api/v1/session" >/dev/null
    refused "the same after logging out" 401 "$(code -b "foreshock_session=$session" "$base/api/v1/me")"
    (umask 077 && server_command person token create viewer --label short --ttl 1s >"$scratch/short.token")
    sleep 1.1
    refused "an API token that has ended" 401 "$(code -H "$(as short)" "$base/api/v1/me")"
}

try_paths() {
    local path seen=
    for path in /../../../../etc/passwd /%2e%2e/%2e%2e/etc/passwd /..%2f..%2f..%2fetc/passwd \
        /assets/../../../etc/passwd /assets/%2e%2e%2f%2e%2e%2fetc/passwd //etc/passwd /%00 \
        '/..\..\etc/passwd' /.%00./etc/passwd /l/../../etc/passwd /welcome/..%2f..%2fserver.toml \
        /api/v1/hosts/..%2f..%2f..%2fetc%2fpasswd /api/v1/hosts/..%2f..%2fca%2fauthority.pem/samples \
        /api/v1/breaches/..%2f..%2fforeshock.db /api/v1/incidents/%2e%2e%2fpeople; do
        [[ $(code --path-as-is -H "$(as admin)" "$base$path") == 4* ]] || seen+=" $path"
        ! grep -q -e 'root:' -e 'PRIVATE KEY' -e 'SQLite format' "$scratch/body" || seen+=" $path(!)"
    done
    same "paths that climb: nothing is served" "" "$seen"
    (umask 077 && server_command token create --uses 9 >"$scratch/token")
    seen=
    for path in ../../evil /etc/passwd "a b" "$html" "$sql" . .. -rf $'web\nmaster' "$(printf 'a%.0s' {1..300})"; do
        [[ $(enrol_as "$path") == 4* ]] || seen+=" $path"
    done
    same "agents' names that climb, or hold HTML or SQL, are refused" "" "$seen"
}

memory_of() { awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$1/status"; }

try_sizes() {
    local before
    refused "a field of 9 kB closes the connection" 000 "$(code -H "X-Large: $(head -c 9000 /dev/zero | tr '\0' a)" "$base/-/ready")"
    refused "100 fields close it" 000 "$(for i in {1..100}; do echo "-H X-$i:1"; done | xargs curl -s -m 20 \
        --cacert "$ca" -o /dev/null -w '%{http_code}' "$base/-/ready")"
    refused "a path of 9 kB closes it" 000 "$(code "$base/$(head -c 9000 /dev/zero | tr '\0' a)")"
    head -c 6000000 /dev/zero >"$scratch/large"
    refused "a report of 6 MB" 413 "$(send_report "$scratch/large" --cert "$(own web-2)")"
    head -c 30000000 /dev/zero >"$scratch/huge"
    refused "30 MB close the connection" 000 "$(send_report "$scratch/huge" --cert "$(own web-2)")"
    before=$(memory_of "$server_pid")
    head -c 3000000000 /dev/zero | zstd -q -c >"$scratch/bomb"
    refused "3 GB in a zstd frame of $(stat -c %s "$scratch/bomb") bytes" "400 413" "$(send_report "$scratch/bomb" --cert "$(own web-2)")"
    for _ in {1..2000}; do printf '\050\265\057\375\004\000\001\000\000\231\351\330\121'; done >"$scratch/frames"
    refused "2000 empty frames" "400 403 413" "$(send_report "$scratch/frames" --cert "$(own web-2)")"
    head -c 1000000 /dev/zero | tr '\0' '[' >"$scratch/deep"
    refused "JSON a million deep" 400 "$(code -H "$json" -H "Authorization: Bearer sender-secret" \
        --data-binary "@$scratch/deep" "$base/api/v2/alerts")"
    refused "a user's report of 6 MB" "000 413" "$(jq -Rsc '{text: .}' "$scratch/large" | code -H "$json" -d @- "$base/api/v1/reports")"
    refused "a password of 1 MB" "400 401 413" "$(head -c 1000000 /dev/zero | tr '\0' a |
        jq -Rsc '{name: "ann", password: .}' | code -H "$json" -d @- "$base/api/v1/session")"
    holds "the server grew by $(($(memory_of "$server_pid") - before)) MB, not by gigabytes" \
        test $(($(memory_of "$server_pid") - before)) -lt 512
}

# 10,000, or as many as this machine lets one program open.
idle_count() {
    ulimit -n "$(ulimit -Hn)" 2>/dev/null
    local most=$(($(ulimit -n) - 100))
    echo $((most < 10000 ? most : 10000))
}

try_connections() {
    local count opened at
    quietly python3 "$flood" reset "$port" 3000
    holds "3,000 connections that break off at once: others are served" server_is_ready
    count=$(idle_count)
    mkfifo "$scratch/hold"
    (ulimit -n "$(ulimit -Hn)" && python3 "$flood" idle "$port" "$count" 127.0.0.2 <"$scratch/hold" >"$scratch/idle" 2>&1) &
    exec 7>"$scratch/hold"
    wait_for 30 test -s "$scratch/idle"
    opened=$(head -n 1 "$scratch/idle")
    holds "$opened idle connections from one address ($count wanted): others are served" server_is_ready
    at=$(date -u +%FT%T)
    holds "and agents are heard" wait_for 20 has_reported_since web-1 "$at"
    exec 7>&-
    wait_for 20 has_lines "$scratch/idle" 2
    holds "of them the server kept $(tail -n 1 "$scratch/idle")" test "$(tail -n 1 "$scratch/idle")" -le 256
    holds "the others are counted" test "$(count_of foreshock_http_connections_refused_total)" -gt $((opened - 300))
}

has_lines() { [ "$(wc -l <"$1")" -ge "$2" ]; }
has_reported_since() { [[ $(ask -H "$(as admin)" "$base/api/v1/hosts" | jq -r --arg n "$1" '.[] | select(.name == $n) | .last_seen') > $2 ]]; }

# Texts with HTML and SQL wherever somebody outside can put one; then what comes back.
try_texts() {
    local evil="$html $sql" answer
    report "$(of web-2 30) $(symptom s30 web-2 "$evil") facts { name: \"os\" value: \"$evil\" }
        changes { at_ms: $(date +%s000) fact: \"package\" from: \"$evil\" to: \"$evil\" }" --cert "$(own web-2)" >/dev/null
    jq -n --arg e "$evil" '[{labels: {alertname: $e, host: $e, severity: "critical", x: $e},
        annotations: {summary: $e, description: "=cmd|calc!A1"}, generatorURL: "javascript:alert(1)"}]' |
        code -H "$json" -H "Authorization: Bearer sender-secret" -d @- "$base/api/v2/alerts" >/dev/null
    jq -n --arg e "$evil" '{text: $e, subject: $e, name: $e, contact: "u@example.org", language: "en"}' |
        code -H "$json" -d @- "$base/api/v1/reports" >/dev/null
    printf 'From: "%s" <u2@example.org>\r\nTo: desk@example.org\r\nSubject: %s\r\nMessage-ID: <1@x>\r\nContent-Type: text/html\r\n\r\n<p>%s</p>' \
        "$html" "$sql" "$html" | code -H 'Content-Type: message/rfc822' -H "Authorization: Bearer sender-secret" \
        --data-binary @- "$base/api/v1/mail" >/dev/null
    jq -n --arg e "$evil" '{actor: $e, text: $e}' | code -H "$json" -H "$(as responder)" -d @- "$base/api/v1/incidents/1/notes" >/dev/null
    jq -n --arg e "$evil" '{name: $e, password: $e}' | code -H "$json" -d @- "$base/api/v1/session" >/dev/null
    same "SQL in every text: the database is whole" ok "$(sqlite3 "$data/foreshock.db" 'PRAGMA integrity_check')"
    holds "and so are the incidents" test "$(ask -H "$(as admin)" "$base/api/v1/incidents" | jq length)" -ge 2
    answer=$(ask -D - -H "$(as admin)" "$base/api/v1/incidents/1")
    contains "HTML comes back as data: JSON" "$answer" "Content-Type: application/json"
    contains "that no browser takes for a page" "$answer" "X-Content-Type-Options: nosniff"
    contains "and as it was said" "$(ask -H "$(as admin)" "$base/api/v1/incidents")" "DROP TABLE"
    for page in /status /status.atom /status.rss /login /; do
        same "no script of others on $page" 0 "$(ask -H "$(as admin)" "$base$page" | grep -c '<script>alert')"
    done
    contains "the page runs its own scripts only" "$(ask -D - -o /dev/null "$base/")" "script-src 'self'"
    contains "/status names the service escaped" "$(ask "$base/status")" "&lt;script&gt;"
    same "formulas in CSV are texts" 0 "$(ask -H "$(as admin)" "$base/api/v1/incidents?format=csv" | grep -cE '(^|,)"?=')"
    same "no name makes a line of its own in the metrics" 0 \
        "$(ask -H "$(as admin)" "$base/metrics" | grep -vcE '^(#|[a-z_]+(\{.*\})? [-+0-9.eEnaNIif]+$)')"
    jq -n '{name: "x\n2026-01-01T00:00:00Z info people: forged", password: "y"}' | code -H "$json" -d @- "$base/api/v1/session" >/dev/null
    same "nor one in the log" 0 "$(grep -c '^2026-01-01T00:00:00Z' "$scratch/server.log")"
    refused "a mail address with a header in it" 400 "$(jq -n '{service: "shop", actor: "x", channel: "hook",
        address: "a@example.org\r\nBcc: b@example.org"}' | code -H "$json" -H "$(as responder)" -d @- "$base/api/v1/subscriptions")"
}

try_foreign_pages() {
    local jar=$scratch/victim
    code -c "$jar" -H "$json" -d '{"name":"admin","password":"a long password"}' "$base/api/v1/session" >/dev/null
    refused "another page's request with a victim's cookie" 403 "$(code -b "$jar" -H 'Origin: https://evil.example' \
        -H "$json" -d '{"name":"evil"}' "$base/api/v1/teams")"
    refused "the same, said by Sec-Fetch-Site" 403 "$(code -b "$jar" -H 'Sec-Fetch-Site: cross-site' -H "$json" \
        -d '{"name":"evil"}' "$base/api/v1/teams")"
    refused "of a browser that says nothing" 403 "$(code -b "$jar" -H "$json" -d '{"name":"evil"}' "$base/api/v1/teams")"
    refused "a form" "403 415" "$(code -b "$jar" -H 'Origin: https://evil.example' -d 'name=evil' "$base/api/v1/teams")"
    refused "a form that logs a victim in as somebody else" 403 "$(code -H 'Origin: https://evil.example' \
        -d 'name=admin' --data-urlencode 'password=a long password' "$base/login")"
    same "none of them did anything" '[]' "$(ask -b "$jar" "$base/api/v1/teams")"
    same "no other origin is let read" 0 "$(ask -D - -o /dev/null -X OPTIONS -H 'Origin: https://evil.example' \
        -H 'Access-Control-Request-Method: POST' "$base/api/v1/teams" | grep -ci access-control-allow)"
    refused "a name that somebody made point here" 421 "$(code -b "$jar" -H 'Host: evil.example' "$base/api/v1/incidents")"
    contains "no frame of others" "$(ask -D - -o /dev/null "$base/")" "frame-ancestors 'none'"
}

try_redirects() {
    local answer path seen=
    answer=$(curl -s --cacert "$ca" -D - -o /dev/null -H 'Host: 127.0.0.1' -d name=admin --data-urlencode 'password=a long password' \
        "$base/login?next=//evil.example&return=https://evil.example")
    same "logging in leads nowhere else" 0 "$(grep -ci evil <<<"$answer")"
    for path in //evil.example /%0d%0aLocation:%20https://evil.example /login?next=https://evil.example '/\evil.example' \
        /.evil.example /welcome/x%0d%0aSet-Cookie:a=b; do
        ! ask --path-as-is -D - -o /dev/null -H "$(as admin)" "$base$path" | grep -qiE '^(location: *(//|http)|set-cookie: a)' || seen+=" $path"
    done
    same "no path does" "" "$seen"
}

# A receiver that redirects what it gets to itself, and keeps what it is asked.
receiver_up() {
    cat >"$scratch/receiver.py" <<'PY'
import http.server, sys
class Receiver(http.server.BaseHTTPRequestHandler):
    def answer(self):
        with open(sys.argv[2], "a") as file:
            file.write(self.command + " " + self.path + "\n")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(307)
        self.send_header("Location", sys.argv[3] if self.path == "/file" else "/secret")
        self.end_headers()
    do_GET = do_POST = answer
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
PY
    touch "$scratch/asked"
    start receiver python3 "$scratch/receiver.py" "$hook_port" "$scratch/asked" file:///etc/passwd
}

was_asked() { grep -q "$1" "$scratch/asked"; }

try_forged_requests() {
    local url
    holds "the webhook is told" wait_for 20 was_asked 'POST /redirects'
    jq -n --arg u "http://127.0.0.1:$hook_port/inside" '[{labels: {alertname: "a", host: $u, instance: $u},
        annotations: {runbook_url: $u}, generatorURL: $u}]' |
        code -H "$json" -H "Authorization: Bearer sender-secret" -d @- "$base/api/v2/alerts" >/dev/null
    jq -n --arg u "http://127.0.0.1:$hook_port/inside" '{text: $u, contact: $u, channel: "api"}' |
        code -H "$json" -d @- "$base/api/v1/reports" >/dev/null
    sleep 1
    same "a redirect of its receiver is not followed" 0 "$(grep -c /secret "$scratch/asked")"
    same "no address in an alert or report is fetched" 0 "$(grep -c /inside "$scratch/asked")"
    for url in file:///etc/passwd gopher://127.0.0.1/ ldap://127.0.0.1/; do
        printf '[[webhook]]\nname = "x"\nurl = "%s"\n' "$url" >"$scratch/bad.toml"
        holds "a webhook at ${url%%:*}: is refused" refuses foreshock-server
        printf '[[checks]]\nname = "x"\ntype = "http"\nurl = "%s"\n' "$url" >"$scratch/bad.toml"
        holds "a check of ${url%%:*}: is refused" refuses foreshock-agent
    done
    printf '[agent]\nstate = "%s/c"\n[[checks]]\nname = "x"\ntype = "http"\nurl = "http://127.0.0.1:%s/file"\nevery = "1s"\n' \
        "$scratch" "$hook_port" >"$scratch/check.toml"
    "$bin/foreshock-agent" --config "$scratch/check.toml" --ticks 3 >"$scratch/check.out" 2>&1
    was_asked 'GET /file'
    same "a checked site cannot lead the agent to a file" 0 "$(grep -c 'root:' "$scratch/check.out")"
}

refuses() { ! "$bin/$1" --config "$scratch/bad.toml" --check-config >>"$scratch/admin.err" 2>&1; }

try_climbing() {
    refused "a viewer acknowledges" 403 "$(code -H "$(as viewer)" -H "$json" -d '{"actor":"x"}' "$base/api/v1/incidents/1/acknowledge")"
    refused "a viewer makes itself admin" "400 403" "$(code -X PATCH -H "$(as viewer)" -H "$json" -d '{"role":"admin"}' "$base/api/v1/me")"
    refused "by the route of admins" 403 "$(code -X PATCH -H "$(as viewer)" -H "$json" -d '{"role":"admin"}' "$base/api/v1/people/viewer")"
    refused "a token of more than one's own role" "400 403" "$(code -H "$(as viewer)" -H "$json" -d '{"label":"x","role":"admin"}' "$base/api/v1/tokens")"
    refused "a token of somebody else" "400 403" "$(code -H "$(as viewer)" -H "$json" -d '{"label":"x","person":"admin"}' "$base/api/v1/tokens")"
    refused "a responder makes people" 403 "$(code -H "$(as responder)" -H "$json" -d '{"name":"mallory","role":"admin"}' "$base/api/v1/people")"
    refused "a responder reads the audit log" 403 "$(code -H "$(as responder)" "$base/api/v1/audit")"
    refused "an agent reads incidents" 401 "$(code --cert "$(own web-2)" "$base/api/v1/incidents")"
    refused "a sender of alerts reads them" "401 403" "$(code -H "Authorization: Bearer sender-secret" "$base/api/v1/incidents")"
    refused "who says to be this host by X-Forwarded-For" 401 "$(code -H 'X-Forwarded-For: 127.0.0.1' "$base/api/v1/incidents")"
    refused "a method by another field" 403 "$(code -H "$(as viewer)" -H 'X-HTTP-Method-Override: GET' -H "$json" -d '{"name":"t"}' "$base/api/v1/teams")"
    refused "a method that is none" "400 404 405 501 000" "$(code -X TRACE -H "$(as viewer)" "$base/api/v1/me")"
    code -H "$(as responder)" -H "$json" -d '{"actor":"admin","text":"as somebody else"}' "$base/api/v1/incidents/1/notes" >/dev/null
    same "nobody signs with another's name" 0 "$(ask -H "$(as admin)" "$base/api/v1/incidents/1" |
        jq '[.. | objects | select(.text? == "as somebody else" and .actor? == "admin")] | length')"
}

# scan ARGUMENTS...: what openssl says of a handshake.
scan() { openssl s_client -connect "127.0.0.1:$port" "$@" </dev/null 2>&1; }

try_tls() {
    local version cipher seen=
    for version in -ssl3 -tls1 -tls1_1; do
        ! scan $version -cipher 'ALL:@SECLEVEL=0' | grep -q 'Cipher is [A-Z]' || seen+=" $version"
    done
    same "no version below 1.2" "" "$seen"
    for version in -tls1_2 -tls1_3; do
        contains "TLS $version is spoken" "$(scan $version)" "Cipher is "
    done
    seen=
    for cipher in $(openssl ciphers 'ALL:COMPLEMENTOFALL:@SECLEVEL=0' | tr ':' ' '); do
        [[ $cipher == TLS_* || $cipher == ECDHE-ECDSA-*GCM* || $cipher == ECDHE-ECDSA-CHACHA* ]] ||
            ! scan -tls1_2 -cipher "$cipher:@SECLEVEL=0" | grep -q "Cipher is $cipher" || seen+=" $cipher"
    done
    same "no cipher but ECDHE with AEAD, of all that openssl knows" "" "$seen"
    contains "no renegotiation" "$( (printf 'R\n'; sleep 0.5) | openssl s_client -connect "127.0.0.1:$port" -tls1_2 2>&1)" "no renegotiation"
    contains "no compression" "$(scan -tls1_2 -comp)" "Compression: NONE"
    same "no session goes on elsewhere" 0 "$(scan -tls1_2 -reconnect | grep -c '^Reused')"
    contains "a strong key" "$(scan -tls1_2 | openssl x509 -noout -text)" "prime256v1"
    contains "HSTS" "$(ask -D - -o /dev/null "$base/-/healthy")" "Strict-Transport-Security: max-age="
}

# The server is gone; somebody else listens at its address.
try_false_server() {
    local at
    end_gently "$server_pid"
    printf '' >"$scratch/web-1.log"
    start false openssl s_server -accept "127.0.0.1:$port" -cert "$scratch/self.pem" -key "$scratch/self.key" -www
    holds "an agent does not believe a false server" wait_for 20 grep -q 'certificate' "$scratch/web-1.log"
    end_hard "$last"
    at=$(date -u +%FT%T)
    server_up || not_ok "the server starts again"
    holds "and goes on with the right one" wait_for 30 has_reported_since web-1 "$at"
}

check_well() {
    holds "after all that the server is ready" server_is_ready
    contains "its database is whole" "$(server_command check)" "ok"
    same "nothing of it crashed" 0 "$(grep -ciE 'sanitizer|assert|terminate called|exception' "$scratch/server.log")"
    holds "a slow sender was let go in a minute ($(cat "$scratch/slow") s)" \
        wait_for 70 test -s "$scratch/slow"
}

receiver_up
settings
server_up || { not_ok "the server starts" "$(tail "$scratch/server.log")"; tally; exit; }
let_in
start slow bash -c "python3 '$flood' slow $port 50 >'$scratch/slow.part' 2>&1; mv '$scratch/slow.part' '$scratch/slow'"
try_certificates
try_reports
try_other_names
try_tokens_again
try_paths
try_sizes
try_texts
try_foreign_pages
try_redirects
try_forged_requests
try_climbing
try_tls
try_connections
try_false_server
check_well
tally
