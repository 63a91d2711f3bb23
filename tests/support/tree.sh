# For tests in a bare Debian 12 tree: makes one (once, kept in build/trees), and runs programs in
# it. Wants root. Sourced after live.sh.
# shellcheck disable=SC2016,SC2154  # what stands in $ is for others; scratch is of live.sh

trees=${FORESHOCK_TREES:-$top/build/trees}
tree=$scratch/tree

# The archive that this machine's own packages come from.
archive() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' |
        head -n 1
}

make_base() {
    [ ! -e "$trees/base.done" ] || return 0
    echo "        a bare tree is made; this takes a minute, once"
    rm -rf "$trees/base"
    mkdir -p "$trees"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,curl,jq \
        bookworm "$trees/base" "$(archive)" >"$trees/debootstrap.log" 2>&1 || return 1
    cp /etc/apt/sources.list.d/*.sources "$trees/base/etc/apt/sources.list.d/" 2>/dev/null &&
        rm -f "$trees/base/etc/apt/sources.list"
    inside "$trees/base" apt-get update -q >>"$trees/debootstrap.log" 2>&1
    : >"$trees/base.done"
}

fresh_tree() {
    make_base && cp -a --reflink=auto "$trees/base" "$tree"
}

# inside TREE COMMAND…: in namespaces of its own; what it started ends with it.
inside() {
    local in=$1
    shift
    unshare --mount --pid --fork --kill-child bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --make-rslave "$1/dev"
        cat /etc/resolv.conf >"$1/etc/resolv.conf" 2>/dev/null
        in=$1
        shift
        exec chroot "$in" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive "$@"' inside "$in" "$@" </dev/null
}

# older DEB FOLDER: the same package as version 0.0.1, to upgrade from.
older() {
    local work=$scratch/older
    rm -rf "$work"
    dpkg-deb -R "$1" "$work"
    sed -i 's/^Version: .*/Version: 0.0.1/; s/foreshock (= [^)]*)/foreshock (= 0.0.1)/' \
        "$work/DEBIAN/control"
    mkdir -p "$2"
    dpkg-deb --root-owner-group -b "$work" "$2/$(basename "$1" | sed 's/_.*_/_0.0.1_/')" >/dev/null
}

packages_of() { find "$1" -maxdepth 1 -name '*.deb' ! -name '*dbgsym*'; }
