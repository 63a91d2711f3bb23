# ./dev test: everything that must pass. Each part leaves its words in build/logs and a line here;
# the last line is the sum.

total_passed=0
total_failed=0

live_pid=
live_programs=(foreshock-agent foreshock-server foreshock webhook_receiver)
threaded_rooms=(agent collectors/logs server/http server/notify server/history server/store server/app)

count_result() {
    total_passed=$((total_passed + $1))
    total_failed=$((total_failed + $2))
}

# ctest's last words: "98% tests passed, 2 tests failed out of 100".
count_ctest() {
    local failed all
    read -r failed all < <(sed -n \
        's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1 \2/p' "build/logs/$1.log") || true
    if [ -z "${all:-}" ]; then
        count_result 0 1
        say "      no test ran; see build/logs/$1.log"
        return 0
    fi
    count_result $((all - failed)) "$failed"
    say "      $((all - failed)) passed, $failed failed"
    [ "$failed" -eq 0 ] || sed -n '/The following tests FAILED/,$p' "build/logs/$1.log"
}

# Their last line: "3 passed, 0 failed".
count_script() {
    local passed failed
    read -r passed failed < <(tail -n 1 "build/logs/$1.log" |
        sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p') || true
    if [ -z "${failed:-}" ]; then
        count_result 0 1
        say "      it did not finish; the end of build/logs/$1.log:"
        tail -n 30 "build/logs/$1.log" | sed 's/^/      | /'
        return 0
    fi
    count_result "$passed" "$failed"
    say "      $passed passed, $failed failed"
    # Node's test runner marks what failed with a cross, and tells all of it again at its end.
    [ "$failed" -eq 0 ] || grep -A 12 -E 'NOT OK|^ *(not ok|✖) ' "build/logs/$1.log" | tail -n 120 || true
}

unit_tests() {
    local preset=$1
    shift
    quietly "ctest-$preset" ctest --test-dir "build/$preset" -j "$(nproc)" --output-on-failure "$@" ||
        true
    count_ctest "ctest-$preset"
}

# A program of tests at once: its words go to a log of its own, its sum is one line. A sanitizer may
# object when all tests have passed: then only the status tells.
run_test_program() {
    local program=$1 log=$2 sum status=0
    timeout 1200 "$program" --durations no >"$log" 2>&1 </dev/null || status=$?
    sum=$(tail -n 3 "$log" | sed -n \
        -e 's/^All tests passed (.* in \([0-9]*\) test cases*)$/\1 passed, 0 failed/p' \
        -e 's/^test cases: *\([0-9]*\) | *\([0-9]*\) failed$/0 passed, \2 failed/p' \
        -e 's/^test cases: *\([0-9]*\) | *\([0-9]*\) passed | *\([0-9]*\) failed.*/\2 passed, \3 failed/p')
    if [ "$status" -ne 0 ] && [[ $sum == *' 0 failed' ]]; then
        sum="${sum% 0 failed} 1 failed, it ended with status $status"
    fi
    echo "$(basename "$program"): ${sum:-0 passed, 1 failed, it did not finish}"
}

# Starting a sanitized program takes longer than most tests: each is started once, not for each
# test as ctest does. Simulations take longest and begin, then the largest, so that none is left
# alone at the end.
whole_programs() {
    local preset=$1 folder=build/logs/tests-$1
    shift
    rm -rf "$folder" && mkdir -p "$folder"
    export -f run_test_program
    # shellcheck disable=SC2016,SC2012  # our own programs: plain names
    ls -S "$@" | awk '{ print !/simulation_tests$/, $0 }' | sort -s -k 1,1 | cut -d ' ' -f 2- |
        xargs -P "$(nproc)" -I{} bash -c \
            'run_test_program "$1" "$2/$(basename "$1").log"' each {} "$folder"
}

program_tests() {
    local preset=$1 line passed failed
    shift
    quietly "tests-$preset" whole_programs "$preset" "$@" || true
    while read -r line; do
        read -r passed failed < <(sed -n \
            's/.*: \([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' <<<"$line")
        count_result "$passed" "$failed"
        [ "$failed" -eq 0 ] && continue
        say "      $line" && tail -n 60 "build/logs/tests-$preset/${line%%:*}.log"
    done <"build/logs/tests-$preset.log"
    say "      $total_passed passed, $total_failed failed so far"
    [ "$(wc -l <"build/logs/tests-$preset.log")" -ge $# ] || count_result 0 1
}

threaded_tests() {
    local targets=() programs=() room
    for room in "${threaded_rooms[@]}"; do
        targets+=("${room//\//_}_tests")
        programs+=("build/tsan/tests/$room/${room//\//_}_tests")
    done
    compile_nice=10 compile_preset tsan "${targets[@]}"
    program_tests tsan "${programs[@]}"
}

# The tests of the real programs mostly wait: they run beside the compilers, one after the other.
live_tests() {
    local name
    for name in units operations golden badinput access enroll attack namespaces uplink alerts mail smtp desk \
        outbox selfproof crash outage stuckmount demo browser; do
        [ ! -e "tests/$name/$name.sh" ] || echo "tests/$name/$name.sh"
    done
}

run_live_tests() {
    local script
    for script in $(live_tests); do
        FORESHOCK_BUILD=build/asan "$script" >"build/logs/$(basename "$script" .sh).log" 2>&1 \
            </dev/null || true
    done
}

begin_live_tests() {
    set -m
    run_live_tests &
    live_pid=$!
    set +m
    trap 'kill -TERM -- "-$live_pid" 2>/dev/null' EXIT
}

filtered_tests() {
    steps_ahead 3
    step "packages"
    need build web test
    step "building dev$(first_time_words dev "the first time takes some minutes")"
    compile_preset dev
    step "unit tests matching $1"
    unit_tests dev -R "$1"
}

# The real programs come first: their tests mostly wait, and run while the rest is compiled.
# The thread sanitizer is for the tests with threads; everything else has all its tests with the
# other two, which the real programs carry too.
all_tests() {
    local live script programs
    mapfile -t live < <(live_tests)
    steps_ahead $((5 + ${#live[@]}))
    step "packages"
    need build web test
    step "building the programs with address and undefined-behaviour sanitizers$(first_time_words asan "the first time about 4 min")"
    compile_preset asan "${live_programs[@]}"
    begin_live_tests
    step "building the unit tests likewise"
    compile_nice=10 compile_preset asan
    step "unit tests and house rules"
    mapfile -t programs < <(find build/asan/tests -name '*_tests' -type f -perm -u+x)
    program_tests asan "${programs[@]}"
    step "unit tests of rooms with threads, with the thread sanitizer"
    threaded_tests
    for script in "${live[@]}"; do
        step "the real programs: $(basename "$script" .sh)"
        wait "$live_pid" || true
        count_script "$(basename "$script" .sh)"
    done
    trap - EXIT
}

run_tests() {
    local began=$SECONDS
    if [ $# -gt 0 ]; then filtered_tests "$1"; else all_tests; fi
    say "took $(elapsed_text $((SECONDS - began)))"
    say "$total_passed passed, $total_failed failed"
    [ "$total_failed" -eq 0 ]
}
