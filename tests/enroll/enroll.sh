#!/bin/bash
# Enrolment over TLS with the real programs: tokens, certificates, renewal, revocation, and all who
# must not come in.
set -u
host_name=enroll-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
base=https://127.0.0.1:$port
data=$scratch/server
ca=$data/ca/ca.pem

server_is_ready() { curl -sf -m 2 -o /dev/null --cacert "$ca" "$base/-/ready"; }

# ask CURL-ARGUMENTS...: the body of the answer.
ask() { curl -s -m 20 --cacert "$ca" "$@"; }

# code CURL-ARGUMENTS...: its status.
code() { curl -s -m 20 --cacert "$ca" -o "$scratch/body" -w '%{http_code}' "$@"; }

server_command() { "$bin/foreshock-server" "$@" --config "$scratch/server.toml" 2>>"$scratch/admin.err"; }

# new_token ARGUMENTS...: into $scratch/token.
new_token() { (umask 077 && server_command token create "$@" >"$scratch/token"); }

# agent_settings NAME: configuration and state of an agent of that name.
agent_settings() {
    mkdir -p "$scratch/$1.state"
    printf '[agent]\nname = "%s"\nstate = "%s"\nreport_every = "500ms"\n' "$1" "$scratch/$1.state" \
        >"$scratch/$1.toml"
}

# enroll NAME [URL]: with the token in $scratch/token; words in $scratch/words.
enroll() {
    env -u https_proxy -u HTTPS_PROXY "$bin/foreshock-agent" enroll "${2:-$base}" \
        --token-file "$scratch/token" --config "$scratch/$1.toml" >"$scratch/words" 2>&1
}

# refused NAME WORDS AGENT [URL]
refused() {
    if enroll "$3" "${4:-$base}"; then not_ok "$1: it was let in"; else contains "$1" "$(<"$scratch/words")" "$2"; fi
}

# agent_of NAME: starts that agent; pid in $last.
agent_of() { start "$1" "$bin/foreshock-agent" --config "$scratch/$1.toml"; }

# host_is_seen NAME
host_is_seen() { ask "$base/api/v1/hosts" | jq -e --arg n "$1" 'any(.[]; .name == $n)' >/dev/null; }

# last_report NAME
last_report() { ask "$base/api/v1/hosts" | jq -r --arg n "$1" '.[] | select(.name == $n) | .last_seen'; }

has_reported_since() { [[ $(last_report "$1") > $2 ]]; }

says() { grep -qF "$2" "$scratch/$1.log"; }

check_listener() {
    same "plain HTTP on the port of TLS is not answered" 52 \
        "$(curl -s -m 5 -o /dev/null "http://127.0.0.1:$port/-/ready"; echo $?)"
    contains "TLS 1.1 is refused" "$(openssl s_client -connect "127.0.0.1:$port" -tls1_1 \
        -cipher 'ALL:@SECLEVEL=0' </dev/null 2>&1)" "alert protocol version"
    contains "a cipher without forward secrecy is refused" "$(openssl s_client -connect \
        "127.0.0.1:$port" -tls1_2 -cipher AES128-SHA </dev/null 2>&1)" "alert handshake failure"
    contains "the certificate is for this host's addresses" "$(openssl s_client -connect \
        "127.0.0.1:$port" -CAfile "$ca" -verify_ip 127.0.0.1 -verify_return_error </dev/null 2>&1)" \
        "Verify return code: 0"
    # OpenSSL 3 says "HTTP/1.1 400" or nothing; what matters is that it does not renegotiate.
    contains "a client that wants to renegotiate is not obeyed" "$( (printf 'R\n'; sleep 1) | \
        openssl s_client -connect "127.0.0.1:$port" -tls1_2 2>&1)" "no renegotiation"
    same "the authority's key is its owner's" 600 "$(stat -c %a "$data/ca/authority.pem")"
    contains "every answer asks for TLS next time" "$(ask -D - -o /dev/null "$base/-/healthy")" \
        "Strict-Transport-Security: max-age="
    local began=$SECONDS
    (exec 5<>"/dev/tcp/127.0.0.1/$port" && timeout 20 cat <&5 >/dev/null)
    holds "who says nothing in the handshake is let go in 10 s" [ $((SECONDS - began)) -lt 15 ]
}

check_people() {
    local link jar=$scratch/cookies
    link=$(<"$data/first-admin.link")
    contains "the link of the first admin is of https" "$link" "https://"
    same "people log in over TLS" 303 "$(code -c "$jar" -d name=ann \
        --data-urlencode 'password=a long password' "$link")"
    contains "their cookie never travels readable" "$(ask -D - -o /dev/null \
        -H 'Content-Type: application/json' -d '{"name":"ann","password":"a long password"}' \
        "$base/api/v1/session")" "HttpOnly; SameSite=Strict; Max-Age=604800; Secure"
    same "the command line trusts our authority" 0 "$("$bin/foreshock" --server "$base" --ca-file "$ca" \
        hosts >"$scratch/hosts" 2>&1; echo $?)"
    same "and nobody unknown" 3 "$("$bin/foreshock" --server "$base" hosts >"$scratch/hosts" 2>&1; echo $?)"
    contains "events stream over TLS" "$(curl -sN -m 3 --cacert "$ca" -D - "$base/api/v1/events/stream")" \
        "text/event-stream"
    same "the session is theirs" admin \
        "$(ask -b "$jar" -H 'X-Forwarded-For: 203.0.113.9' "$base/api/v1/me" | jq -r .role)"
}

check_tokens() {
    local name
    for name in web-1 web-2 web-3; do agent_settings $name; done
    new_token --uses 2 --label rack=7
    holds "a host enrols" enroll web-1
    holds "another one with the same token" enroll web-2
    refused "a third one finds it used up" "is used up: it was for 2 hosts" web-3
    contains "the uses are on the list" "$(server_command token list)" $'used up\t2/2'
    same "no secret is in the database" 0 "$(cat "$data"/foreshock.db* | grep -c "$(cut -d_ -f3 "$scratch/token")")"
    same "nor in the state of a host" 0 "$(grep -rc "$(cut -d_ -f3 "$scratch/token")" "$scratch/web-1.state" | grep -vc ':0$')"
    same "the host's key is its own" 600 "$(stat -c %a "$scratch/web-1.state/tls/identity.pem")"
    contains "the token's label is the host's" "$("$bin/foreshock-agent" --config "$scratch/web-1.toml" \
        --print-effective)" '"rack" = "7"'
    new_token --ttl 1s
    sleep 1.2
    refused "an expired token says both times" "by the server's clock it is" web-3
    new_token
    server_command token revoke "$(cut -d_ -f2 "$scratch/token")"
    refused "a revoked token" "was revoked at" web-3
    new_token
    sed -i 's/_[0-9a-f]*$/_0000000000000000000000000000000000000000000000000000000000000000/' "$scratch/token"
    refused "a fingerprint of another authority: nothing is told to that server" \
        "wrong authority: the token is for the server" web-3
    new_token
    sed -i 's/_[0-9a-f]\{32\}_/_00000000000000000000000000000000_/' "$scratch/token"
    refused "a guessed secret" "is not known here" web-3
    printf 'hello\n' >"$scratch/token"
    refused "what is no token" "this is no enrolment token" web-3
    new_token
    refused "a name that is not the certificate's" "not for other.localhost" web-3 "https://other.localhost:$port"
    refused "a server that is not there" "no connection" web-3 "https://127.0.0.1:1"
    refused "plain HTTP" "over https:// only" web-3 "http://127.0.0.1:$port"
    server_command token revoke "$(cut -d_ -f2 "$scratch/token")"
}

# Twenty hosts at once, with a token for three of them.
check_race() {
    local i pids=()
    new_token --uses 3
    for i in $(seq 20); do
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/race.key" \
            -subj /CN=x -out "$scratch/race.csr" >>"$scratch/openssl.log" 2>&1
        jq -n --arg t "$(<"$scratch/token")" --arg r "$(<"$scratch/race.csr")" --arg a "race-$i" \
            '{token:$t,request:$r,agent_id:$a}' >"$scratch/race.$i"
    done
    for i in $(seq 20); do
        ask -o /dev/null -w '%{http_code}\n' -H 'Content-Type: application/json' -d "@$scratch/race.$i" \
            "$base/api/v1/enroll" >"$scratch/code.$i" &
        pids+=($!)
    done
    wait "${pids[@]}"
    same "of twenty at once a token for three lets in three" "3 200 17 403" \
        "$(cat "$scratch"/code.* | sort | uniq -c | xargs)"
    same "one of them again costs no use: it is the same certificate" 0 \
        "$(i=$(grep -l 200 "$scratch"/code.* | head -n 1); again=$(ask -H 'Content-Type: application/json' \
            -d "@$scratch/race.${i##*.}" "$base/api/v1/enroll" | jq -r .certificate); \
            server_command agent certificates "race-${i##*.}" | cut -f2 | \
            grep -qix "$(openssl x509 -noout -serial <<<"$again" | cut -d= -f2)"; echo $?)"
}

# A clock that is off, where the library for that is there.
check_clock() {
    command -v faketime >/dev/null || return 0
    new_token
    # The address sanitizer wants to be the first library, which faketime is.
    ASAN_OPTIONS=verify_asan_link_order=0 faketime -f '-2y' \
        "$bin/foreshock-agent" enroll "$base" --token-file "$scratch/token" \
        --config "$scratch/web-3.toml" >"$scratch/words" 2>&1
    contains "a clock that is off: both are told" "$(<"$scratch/words")" "the server's says"
}

check_reports() {
    agent_of web-1
    web_1_pid=$last
    agent_of web-2
    holds "an enrolled host is seen" wait_for 20 host_is_seen web-1
    holds "so is the other" wait_for 20 host_is_seen web-2
    same "no agent said a word against it" 0 "$(grep -c 'uplink:\|error' "$scratch/web-1.log")"
}

# report AGENT-ID CURL-ARGUMENTS...: a report that says to come from there.
report() {
    local id=$1
    shift
    # Fields 1 (agent), 2 (host), 3 (run) and 5 (sequence) of wire/report.proto.
    printf '%b' "$(printf '\\x0a\\x%02x%s\\x12\\x%02x%s\\x1a\\x01r\\x28\\x01' \
        ${#id} "$id" ${#id} "$id")" | zstd -q -c >"$scratch/report"
    code -X POST -H 'Content-Type: application/x-foreshock-report' --data-binary "@$scratch/report" \
        "$@" "$base/api/v1/agent/reports"
}

# foreign_certificate NAME ISSUER-ARGUMENTS...: for agent web-1, by somebody else.
foreign_certificate() {
    local name=$1
    shift
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/$name.key" \
        -out "$scratch/$name.pem" -days 2 -addext 'subjectAltName=URI:urn:foreshock:agent:web-1' \
        -addext extendedKeyUsage=clientAuth "$@" >>"$scratch/openssl.log" 2>&1
}

check_impostors() {
    local own=$scratch/web-2.state/tls/identity.pem from_afar='X-Forwarded-For: 203.0.113.9'
    same "its own certificate speaks for its own host" 200 "$(report web-2 --cert "$own")"
    same "and for no other" 403 "$(report web-1 --cert "$own")"
    contains "in clear words" "$(<"$scratch/body")" "the proof is of agent 'web-2', the report says it is 'web-1'"
    report web-1 --cert "$own" >/dev/null
    same "that is on the audit log, once" 1 \
        "$(ask "$base/api/v1/audit?format=csv&limit=1000" | grep -c '"agent web-2","agent",.*"agent.report","web-1","refused"')"
    contains "and counted" "$(ask "$base/metrics")" 'foreshock_reports_total{outcome="impersonated"} 2'
    foreign_certificate self -subj /CN=web-1
    same "a certificate of its own making" 401 \
        "$(report web-1 --cert "$scratch/self.pem" --key "$scratch/self.key")"
    contains "is told why" "$(<"$scratch/body")" "is not believed: self-signed certificate"
    local ours
    ours=$(openssl x509 -in "$ca" -noout -subject -nameopt multiline | sed -n 's/ *commonName *= //p')
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/evil.key" \
        -out "$scratch/evil.pem" -days 2 -subj "/CN=$ours" >>"$scratch/openssl.log" 2>&1
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/leaf.key" -subj /CN=web-1 \
        -out "$scratch/leaf.csr" >>"$scratch/openssl.log" 2>&1
    printf 'subjectAltName=URI:urn:foreshock:agent:web-1\nextendedKeyUsage=clientAuth\n' >"$scratch/leaf.ext"
    openssl x509 -req -in "$scratch/leaf.csr" -CA "$scratch/evil.pem" -CAkey "$scratch/evil.key" \
        -CAcreateserial -extfile "$scratch/leaf.ext" -out "$scratch/leaf.pem" >>"$scratch/openssl.log" 2>&1
    same "one of a foreign authority of the same name" 401 \
        "$(report web-1 --cert "$scratch/leaf.pem" --key "$scratch/leaf.key")"
    same "the server's own certificate is no agent's" 401 "$(report web-1 --cert "$data/ca/server.pem")"
    same "no certificate, from afar" 401 "$(report web-1 -H "$from_afar")"
    contains "is told to enrol" "$(<"$scratch/body")" "agents of other hosts show a certificate"
    server_command agent add web-1 >"$scratch/old-token"
    same "a token of old, from this host" 200 \
        "$(report web-1 -H "Authorization: Bearer $(<"$scratch/old-token")")"
    same "the same from afar" 401 \
        "$(report web-1 -H "Authorization: Bearer $(<"$scratch/old-token")" -H "$from_afar")"
    same "who only has a certificate is no person" 401 \
        "$(code --cert "$own" -H "$from_afar" "$base/api/v1/incidents")"
}

# opened_by CURL-ARGUMENTS...: the routes for people that this lets in, of all that the document has.
opened_by() {
    local method path
    while read -r method path; do
        case $(code -X "$method" -H 'Content-Type: application/json' -H 'X-Forwarded-For: 203.0.113.9' \
            -d '{}' "$@" "$base$path") in
            401 | 403) ;;
            *) printf '%s %s;' "$method" "$path" ;;
        esac
    done < <(ask "$base/api/v1/openapi.json" | jq -r '.paths | to_entries[] | .key as $path | .value
        | to_entries[] | select(.value.responses["401"])
        | "\(.key | ascii_upcase) \($path)"' | grep -v '/agent/\|/enroll$\|/renew$\|/session$\|/accept$\|/login$' | sed 's/{[^}]*}/x/g')
}

check_no_certificate_is_a_person() {
    same "no agent's certificate opens a route for people" "" "$(opened_by --cert "$1")"
    same "nor does one of its own making" "" \
        "$(opened_by --cert "$scratch/self.pem" --key "$scratch/self.key")"
}

# The same connection, before and after: curl keeps it between two URLs.
check_revocation() {
    local own=$scratch/web-2.state/tls/identity.pem at
    report web-2 --cert "$own" >/dev/null
    at=$(last_report web-1)
    (curl -s -m 30 --cacert "$ca" --cert "$own" -w '%{http_code} %{num_connects}\n' -o /dev/null \
        -X POST -H 'Content-Type: application/x-foreshock-report' --data-binary "@$scratch/report" \
        "$base/api/v1/agent/reports" --rate 20/m \
        "$base/api/v1/agent/reports" -o /dev/null >"$scratch/codes") &
    local curl_pid=$!
    sleep 1
    server_command agent revoke web-2
    wait $curl_pid
    same "revoked at once, on an open connection too" "200 1 401 0" "$(tr '\n' ' ' <"$scratch/codes" | sed 's/ $//')"
    holds "the revoked agent says so" wait_for 20 says web-2 "agent web-2 was revoked at"
    holds "the others go on" wait_for 20 has_reported_since web-1 "$at"
    new_token --uses 3
    holds "a token made since lets it in again" enroll web-2
    at=$(date -u +%FT%T)
    holds "the running agent takes it over by itself" wait_for 30 has_reported_since web-2 "$at"
}

check_renewal() {
    local before after at
    end_gently "$server_pid"
    sed -i 's/^agent_certificate_life = .*/agent_certificate_life = "30s"/' "$scratch/server.toml"
    server_up || { not_ok "the server starts again"; return; }
    agent_settings brief
    holds "a host enrols for half a minute" enroll brief
    printf '[spool]\n' >>"$scratch/brief.toml"
    agent_of brief
    holds "it is seen" wait_for 20 host_is_seen brief
    before=$(openssl x509 -in "$scratch/brief.state/tls/identity.pem" -noout -serial)
    holds "it renews by itself" wait_for 40 says brief "certificate: renewed, good until"
    after=$(openssl x509 -in "$scratch/brief.state/tls/identity.pem" -noout -serial)
    holds "by another certificate" [ "$before" != "$after" ]
    sleep 12
    at=$(date -u +%FT%T)
    holds "and reports on when the first one has ended, without a restart" \
        wait_for 10 has_reported_since brief "$at"
    same "nothing was refused meanwhile" 0 "$(grep -c 'uplink:' "$scratch/brief.log")"
    contains "both are in the book" "$(server_command agent certificates brief | cut -f3 | sort | uniq -c | tr -s ' ')" good
}

presence() { ask "$base/api/v1/hosts/$1" | jq -r .presence; }
is_present_as() { [ "$(presence "$1")" = "$2" ]; }
is_unknown() { [ "$(code "$base/api/v1/hosts/$1")" = 404 ]; }
# Its category alone is that of many a fault which the agents find on the machine of this test.
lost_incidents() {
    ask "$base/api/v1/incidents?state=all&host=$1" |
        jq '[.[] | select(.category == "availability" and .subcategory == "agent")] | length'
}

# The API and the command line of what `foreshock-server token` and `agent revoke` do.
check_farewells() {
    local cli=("$bin/foreshock" --server "$base" --ca-file "$ca") since series
    ask -H 'Content-Type: application/json' -d '{"ttl":"10m","uses":2,"labels":{"rack":"8"}}' \
        "$base/api/v1/enrolment/tokens" >"$scratch/made"
    jq -r .token "$scratch/made" >"$scratch/token"
    agent_settings away
    holds "a token of the API lets a host in" enroll away
    contains "it counts its uses" "$(ask "$base/api/v1/enrolment/tokens" | jq -c '.[0] | [.state, .uses, .labels]')" \
        '["good",1,{"rack":"8"}]'
    same "its secret is on no list" 0 \
        "$(ask "$base/api/v1/enrolment/tokens" | grep -c "$(cut -d_ -f3 "$scratch/token")")"
    same "it is ended" 204 "$(code -X DELETE "$base/api/v1/enrolment/tokens/$(jq -r .id "$scratch/made")")"
    agent_of away
    holds "the host is seen" wait_for 20 host_is_seen away
    contains "the agent says until when its certificate is good" \
        "$("$bin/foreshock-agent" --status --config "$scratch/away.toml")" "certificate: good until 20"
    contains "and when it renews" "$("$bin/foreshock-agent" --status --config "$scratch/away.toml")" "; renews from 20"
    since=$(ask "$base/api/v1/hosts/away" | jq -r .first_seen)
    same "what would be done is said, and not done" 1 "$("${cli[@]}" host revoke away >"$scratch/words" 2>&1; echo $?)"
    contains "in words" "$(<"$scratch/words")" "say it again with --yes"
    same "a revoked host is revoked" 0 "$("${cli[@]}" host revoke away --yes >"$scratch/words" 2>&1; echo $?)"
    holds "it shows as that at once" is_present_as away revoked
    holds "its agent hears of it" wait_for 20 says away "agent away was revoked at"
    new_token
    holds "with a token made since it comes in again" enroll away
    holds "and is there" wait_for 30 is_present_as away present
    same "it is the host that it was" "$since" "$(ask "$base/api/v1/hosts/away" | jq -r .first_seen)"
    series=$(ask "$base/api/v1/hosts/away/series" | jq length)
    holds "it has samples" [ "$series" -gt 10 ]
    same "a host is forgotten" 0 "$("${cli[@]}" host forget away --yes --as ann >"$scratch/words" 2>&1; echo $?)"
    holds "it is known no longer" is_unknown away
    sleep 6
    holds "nor does it come back by itself" is_unknown away
    contains "it is on the audit log" "$(ask "$base/api/v1/audit?format=csv&limit=1000")" '"host.forget","away","done"'
    new_token
    holds "a forgotten host enrols anew" enroll away
    holds "and is there as a new one" wait_for 30 host_is_seen away
    holds "seen for the first time since" [ "$(ask "$base/api/v1/hosts/away" | jq -r .first_seen)" '>' "$since" ]
    holds "with the samples that it had" \
        [ "$(ask "$base/api/v1/hosts/away/samples?signal=load.average.one_minute" | jq '.points[0][0] | floor')" -lt \
        "$(date -d "$(ask "$base/api/v1/hosts/away" | jq -r .first_seen)" +%s)" ]
    check_farewell_and_crash
    same "nobody was told that a revoked or forgotten host is lost" "0 0" \
        "$(lost_incidents web-2) $(lost_incidents away)"
}

# The server is killed while it forgets, samples and all.
check_farewell_and_crash() {
    # Written down beside the server, as by a request whose answer nobody waited for.
    sleep 2  # so that the second in which it is forgotten is not that in which it came
    kill -STOP "$server_pid"
    sqlite3 -cmd '.timeout 9000' "$data/foreshock.db" "INSERT INTO host_farewell VALUES ('away', $(date +%s)000, 'ann', 1, 0)"
    kill -KILL -- "-$server_pid"
    wait "$server_pid" 2>/dev/null
    server_command agent revoke away
    server_up || { not_ok "the server starts after it was killed"; return; }
    holds "what a crash cut short is done at the next start" wait_for 20 is_unknown away
    same "its samples went too" 0 "$(grep -l away "$data"/history/*.journal 2>/dev/null | wc -l)"
    same "nothing is left to forget" 0 "$(sqlite3 -cmd '.timeout 9000' "$data/foreshock.db" 'SELECT count(*) FROM host_farewell')"
}

# The state folder is gone, the name and the machine are the same.
check_reinstallation() {
    local first
    first=$(ask "$base/api/v1/hosts" | jq -r '.[] | select(.name == "web-1") | .first_seen')
    end_gently "$web_1_pid"
    rm -rf "$scratch/web-1.state"
    agent_settings web-1
    new_token
    local machine
    machine=$(sqlite3 -cmd '.timeout 9000' "$data/foreshock.db" "SELECT max(machine_id) FROM agent_certificate WHERE agent_id = 'web-1'")
    if [ -z "$machine" ]; then
        refused "a host without a machine id must be let replace" "another machine is enrolled as web-1" web-1
        new_token --replace
    fi
    holds "a host that was installed anew enrols again" enroll web-1
    agent_of web-1
    local at
    at=$(date -u +%FT%T)
    holds "and reports" wait_for 20 has_reported_since web-1 "$at"
    same "it is the same host as before" "$first" \
        "$(ask "$base/api/v1/hosts" | jq -r '.[] | select(.name == "web-1") | .first_seen')"
    sqlite3 -cmd '.timeout 9000' "$data/foreshock.db" "UPDATE agent_certificate SET machine_id = 'another' WHERE agent_id = 'web-1'"
    new_token
    refused "the name of another machine is not to be had" "another machine is enrolled as web-1" web-1
}

write_server_settings <<'END'
[tls]
enabled = true
agent_certificate_life = "30d"
[access]
loopback = "owner"
END
server_up || { not_ok "the server starts"; cat "$scratch/server.log"; tally; exit; }
check_listener
check_people
check_tokens
check_race
check_clock
check_reports
check_impostors
cp "$scratch/web-2.state/tls/identity.pem" "$scratch/web-2.old.pem"
check_no_certificate_is_a_person "$scratch/web-2.old.pem"
check_revocation
same "a revoked certificate opens none either" "" "$(opened_by --cert "$scratch/web-2.old.pem")"
check_renewal
check_reinstallation
check_farewells
tally
