# Formatting, and static analysis of C++ and of the scripts. A file that was clean and whose
# surroundings did not change is not looked at again.

tracked() { git ls-files -- "$@"; }

format_sources() {
    steps_ahead 1
    step "formatting"
    need lint
    tracked '*.cpp' '*.hpp' | xargs -r clang-format-14 -i
}

scripts() {
    local file
    for file in $(tracked); do
        [ -f "$file" ] || continue
        case $file in
            *.sh) echo "$file" ;;
            *.*) ;;
            *) if head -c 40 "$file" | head -n 1 | grep -qa '^#!.*\(ba\)\?sh'; then echo "$file"; fi ;;
        esac
    done
}

check_format() { tracked '*.cpp' '*.hpp' | xargs -r clang-format-14 --dry-run -Werror; }
check_scripts() { scripts | xargs -r shellcheck --severity=style; }

# The analysis of one file hangs on the file, on every header, and on the settings.
analysis_key() {
    cat "$1" "$headers_key" | sha256sum | cut -d ' ' -f 1
}

analyse_one() {
    local file=$1 key
    key=$(analysis_key "$file")
    [ ! -e "build/lint/$key" ] || return 0
    clang-tidy-14 -p build/dev --quiet --warnings-as-errors='*' \
        --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null || return 1
    : >"build/lint/$key"
}

analyse() {
    headers_key=build/lint/headers
    mkdir -p build/lint
    tracked '*.hpp' .clang-tidy cmake CMakeLists.txt | xargs cat >"$headers_key"
    export headers_key
    export -f analysis_key analyse_one
    printf '%s\n' "$@" | xargs -P "$(jobs_allowed)" -I{} bash -c 'analyse_one {}'
}

lint() {
    local sources
    steps_ahead 4
    step "packages"
    need build web lint
    step "formatting"
    quietly format check_format || die "run ./dev format"
    step "scripts"
    quietly shellcheck check_scripts || die "shellcheck objects"
    if [ $# -gt 0 ]; then sources=("$@"); else
        mapfile -t sources < <(tracked '*.cpp' | grep -v -e '^tests/' -e '^fuzz/' -e '^bench/')
    fi
    step "static analysis of ${#sources[@]} files (the first time takes some minutes)"
    [ -e build/dev/compile_commands.json ] || configure_preset dev
    quietly clang-tidy analyse "${sources[@]}" || die "clang-tidy objects"
    say "clean: format, scripts, ${#sources[@]} sources"
}
