#!/bin/bash
# Alerts of other systems, by the real programs: a Prometheus names our server as its Alertmanager,
# amtool reads and writes there, PagerDuty events come by curl, and a kill loses nothing that was
# answered.
set -u
host_name=alerts-host
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
port=$(free_port)
shop_port=$(free_port)
prometheus_port=$(free_port)
url=http://127.0.0.1:$port

for program in prometheus amtool; do
    if ! command -v $program >/dev/null; then
        echo "skipped: $program is not installed (Debian: prometheus, prometheus-alertmanager)"
        tally
        exit
    fi
done

settings() {
    (umask 077 && printf 'routing-key-of-the-shop\n' >"$scratch/routing.key")
    write_server_settings <<TOML
[incidents]
hold = "0s"
soak = "2s"
[[intake.pagerduty]]
name = "shop"
routing_key_file = "$scratch/routing.key"
TOML
}

# The shop is down until somebody starts it: a second server, because that has a /metrics.
prometheus_settings() {
    cat >"$scratch/prometheus.yml" <<YAML
global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: lab}}
rule_files: ["$scratch/rules.yml"]
alerting:
  alertmanagers: [{static_configs: [{targets: ["127.0.0.1:$port"]}]}]
scrape_configs: [{job_name: shop, static_configs: [{targets: ["127.0.0.1:$shop_port"]}]}]
YAML
    cat >"$scratch/rules.yml" <<'YAML'
groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up{job="shop"} == 0
        labels: {severity: critical, category: network}
        annotations:
          summary: the shop does not answer
          runbook_url: https://runbooks.example/shop
YAML
}

prometheus_up() {
    start prometheus prometheus --config.file="$scratch/prometheus.yml" \
        --storage.tsdb.path="$scratch/prometheus" --rules.alert.resend-delay=1s \
        --web.listen-address="127.0.0.1:$prometheus_port"
}

shop_up() {
    mkdir -p "$scratch/shop"
    printf '[server]\nlisten = "127.0.0.1:%s"\ndata = "%s"\n' "$shop_port" "$scratch/shop" \
        >"$scratch/shop.toml"
    start shop "$bin/foreshock-server" --config "$scratch/shop.toml"
}

# incident_of KIND FILTER: what jq makes of the incident whose symptom has that kind.
incident_of() {
    local id
    id=$(api 'incidents?limit=200' | jq -r '.[].id' | while read -r one; do
        api "incidents/$one" | jq -r --arg kind "$1" 'select(.symptoms[0].kind == $kind) | .id'
    done | head -n 1)
    [ -n "$id" ] && api "incidents/$id" | jq -r "$2"
}

is_open() { [[ $(incident_of "$1" .state) =~ ^(new|assigned|in_progress|pending)$ ]]; }
is_resolved() { [ "$(incident_of "$1" .state)" = resolved ]; }
tool() { amtool --no-version-check --alertmanager.url="$url" "$@" 2>&1; }
names() { tool alert query -o json "$@" | jq -r '[.[].labels.alertname] | sort | join(" ")'; }
send() { curl -s -m 10 -H 'Content-Type: application/json' -d "$2" "$url$1" "${@:3}"; }
status_of() { send "$@" -o /dev/null -w '%{http_code}'; }

event() {
    send /v2/enqueue '{"routing_key":"routing-key-of-the-shop","event_action":"'"$1"'",
        "dedup_key":"cart","client":"Shop monitor","payload":{"summary":"carts are lost",
        "source":"shop-1","severity":"error","class":"cart"}}'
}

check_prometheus_fires() {
    prometheus_up
    holds "alerts: a rule of Prometheus opens an incident" wait_for 30 is_open alert.ShopDown
    same "alerts: with its words" "the shop does not answer" \
        "$(incident_of alert.ShopDown .sentence)"
    same "alerts: its host" 127.0.0.1 "$(incident_of alert.ShopDown '.hosts | join(" ")')"
    same "alerts: its category" network "$(incident_of alert.ShopDown .category)"
    contains "alerts: its runbook" "$(incident_of alert.ShopDown .diagnosis.guide)" \
        "https://runbooks.example/shop"
}

check_amtool_reads() {
    same "alerts: amtool lists it" ShopDown "$(names)"
    same "alerts: amtool finds it by a matcher" ShopDown "$(names severity=critical 'job=~sh.p')"
    same "alerts: amtool finds nothing by another" "" "$(names severity=warning)"
    contains "alerts: amtool shows the configuration" "$(tool config show)" "receiver: foreshock"
    same "alerts: the incident is among the annotations" "$(incident_of alert.ShopDown .reference)" \
        "$(tool alert query -o json | jq -r '.[0].annotations.incident')"
}

silence_state() {
    tool silence query -o json --expired "$@" | jq -r '.[0].status.state // ""'
}
is_suppressed() {
    [ "$(tool alert query -o json --silenced alertname=ShopDown |
        jq -r '.[0].status.state')" = suppressed ]
}
is_active() {
    [ "$(tool alert query -o json alertname=ShopDown | jq -r '.[0].status.state')" = active ]
}

check_silences() {
    local id
    id=$(tool silence add -a ann -c 'a new shop' -d 1h alertname=ShopDown 'cluster=~la.')
    holds "alerts: amtool adds a silence" [ "${#id}" = 36 ]
    same "alerts: amtool lists it" "$id" "$(tool silence query -q)"
    holds "alerts: what it hides is suppressed" wait_for 10 is_suppressed
    same "alerts: by that silence" "$id" \
        "$(tool alert query -o json --silenced | jq -r '.[0].status.silencedBy[0]')"
    same "alerts: and is not among the active ones" "" "$(names)"
    contains "alerts: a silence without a comment is refused" \
        "$(tool silence add -a ann --comment= -d 1h alertname=ShopDown)" "comment"
    tool silence update -d 2h "$id" >>"$scratch/amtool.log"
    same "alerts: amtool makes it longer" "$id" "$(tool silence query -q)"
    tool silence expire "$id" >>"$scratch/amtool.log"
    same "alerts: amtool expires it" expired "$(silence_state)"
    same "alerts: and lists it no more" "" "$(tool silence query -q)"
    holds "alerts: what it hid is active again" wait_for 10 is_active
}

# What was answered 200 outlives a kill at once, and is the same incident when it is said again.
check_kill() {
    local before id
    tool alert add Fan host=db-1 severity=warning --annotation=summary='"a fan stands still"' \
        >>"$scratch/amtool.log"
    end_hard "$server_pid"
    server_up || not_ok "alerts: the server starts again"
    holds "alerts: an answered alert outlives a kill" is_open alert.Fan
    same "alerts: and is listed" Fan "$(names alertname=Fan)"
    before=$(api 'incidents?limit=200' | jq length)
    id=$(incident_of alert.Fan .id)
    tool alert add Fan host=db-1 severity=warning --annotation=summary='"a fan stands still"' \
        >>"$scratch/amtool.log"
    same "alerts: said again it is the same incident" "$before $id" \
        "$(api 'incidents?limit=200' | jq length) $(incident_of alert.Fan .id)"
    holds "alerts: what Prometheus says goes on" is_open alert.ShopDown
    tool alert add Fan host=db-1 severity=warning --end="$(date -u +%FT%TZ)" >>"$scratch/amtool.log"
    holds "alerts: an end by amtool resolves it" wait_for 20 is_resolved alert.Fan
}

check_refusals() {
    contains "alerts: a bad matcher is told" "$(curl -s "$url/api/v2/alerts?filter=job%3D~%22(%22")" \
        "no regular expression"
    same "alerts: a bad alert is 400" 400 "$(status_of /api/v2/alerts '[{"labels":{"a":"b"}}]')"
    same "alerts: and is named" "\"alert 1: label 'alertname' is missing\"" \
        "$(send /api/v2/alerts '[{"labels":{"a":"b"}}]')"
    same "alerts: an unknown routing key is 400" 400 \
        "$(status_of /v2/enqueue '{"routing_key":"nobody","event_action":"trigger"}')"
}

check_pagerduty() {
    same "alerts: PagerDuty: a trigger is processed" "Event processed" \
        "$(event trigger | jq -r .message)"
    same "alerts: PagerDuty: it opens an incident" "carts are lost" \
        "$(incident_of alert.cart .sentence)"
    event acknowledge >/dev/null
    same "alerts: PagerDuty: it is acknowledged" "Shop monitor" "$(incident_of alert.cart .owner)"
    event resolve >/dev/null
    holds "alerts: PagerDuty: it is resolved" wait_for 20 is_resolved alert.cart
}

check_prometheus_resolves() {
    shop_up
    holds "alerts: the incident resolves when the rule does" wait_for 40 is_resolved alert.ShopDown
    same "alerts: and amtool lists nothing more" "" "$(names)"
}

settings
prometheus_settings
server_up || { tail "$scratch/server.log" >&2 && exit 1; }
check_prometheus_fires
check_amtool_reads
check_silences
check_kill
check_refusals
check_pagerduty
check_prometheus_resolves
tally
