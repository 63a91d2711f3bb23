# Configure and build a preset, with as many compilers as processors and memory allow.

# RESTinio takes about 1 GB per translation unit: memory counts as much as processors.
jobs_allowed() {
    local processors memory
    processors=$(nproc)
    memory=$(awk '/^MemAvailable/ {n = int($2 / 1200000); print (n < 1 ? 1 : n)}' /proc/meminfo)
    echo "${FORESHOCK_JOBS:-$((memory < processors ? memory : processors))}"
}

first_time_words() { [ -e "build/$1/.ninja_log" ] || echo " ($2)"; }

configure_preset() {
    quietly "configure-$1" cmake --preset "$1" || die "$1 could not be configured"
}

# compile_preset PRESET [TARGET...]
compile_preset() {
    local preset=$1
    shift
    [ -e "build/$preset/build.ninja" ] || configure_preset "$preset"
    quietly "build-$preset" nice -n "${compile_nice:-0}" cmake --build "build/$preset" -j "$(jobs_allowed)" \
        ${1:+--target "$@"} || die "$preset does not build"
}

build_preset() {
    local preset=${1:-release}
    steps_ahead 2
    step "packages"
    need build web
    [ "$preset" != fuzz ] || need fuzz
    step "building $preset$(first_time_words "$preset" "the first time takes some minutes")"
    compile_preset "$preset"
    say "built: build/$preset"
}
