#!/bin/bash
# What is installed around the programs: units, completions, man pages, default configuration.
set -u
# shellcheck source=../support/live.sh
. "$(dirname "$0")/../support/live.sh"
words=$scratch/words

# A unit as it is shipped, but with the program that was built.
unit_of() {
    mkdir -p "$scratch/units"
    sed "s#^ExecStart=/usr/bin/#ExecStart=$bin/#" "$top/packaging/systemd/$1.service" \
        >"$scratch/units/$1.service"
    echo "$scratch/units/$1.service"
}

check_unit() {
    local name=$1 exposure_max=$2 unit said
    unit=$(unit_of "$name")
    # An unknown key is only a line on standard error; its status stays 0. man pages are not
    # installed here.
    said=$(systemd-analyze verify --man=no "$unit" 2>&1)
    same "$name: systemd verifies the unit" "" "$said"
    said=$(systemd-analyze security --offline=true --threshold="$exposure_max" "$unit" 2>&1 |
        tail -n 1)
    holds "$name: exposure is at most $exposure_max tenths ($said)" systemd-analyze security \
        --offline=true --threshold="$exposure_max" --no-pager "$unit" >/dev/null
}

# Every capability of the unit is explained beside it, and in the reference.
check_capabilities() {
    local unit=$top/packaging/systemd/foreshock-agent.service capability capabilities
    mapfile -t capabilities < <(grep ^Ambient "$unit" | grep -o 'CAP_[A-Z_]*')
    for capability in "${capabilities[@]}"; do
        holds "$capability: the unit says who needs it" grep -q "^#   $capability  " "$unit"
        holds "$capability: so does the reference" \
            grep -q "^| \`$capability\` |" "$top/docs/reference/agent.md"
    done
    same "both sets of the unit are the same" \
        "$(sed -n 's/^AmbientCapabilities=//p' "$unit")" \
        "$(sed -n 's/^CapabilityBoundingSet=//p' "$unit")"
}

# offered SCRIPT FUNCTION WORDS…: what bash offers after them.
offered() (
    # shellcheck disable=SC1090
    . "$1"
    shift
    local function=$1
    shift
    # shellcheck disable=SC2034
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    "$function"
    printf '%s ' "${COMPREPLY[@]}"
)

check_completions() {
    local program file
    for program in foreshock foreshock-agent foreshock-server; do
        for file in "$words"/*/*/*completions*/{"$program","_$program","$program.fish"}; do
            [ -e "$file" ] || continue
            case $file in
                *bash-completion*) holds "$program: bash reads its completions" bash -n "$file" ;;
                *zsh*) holds "$program: zsh reads its completions" zsh -n "$file" ;;
                *fish*) holds "$program: fish reads its completions" fish -n "$file" ;;
            esac
        done
    done
    file=$words/cli/bash-completion/completions/foreshock
    same "a command is completed" "incidents " "$(offered "$file" _foreshock foreshock inc)"
    same "a value is completed" "resolved " \
        "$(offered "$file" _foreshock foreshock incidents list --state res)"
    same "an option of the agent is completed" "--print-effective " \
        "$(offered "$words/agent/bash-completion/completions/foreshock-agent" _foreshock_agent \
            foreshock-agent --print)"
    same "zsh says what a command is for" yes "$(zsh -fc '
        compadd() { :; }; _describe() { print -r -- "${(@P)2}"; }; compdef() { :; }
        . '"$words"'/cli/zsh/vendor-completions/_foreshock
        words=(foreshock inc); CURRENT=2; _foreshock' | grep -q "incidents:what is about" && echo yes)"
    same "fish completes a command" "incidents" "$(fish --no-config -c "
        source $words/cli/fish/vendor_completions.d/foreshock.fish
        complete -C 'foreshock inc'" 2>/dev/null | cut -f 1)"
}

check_pages() {
    local page option missing=
    for page in "$words"/*/man/*/*; do
        same "$(basename "$page"): man has nothing to object to" "" \
            "$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)"
    done
    for option in $("$bin/foreshock-agent" --help | grep -o -- '--[a-z][a-z-]*' | sort -u); do
        grep -qF -- "$option" <(sed 's/\\-/-/g' "$words/agent/man/man8/foreshock-agent.8") ||
            missing+="$option "
    done
    same "the agent's page explains every option" "" "$missing"
}

check_files() {
    local said key missing=
    said=$("$bin/foreshock-agent" --config "$top/packaging/agent.toml" --check-config 2>&1)
    contains "the agent's shipped configuration is right" "$said" "is right"
    for key in $("$bin/foreshock-agent" --config /dev/null --print-effective |
        sed -n '/^\[collectors/,/^\[watch/d; s/^\([a-z_]*\) = .*/\1/p' | sort -u); do
        grep -q "^\(# \)\?$key = " "$top/packaging/agent.toml" || missing+="$key "
    done
    same "the agent's shipped configuration names every key" "" "$missing"
}

# Everything that opens a door is masked; what says where things stand is not.
check_support_bundle() {
    local said
    # The function alone: the programs are not installed here.
    said=$(bash -c "$(sed -n '/^masked() {/,/^}/p' "$top/packaging/scripts/foreshock-support-bundle")
        masked" <<'TEXT'
url = "https://hooks.example/services/T0/B0/abcdef"
proxy = "http://joe:hunter2@proxy.example:3128"
Authorization: Bearer abc.DEF-123
password = "geheim"
routing_key_sha256 = "00"
a 0123456789abcdef0123456789abcdef b
token_file = "/etc/foreshock/agent.token"
TEXT
    )
    same "support bundle: what opens a door is masked" 'url = "https://hooks.example/***"
proxy = "http://***@proxy.example:3128"
Authorization: Bearer ***
password = "***"
routing_key_sha256 = "***"
a *** b
token_file = "/etc/foreshock/agent.token"' "$said"
}

# 25 and 15 are tenths: exposure 2.5 and 1.5.
check_unit foreshock-agent 25
check_unit foreshock-server 15
check_capabilities
holds "man pages and completions are made" "$top/tools/words/make.sh" "$bin" "$words"
check_completions
check_pages
check_files
check_support_bundle
tally
