#!/bin/bash
# The page: unit tests of its TypeScript, its states in Chromium against a fake server, and the
# real server and agent in Chromium. Screenshots are left in build/screenshots.
#   FORESHOCK_BUILD=build/dev tests/browser/browser.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
export FORESHOCK_BUILD
FORESHOCK_BUILD=$(realpath "${FORESHOCK_BUILD:-build/dev}")
log=$(mktemp "${TMPDIR:-/tmp}/foreshock-browser.XXXXXX")
trap 'rm -f "$log"' EXIT

server/web/install.sh server/web && server/web/install.sh tests/browser || exit 1
tests/web/run.mjs 2>&1 | tee "$log"
node --test tests/browser/*.test.mjs 2>&1 | tee -a "$log"

# Each run of node's test runner ends in "# pass 12", "# fail 0" and "# skipped 0".
sum() { awk -v what="$1" '$2 == what && NF == 3 && /^(#|ℹ)/ { n += $3 } END { print n + 0 }' "$log"; }
passed=$(sum pass)
failed=$(($(sum fail) + $(sum cancelled)))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$(sum skipped)"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
