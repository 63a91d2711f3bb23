# Bash completions, printed: source <(./dev shell-completions)

shell_completions() {
    cat <<'BASH'
_foreshock_dev() {
    local word=${COMP_WORDS[COMP_CWORD]} choices=
    case ${COMP_WORDS[1]:-} in
        build) choices="release dev asan tsan fuzz" ;;
        bench) choices=$("${COMP_WORDS[0]}" bench 2>/dev/null | sed -n 's/^  //p') ;;
        fuzz) choices="all $("${COMP_WORDS[0]}" fuzz 2>/dev/null | sed -n 's/^  //p')" ;;
        run) choices="--port" ;;
        package) choices="--from --version --into" ;;
    esac
    [ "$COMP_CWORD" -gt 1 ] ||
        choices="run build test lint format bench fuzz package test-packages test-vm shell-completions help"
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}
complete -F _foreshock_dev ./dev dev
BASH
}
