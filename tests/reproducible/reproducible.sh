#!/bin/bash
# Packages of one commit, made twice: in other folders, at other times, by users with other habits.
# They must be the same bytes. FORESHOCK_FROM names the build folder whose programs are packed.
set -u
FORESHOCK_BUILD=/
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
from=${FORESHOCK_FROM:-$top/build/release}
if [ ! -x "$from/foreshock-server" ]; then
    echo "skipped: two packages of one commit compared (no programs in $from; FORESHOCK_FROM names them)"
    tally
    exit
fi
from=$(realpath "$from")

# make_packages FOLDER: of the commit, in a checkout of its own.
make_packages() {
    git clone -q "$top" "$1" && (cd "$1" && ./dev package --from "$from") >>"$scratch/package.log" 2>&1
}

# sums FOLDER: of all packages in it, dbgsym ones too.
sums() { (cd "$1/build/packages" && sha256sum -- *.deb *.rpm debug/*.deb); }

other_habits() {
    umask 077
    export TZ=Asia/Bangkok LC_ALL=C HOME=$scratch/home
    mkdir -p "$HOME"
    git config --global --add safe.directory '*'
    make_packages "$scratch/elsewhere/and/deeper"
}

holds "packages are made" make_packages "$scratch/one"
sleep 2
holds "packages are made again, elsewhere, later, with another umask and zone" eval '(other_habits)'
[ "$failed" -eq 0 ] || tail -n 30 "$scratch/package.log"
sums "$scratch/one" >"$scratch/first"
sums "$scratch/elsewhere/and/deeper" >"$scratch/second"
while read -r sum package; do
    same "$package" "$sum" "$(awk -v name="$package" '$2 == name { print $1 }' "$scratch/second")"
done <"$scratch/first"
same "how many packages" "$(wc -l <"$scratch/first")" "$(wc -l <"$scratch/second")"
tally
