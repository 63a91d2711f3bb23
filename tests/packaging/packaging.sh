#!/bin/bash
# The Debian packages in a bare tree: installed, upgraded, removed, purged. As root.
# FORESHOCK_PACKAGES names their folder, FORESHOCK_PACKAGES_OLDER one of an earlier build.
# shellcheck disable=SC2016  # dpkg-query fills in what stands in ${}
set -u
FORESHOCK_BUILD=/
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
# shellcheck source=../support/tree.sh
. "$top/tests/support/tree.sh"
packages=${FORESHOCK_PACKAGES:-$top/build/packages}
version=$(basename "$(packages_of "$packages" | head -n 1)" | cut -d _ -f 2)

bring() {
    rm -rf "$tree/debs"
    mkdir "$tree/debs"
    packages_of "$1" | xargs cp -t "$tree/debs"
}

quiet() { "$@" >>"$scratch/apt.log" 2>&1; }

install_from() {
    bring "$1"
    quiet inside "$tree" sh -c 'apt-get install -y -q --no-install-recommends /debs/*.deb'
}

in_tree() { inside "$tree" "$@" 2>&1; }
owner() { in_tree stat -c '%U:%G %a' "$1"; }

check_installed() {
    local program said
    for program in foreshock foreshock-agent foreshock-server; do
        contains "$program runs" "$(in_tree "$program" --version)" "$program 0."
        same "$program has its version" "$version" \
            "$(in_tree dpkg-query -W -f '${Version}' "$program")"
    done
    same "the agent's state is its own" "foreshock-agent:foreshock-agent 700" \
        "$(owner /var/lib/foreshock/agent)"
    same "the server's data are its own" "foreshock-server:foreshock-server 750" \
        "$(owner /var/lib/foreshock/server)"
    for said in agent server; do
        contains "the configuration of the $said is a conffile" \
            "$(in_tree dpkg-query -W -f '${Conffiles}' "foreshock-$said")" "/etc/foreshock/$said.toml"
        same "the service of the $said is enabled" enabled \
            "$(in_tree systemctl is-enabled "foreshock-$said.service")"
        same "the unit of the $said is right" "" \
            "$(in_tree systemd-analyze verify --man=no "/lib/systemd/system/foreshock-$said.service")"
        contains "the configuration of the $said is right" \
            "$(in_tree "foreshock-$said" --check-config)" "configuration is"
    done
}

check_data_files() {
    contains "the stock pack is where agent and command line look" \
        "$(in_tree foreshock-agent --print-effective)" '"/usr/share/foreshock/packs/stock"'
    holds "it holds some hundred kinds" \
        test "$(in_tree foreshock pack list | wc -l)" -gt 200
    contains "the agent looks around as its own user" \
        "$(in_tree setpriv --reuid foreshock-agent --regid foreshock-agent --clear-groups \
            foreshock-agent --once)" load.average.one_minute
    holds "a page of the manual is there" test -s "$tree/usr/share/man/man8/foreshock-agent.8.gz"
    holds "so are completions" test -s "$tree/usr/share/bash-completion/completions/foreshock"
}

# What an operator makes: settings, tokens, data.
use_it() {
    token=$(in_tree foreshock-server agent add web-1 | head -n 1)
    same "a token is 64 digits" 64 "${#token}"
    same "what root made in the server's folder belongs to the server" foreshock-server \
        "$(in_tree stat -c %U /var/lib/foreshock/server/foreshock.db)"
    echo '# by hand' >>"$tree/etc/foreshock/agent.toml"
    printf '[labels]\nrack = "r7"\n' >"$tree/etc/foreshock/agent.d/10-labels.toml"
    echo "$token" >"$tree/etc/foreshock/agent.token"
    echo host-of-old >"$tree/var/lib/foreshock/agent/agent_id"
}

check_kept() {
    contains "$1: changed settings are kept" "$(cat "$tree/etc/foreshock/agent.toml")" "# by hand"
    holds "$1: drop-ins are kept" test -s "$tree/etc/foreshock/agent.d/10-labels.toml"
    same "$1: the agent's identity is kept" host-of-old \
        "$(cat "$tree/var/lib/foreshock/agent/agent_id")"
    holds "$1: the server's data are kept" test -s "$tree/var/lib/foreshock/server/foreshock.db"
}

check_upgrade() {
    holds "a newer build goes over it" install_from "$packages"
    check_kept "after the upgrade"
    same "the agents that were let in still are" web-1 "$(in_tree foreshock-server agent list)"
    holds "no flag of an upgrade stays" test ! -e "$tree/var/lib/foreshock/agent/upgrading"
}

# Root backs up into a folder of root's, and restores into one of the server's.
check_backup() {
    contains "root backs up to where only root may write" \
        "$(in_tree foreshock-server backup /srv/backup)" verified
    contains "root restores it" "$(in_tree foreshock-server restore /srv/backup)" "restored from"
    same "all that was restored belongs to the server" foreshock-server \
        "$(find "$tree/var/lib/foreshock/server" -mindepth 1 ! -path '*before-restore*' -printf '%U\n' |
            sort -u | while read -r user; do in_tree id -nu "$user"; done)"
    same "the restored data let the same agents in" web-1 "$(in_tree foreshock-server agent list)"
}

check_support_bundle() {
    contains "a support bundle is made" \
        "$(in_tree foreshock-support-bundle /srv/bundle.tar.gz)" "read it before"
    same "it holds no token" "" \
        "$(tar -xOf "$tree/srv/bundle.tar.gz" | grep -F "$token")"
}

check_remove_and_purge() {
    holds "all three are removed" quiet inside "$tree" \
        apt-get remove -y -q foreshock foreshock-agent foreshock-server
    holds "no program stays" test ! -e "$tree/usr/bin/foreshock-agent"
    check_kept "after the removal"
    holds "all three are purged" quiet inside "$tree" \
        apt-get purge -y -q foreshock foreshock-agent foreshock-server
    same "no settings stay after the purge" "" "$(find "$tree/etc/foreshock" 2>/dev/null)"
    same "no data stay after the purge" "" "$(find "$tree/var/lib/foreshock" 2>/dev/null)"
    same "no unit stays after the purge" "" \
        "$(find "$tree/etc/systemd" "$tree/lib/systemd" -name '*foreshock*')"
}

holds "there are packages in $packages" test -n "$version"
holds "a bare tree" fresh_tree
for deb in $(packages_of "$packages"); do older "$deb" "$scratch/debs-older"; done
holds "an older build installs" install_from "${FORESHOCK_PACKAGES_OLDER:-$scratch/debs-older}"
use_it
check_upgrade
check_installed
check_data_files
check_backup
check_support_bundle
check_remove_and_purge
holds "they install again" install_from "$packages"
[ "$failed" -eq 0 ] || tail -n 40 "$scratch/apt.log" >&2
tally
