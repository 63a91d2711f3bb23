# shellcheck disable=SC2154  # the sums are those of test.sh
# ./dev test-packages and ./dev test-vm: the packages in a bare Debian 12 tree. Root is needed.

need_packages() {
    steps_ahead 2
    step "packages"
    need build web package test
    [ "$(id -u)" -eq 0 ] || die "this wants root: it makes a tree, mounts in it and boots it"
    compgen -G 'build/packages/*.deb' >/dev/null || package "$@"
}

test_in_tree() {
    step "$1"
    quietly "$1" "tests/$1/$1.sh" || true
    count_script "$1"
    say "$total_passed passed, $total_failed failed"
    [ "$total_failed" -eq 0 ]
}

# What is in build/packages is tested; where nothing is, it is built: --from BUILD as for package.
test_packages() { need_packages "$@" && test_in_tree packaging && test_in_tree reproducible; }
test_vm() { need_packages "$@" && test_in_tree vm; }
