# ./dev package: the three Debian packages of the last commit, and RPMs of the same, in
# build/packages. What is not committed is not in them.

package_folder=build/packages

# A tagged commit is that version; any other one is older than the next release, and newer than its
# own ancestors.
package_version() {
    local next tag
    next=$(sed -n 's/^project(foreshock VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
    tag=$(git tag --points-at HEAD --list "v$next")
    if [ -n "$tag" ]; then echo "$next" && return 0; fi
    echo "$next~$(TZ=UTC0 git log -1 --format=%cd --date=format-local:%Y%m%d%H%M%S).g$(git rev-parse --short=8 HEAD)"
}

# stage_source FOLDER VERSION: as a Debian source package has it.
stage_source() {
    local folder=$1 version=$2
    rm -rf "$folder"
    mkdir -p "$folder"
    git archive HEAD | tar -x -C "$folder"
    cp -r "$folder/packaging/debian" "$folder/debian"
    {
        printf 'foreshock (%s) bookworm; urgency=medium\n\n' "$version"
        printf '  * See /usr/share/doc/foreshock/changelog.gz.\n\n'
        printf ' -- Foreshock developers <foreshock@example.org>  %s\n' "$(git log -1 --format=%cD)"
    } >"$folder/debian/changelog"
}

# The page is built here, once: building a package needs no node.
stage_page() {
    local out=$1
    server/web/install.sh server/web
    (cd server/web && node node_modules/typescript/bin/tsc --noEmit &&
        FORESHOCK_PAGE_OUT=$out FORESHOCK_PAGE_CACHE=$out.cache \
            node node_modules/vite/bin/vite.js build --logLevel warn)
    rm -rf "$out.cache"
}

build_debs() {
    (cd "$1" && dpkg-buildpackage -b -us -uc -tc)
}

# Errors fail; warnings are for reading.
judge_debs() {
    lintian --no-tag-display-limit --tag-display-limit 0 "$package_folder"/*.changes \
        >"$package_folder/lintian.txt" 2>&1 || true
    ! grep -q '^E:' "$package_folder/lintian.txt"
}

# names_libraries STAGE RPM: the package requires every library that its programs link to.
names_libraries() {
    local required library
    required=$(rpm -qp --requires "$2") || return 1
    for library in $(readelf -d "$1"/usr/bin/foreshock* 2>/dev/null |
        sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' | sort -u); do
        [[ $required == *"$library("* ]] || { echo "$2 does not require $library" >&2; return 1; }
    done
}

# build_rpm NAME COMPONENT VERSION BUILD: cpack, of the same install rules.
build_rpm() {
    local stage=$PWD/$package_folder/rpm-$1
    rm -rf "$stage"
    DESTDIR=$stage cmake --install "$4" --prefix /usr --component "$2" --strip >/dev/null
    [ ! -d "$stage/usr/etc" ] || mv "$stage/usr/etc" "$stage/etc"
    [ ! -d "$stage/etc/foreshock" ] || mkdir -p "$stage/etc/foreshock/$2.d"
    [ "$2" != agent ] || mkdir -p "$stage/etc/foreshock/packs.d"
    printf 'set(%s "%s")\n' NAME "$1" STAGE "$stage" SOURCE "$PWD" VERSION "$3" >"$stage.cmake"
    echo "include($PWD/packaging/rpm/cpack.cmake)" >>"$stage.cmake"
    cpack --config "$stage.cmake" -B "$stage.work" || return 1
    names_libraries "$stage" "$stage.work"/*.rpm || return 1
    mv "$stage.work"/*.rpm "$package_folder"
    rm -rf "$stage" "$stage".*
}

build_rpms() {
    build_rpm foreshock cli "$1" "$2" && build_rpm foreshock-agent agent "$1" "$2" &&
        build_rpm foreshock-server server "$1" "$2"
}

# --from BUILD takes the programs from a build folder: quick, to try packaging out.
package() {
    local from='' version='' source
    while [ $# -gt 0 ]; do
        case $1 in
            --from) from=$(realpath "${2:?--from wants a build folder}") && shift 2 ;;
            --version) version=${2:?--version wants a version} && shift 2 ;;
            --into) package_folder=${2:?--into wants a folder} && shift 2 ;;
            *) die "package: what is \"$1\"? Known: --from BUILD, --version VERSION, --into FOLDER" ;;
        esac
    done
    [ -n "$version" ] || version=$(package_version)
    umask 022 # the RPMs' files have the staged ones' modes
    steps_ahead 5
    step "packages"
    need build web package
    step "source and page of $version"
    mkdir -p "$package_folder"
    rm -rf "$package_folder/debug"
    rm -f "$package_folder"/*.deb "$package_folder"/*.rpm "$package_folder"/*.changes \
        "$package_folder"/*.buildinfo
    source=$PWD/$package_folder/source
    quietly package-source stage_source "$source" "$version"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    FORESHOCK_JOBS=$(jobs_allowed)
    export SOURCE_DATE_EPOCH FORESHOCK_JOBS
    if [ -n "$from" ]; then
        export FORESHOCK_BUILT=$from
        quietly package-words cmake --build "$from" --target words
    else
        quietly package-page stage_page "$source/page" || die "the page does not build"
    fi
    step "Debian packages$([ -n "$from" ] || echo " (some minutes)")"
    quietly package-debs build_debs "$source" || die "the packages do not build"
    step "lintian"
    judge_debs || die "lintian finds errors; see $package_folder/lintian.txt"
    mkdir -p "$package_folder/debug" # not what an operator means by foreshock*.deb
    mv "$package_folder"/*-dbgsym_*.deb "$package_folder/debug"
    step "RPMs"
    quietly package-rpms build_rpms "$version" "${from:-$source/obj}" || die "the RPMs do not build"
    rm -rf "$source"
    (cd "$package_folder" && say "built in $package_folder:" && ls -1 -- *.deb *.rpm)
}
