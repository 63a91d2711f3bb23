# libFuzzer targets: fuzz/**/NAME_fuzz.cpp. What a target has learned stays in build/corpus.

fuzzer_names() {
    local file
    find fuzz -name '*_fuzz.cpp' | sort | while read -r file; do
        file=${file#fuzz/}
        file=${file%.cpp}
        echo "${file//\//_}"
    done
}

# Seeds beside the source (fuzz/ROOM/NAME_seeds/*) are given to the target, never written to.
fuzz_one() {
    local name=$1 seconds=$2 corpus seeds folders=()
    corpus=build/corpus/$name
    mkdir -p "$corpus"
    folders=("$corpus")
    seeds=$(find fuzz -xtype d -name '*_seeds' | awk -v name="${name%_fuzz}" '
        { path = $0; sub(/^fuzz\//, "", path); sub(/_seeds$/, "", path); gsub(/\//, "_", path) }
        path == name')
    [ -z "$seeds" ] || folders+=("$seeds")
    "build/fuzz/fuzzers/$name" -max_total_time="$seconds" -print_final_stats=1 -timeout=10 \
        -artifact_prefix="build/corpus/$name-" "${folders[@]}"
}

fuzz() {
    local name=${1:-} seconds=${2:-60} wanted
    if [ -z "$name" ]; then
        say "fuzz targets (./dev fuzz NAME [SECONDS], or all):"
        fuzzer_names | sed 's/^/  /'
        return 0
    fi
    mapfile -t wanted < <(fuzzer_names | awk -v name="$name" \
        'name == "all" || $0 == name || $0 == name "_fuzz"')
    [ ${#wanted[@]} -gt 0 ] || die "there is no fuzz target \"$name\"; ./dev fuzz lists them"
    steps_ahead $((2 + ${#wanted[@]}))
    step "packages"
    need build web fuzz
    step "building with clang$(first_time_words fuzz "the first time takes some minutes")"
    compile_preset fuzz "${wanted[@]}"
    for name in "${wanted[@]}"; do
        step "$name, $seconds s"
        quietly "fuzz-$name" fuzz_one "$name" "$seconds" || die "$name found something"
        grep -E 'number_of_executed_units|average_exec_per_sec' "build/logs/fuzz-$name.log" |
            sed 's/^/      /'
    done
}
