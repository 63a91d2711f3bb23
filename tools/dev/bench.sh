# Benches: bench/*.sh, and the programs that CMake builds from bench/ (bench_NAME). Each prints a
# markdown table and, on its last line, a verdict figure.

bench_scripts() { find bench -maxdepth 1 -name '*.sh' ! -name 'lib*' -printf '%f\n' | sed 's/\.sh$//' | sort; }

bench_programs() {
    [ -e bench/CMakeLists.txt ] || return 0
    find bench -name '*_bench.cpp' -printf '%f\n' | sed 's/\.cpp$//' | sort
}

bench() {
    local name=${1:-} program
    if [ -z "$name" ]; then
        say "benches (./dev bench NAME):"
        { bench_scripts && bench_programs; } | sed 's/^/  /'
        return 0
    fi
    steps_ahead 3
    step "packages"
    need build web bench
    step "building release$(first_time_words release "the first time takes some minutes")"
    if [ -e "bench/$name.sh" ]; then
        compile_preset release foreshock-agent foreshock-server foreshock storm_reports \
            detectors_bench
        step "$name"
        FORESHOCK_BUILD=build/release bash "bench/$name.sh"
    elif bench_programs | grep -qx "$name"; then
        compile_preset release "$name"
        step "$name"
        program=$(find build/release -type f -name "$name" -perm -u+x | head -n 1)
        "$program"
    else
        die "there is no bench \"$name\"; ./dev bench lists them"
    fi
}
