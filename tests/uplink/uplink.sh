#!/bin/bash
# The way from the agent to its servers: certificates of all kinds, old TLS, a proxy, IPv6, and a
# second server that steps in. What goes wrong must be told in words that help.
set -u
host_name=uplink-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
certs=$scratch/certs
mkdir -p "$certs"

quietly() { "$@" >>"$scratch/openssl.log" 2>&1; }

# sign NAME DAYS SUBJECT-ALTERNATIVE: a certificate by our own authority.
sign() {
    quietly openssl req -newkey rsa:2048 -nodes -keyout "$certs/$1.key" -subj "/CN=$1" -out "$certs/$1.csr" &&
        printf 'subjectAltName=%s\n' "$3" >"$certs/$1.ext" &&
        quietly openssl x509 -req -in "$certs/$1.csr" -CA "$certs/ca.pem" -CAkey "$certs/ca.key" \
            -CAcreateserial -days "$2" -extfile "$certs/$1.ext" -out "$certs/$1.pem"
}

make_certificates() {
    quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout "$certs/ca.key" -subj "/CN=our authority" \
        -days 30 -out "$certs/ca.pem" &&
        quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout "$certs/self.key" -subj "/CN=self" \
            -addext "subjectAltName=IP:127.0.0.1" -days 30 -out "$certs/self.pem" &&
        sign good 30 IP:127.0.0.1 && sign other 30 DNS:other.example && sign old -1 IP:127.0.0.1
}

# tls_server NAME ARGUMENTS...: it shakes hands and answers nothing of use; port in $tls_port.
tls_server() {
    local name=$1
    shift
    tls_port=$(free_port)
    start "tls-$name" openssl s_server -accept "127.0.0.1:$tls_port" -cert "$certs/$name.pem" \
        -key "$certs/$name.key" -www "$@"
    wait_for 5 is_taken "$tls_port"
}

is_taken() { ! port_is_free "$1"; }

# complains NAME WORDS LINES...: the agent runs shortly with these lines below [server], and says so.
complains() {
    local name=$1 part=$2
    shift 2
    rm -rf "$scratch/agent"
    mkdir -p "$scratch/agent"
    {
        printf '[server]\n'
        printf '%s\n' "$@"
        printf '[agent]\nname = "%s"\nstate = "%s"\nreport_every = "1s"\n' "$host_name" "$scratch/agent"
    } >"$scratch/agent.toml"
    words=$(env -u https_proxy -u HTTPS_PROXY -u http_proxy -u no_proxy "$bin/foreshock-agent" \
        --config "$scratch/agent.toml" --ticks 3 2>&1)
    contains "uplink: $name" "$words" "$part"
}

check_certificates() {
    local ca="ca_file = \"$certs/ca.pem\""
    tls_server self
    complains "a self-signed certificate" "self-signed: name it as server.ca_file" \
        "url = \"https://127.0.0.1:$tls_port\""
    tls_server good
    complains "an authority that nobody trusts" "authority that this host does not trust" \
        "url = \"https://127.0.0.1:$tls_port\""
    complains "a trusted authority" "agent $host_name" "url = \"https://127.0.0.1:$tls_port\"" "$ca"
    if [[ $words == *"TLS"* || $words == *"certificate"* ]]; then
        not_ok "uplink: a trusted authority gives no complaint" "$words"
    else
        ok "uplink: a trusted authority gives no complaint"
    fi
    complains "http on a port of https" "uplink: http://127.0.0.1:$tls_port: " \
        "url = \"http://127.0.0.1:$tls_port\""
    tls_server other
    complains "a certificate for another name" "for another" "url = \"https://127.0.0.1:$tls_port\"" "$ca"
    tls_server old
    complains "a certificate that has expired" "has expired" "url = \"https://127.0.0.1:$tls_port\"" "$ca"
    tls_server good -tls1_1 -cipher 'ALL:@SECLEVEL=0'
    complains "TLS 1.1 only" "older than 1.2" "url = \"https://127.0.0.1:$tls_port\"" "$ca"
    complains "a file that is no certificate" "cannot be read, or is no PEM" \
        "url = \"https://127.0.0.1:$tls_port\"" "ca_file = \"$scratch/none.pem\""
    complains "a server that speaks no TLS" "does the server speak TLS" "url = \"https://127.0.0.1:$port\""
}

check_ways() {
    complains "a name that nobody knows" "name of the server is not known" \
        'url = "http://nowhere.invalid:8420"'
    complains "nobody listens" "no connection" "url = \"http://127.0.0.1:$(free_port)\""
    complains "a proxy that is not there" "no connection" "url = \"http://127.0.0.1:$port\"" \
        "proxy = \"http://127.0.0.1:$(free_port)\""
    complains "an IPv6 address" "http://[::1]:" "url = \"http://[::1]:$(free_port)\""
}

taken_by() { "$bin/foreshock-agent" --config "$scratch/agent.toml" --status 2>/dev/null | grep '^server: '; }
is_at() { [[ $(taken_by) == *"$1"* ]]; }
host_is_seen() { api "hosts/$host_name" >/dev/null; }
acknowledged() {
    local count
    count=$("$bin/foreshock-agent" --config "$scratch/agent.toml" --status 2>/dev/null |
        sed -n 's/^reports acknowledged: //p')
    [ "${count:-0}" -gt 0 ]
}

check_failover() {
    local nobody
    nobody=$(free_port)
    write_agent_settings <<<'report_every = "1s"'
    sed -i "s|^url = .*|urls = [\"http://127.0.0.1:$nobody\", \"http://127.0.0.1:$port\"]|" \
        "$scratch/agent.toml"
    agent_up
    holds "uplink: the second server steps in" wait_for 15 acknowledged
    holds "uplink: the status names it" is_at "http://127.0.0.1:$port (in place of http://127.0.0.1:$nobody"
    holds "uplink: the host is there" wait_for 5 host_is_seen
    contains "uplink: the log names both" "$(cat "$scratch/agent.log")" "tries http://127.0.0.1:$port next"
    end_gently "$agent_pid"
    same "uplink: the agent stops cleanly" 0 $?
}

make_certificates || { tail "$scratch/openssl.log" >&2 && exit 1; }
write_server_settings </dev/null
give_token 2>/dev/null || exit 1
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
check_certificates
check_ways
check_failover
tally
