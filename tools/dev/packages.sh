# Debian packages, from the one list. apt is only asked when something is missing.

# The packages of some groups: "package program" per line, "-" where only the package will do.
listed_packages() {
    awk -v groups=" $* " '
        /^#/ || NF == 0 { next }
        index(groups, " " $1 " ") { print $2, ($3 == "|" ? $4 : "-") }' packaging/dependencies.txt
}

missing_packages() {
    local package program installed
    installed=" $(dpkg-query -W -f='${db:Status-Abbrev}${binary:Package}\n' 2>/dev/null |
        sed -n 's/^ii *//p' | sed 's/:.*//' | tr '\n' ' ') "
    listed_packages "$@" | while read -r package program; do
        [[ $installed == *" $package "* ]] && continue
        [ "$program" != - ] && command -v "$program" >/dev/null && continue
        echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root once: run it as root, or install sudo. Wanted: $*"
    fi
}

# Some peers are daemons: a policy file of ours keeps them from starting while they are installed.
install_packages() {
    local policy=/usr/sbin/policy-rc.d ours=no status=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        ours=yes
    fi
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@"; } || status=$?
    [ "$ours" = no ] || as_root rm -f "$policy"
    return "$status"
}

# need GROUP...: every package of these groups is there afterwards.
need() {
    local missing
    command -v dpkg-query >/dev/null ||
        die "this is not Debian: install what packaging/dependencies.txt lists, by hand"
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -eq 0 ] && return 0
    [ -z "${NO_INSTALL:-}" ] || die "not installed: ${missing[*]}"
    say "      installing ${#missing[@]} packages: ${missing[*]}"
    # sudo must be able to ask for a password before the output goes to a file.
    [ "$(id -u)" -eq 0 ] || as_root true
    quietly packages install_packages "${missing[@]}" ||
        die "the packages could not be installed; apt's words are in build/logs/packages.log"
}
