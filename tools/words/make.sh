#!/bin/bash
# tools/words/make.sh PROGRAMS OUT: man pages and completions from what the programs in the folder
# PROGRAMS say of themselves and from docs/reference, below OUT/{agent,server,cli} as they go into
# /usr/share. SOURCE_DATE_EPOCH dates the pages.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
programs=$(realpath "$1")
out=$2
reference=$top/docs/reference
moment=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +'%B %Y')
version=$("$programs/foreshock" --version | sed 's/.* //')

# What the programs print must not hang on who runs this.
export USER=operator LC_ALL=C.UTF-8
unset SUDO_USER LOGNAME FORESHOCK_SERVER

words_of() {
    case $1 in
        foreshock) "$programs/foreshock" completion "$2" ;;
        *) "$programs/$1" --completion "$2" ;;
    esac
}

completions() {
    local program=$1 share=$out/$2
    mkdir -p "$share"/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
    words_of "$program" bash >"$share/bash-completion/completions/$program"
    words_of "$program" zsh >"$share/zsh/vendor-completions/_$program"
    words_of "$program" fish >"$share/fish/vendor_completions.d/$program.fish"
}

# Links say where in the repository something stands, and tables are too wide for a terminal: a
# manual has the words, and a list with a paragraph for each row.
for_manual() {
    sed -E 's/\[([^]]*)\]\([^)]*\)/\1/g; s/<br>/ /g' | awk '
        function cell(text) {
            gsub(/^ +| +$/, "", text)
            gsub("\001", "|", text)
            return text
        }
        !/^\|/ {rows = 0; print; next}
        {
            gsub(/\\\|/, "\001")
            count = split($0, cells, "|")
            if (++rows == 1) for (i = 2; i < count; i++) head[i] = cell(cells[i])
            if (rows <= 2) next
            first = cell(cells[2])
            gsub(/`/, "", first)
            gsub(/[*_]/, "\\\\&", first)
            text = ""
            for (i = 3; i < count; i++) {
                one = cell(cells[i])
                if (one == "") continue
                text = text (text == "" ? "" : "; ") (i < count - 1 && head[i] != "" ? head[i] ": " : "") one
            }
            printf "%s**%s**\n: %s\n\n", (rows == 3 ? "\n" : ""), first, (text == "" ? "(none)" : text)
        }'
}

# The command lines at the head of a page of the reference.
synopsis_of() { awk '/^## /{exit} /^    /{print; seen = 1; next} seen && NF {exit}' "$1"; }

# What stands between the synopsis and the first heading.
introduction_of() {
    awk '/^## /{exit} NR == 1 {next} /^    / && !past {next} NF {past = 1} past' "$1" | for_manual
}

# section_of FILE HEADING: with its text, one level higher.
section_of() {
    awk -v heading="## $2" '
        $0 == heading {inside = 1; print "# " toupper(substr($0, 4)); next}
        /^## / {inside = 0}
        inside {sub(/^###/, "##"); print}' "$1" | for_manual
    grep -qxF "## $2" "$1" || { echo "$1 has no section \"$2\"" >&2 && exit 1; }
}

# page PART NAME SECTION WHAT: the text comes on standard input.
page() {
    local file=$out/$1/man/man$3/$2.$3
    mkdir -p "$(dirname "$file")"
    {
        printf '%% "%s" "%s" "%s" "foreshock %s" "Foreshock"\n' "$2" "$3" "$moment" "$version"
        printf '# NAME\n\n%s - %s\n\n' "$2" "$4"
        cat
    } | go-md2man >"$file"
}

see_also() { printf '\n# SEE ALSO\n\n%s\n' "$*"; }

agent_pages() {
    local text=$reference/agent.md name
    {
        printf '# SYNOPSIS\n\n' && synopsis_of "$text"
        printf '\n# DESCRIPTION\n\nReads the kernel'\''s own files every second, judges on the spot what '
        printf 'runs out, stalls or misbehaves, and tells the server. Its settings are explained in '
        printf '**agent.toml**(5). SIGHUP reads them anew without losing a window.\n\n'
        words_of foreshock-agent markdown
        for name in 'What it found' 'Facts' 'What it sheds' 'When the server is away' \
            'What it may see' 'What was learned' 'Programs that the agent asks'; do
            section_of "$text" "$name"
        done
        printf '\n# FILES\n\n/etc/foreshock/agent.toml, /etc/foreshock/agent.d/\\*.toml\n: settings.\n\n'
        printf '/usr/share/foreshock/packs/stock, /etc/foreshock/packs.d/\\*.toml\n: detectors.\n\n'
        printf '/var/lib/foreshock/agent\n: identity, spool, what was learned, status socket.\n\n'
        printf '# EXIT STATUS\n\n0 stopped as asked, 1 it could not run, 2 the settings are wrong.\n'
        see_also '**agent.toml**(5), **foreshock-packs**(5), **foreshock**(1), **foreshock-server**(8)'
    } | page agent foreshock-agent 8 'notices failures of this host before they happen'
    {
        printf '# DESCRIPTION\n\n' && introduction_of "$text"
        for name in Checks Labels Logs 'Several servers'; do section_of "$text" "$name"; done
        see_also '**foreshock-agent**(8), **foreshock-packs**(5)'
    } | page agent agent.toml 5 'settings of foreshock-agent'
}

server_pages() {
    local text=$reference/server.md
    {
        printf '# SYNOPSIS\n\n' && synopsis_of "$text"
        printf '\n# DESCRIPTION\n\n' && introduction_of "$text"
        words_of foreshock-server markdown
        printf '\n# FILES\n\n/etc/foreshock/server.toml, /etc/foreshock/server.d/\\*.toml\n: settings.\n\n'
        printf '/var/lib/foreshock/server\n: incidents (SQLite) and samples; one server per folder.\n\n'
        printf '# EXIT STATUS\n\n0 stopped as asked, 1 it could not run, 2 the settings are wrong.\n'
        see_also '**server.toml**(5), **foreshock**(1), **foreshock-agent**(8)'
    } | page server foreshock-server 8 'makes incidents of what agents notice, and tells people'
    {
        printf '# DESCRIPTION\n\nEvery key with its default, as the file is installed:\n\n'
        sed 's/^/    /' "$top/packaging/server.toml"
        printf '\n'
        section_of "$text" Services
        see_also '**foreshock-server**(8)'
    } | page server server.toml 5 'settings of foreshock-server'
}

cli_pages() {
    {
        printf '# SYNOPSIS\n\n**foreshock** [*OPTIONS*] *COMMAND* ...\n\n# DESCRIPTION\n\n'
        printf 'What is about to break on your servers, and what is broken.\n\n'
        words_of foreshock markdown
        printf '# ENVIRONMENT\n\nFORESHOCK\\_SERVER\n: URL of the server, where --server is not given.\n\n'
        printf 'NO\\_COLOR\n: turns colours off.\n\n'
        printf '# EXIT STATUS\n\n0 fine, 1 the server said no (or the demo was not announced), '
        printf '2 the command line makes no sense, 3 no server there.\n'
        see_also '**foreshock-detect**(1), **foreshock-packs**(5), **foreshock-server**(8)'
    } | page cli foreshock 1 'command line of Foreshock'
    {
        printf '# DESCRIPTION\n\n' && sed -E '1d; s/^##/#/' "$reference/detect.md" | for_manual
        see_also '**foreshock**(1), **foreshock-packs**(5), **foreshock-maps**(5)'
    } | page cli foreshock-detect 1 'what a pack would have said about recorded data'
    {
        printf '# DESCRIPTION\n\n' && sed -E '1d; s/^##/#/' "$reference/packs.md" | for_manual
        see_also '**foreshock**(1), **foreshock-agent**(8), **agent.toml**(5)'
    } | page cli foreshock-packs 5 'detectors as data'
    {
        printf '# SYNOPSIS\n\n' && synopsis_of "$top/docs/operate/support-bundle.md"
        printf '\n# DESCRIPTION\n\n' && introduction_of "$top/docs/operate/support-bundle.md"
        see_also '**foreshock-agent**(8), **foreshock-server**(8)'
    } | page cli foreshock-support-bundle 8 'gathers what helps to find out what is wrong'
    {
        section_of "$reference/detect.md" 'Scrapes'
        see_also '**foreshock-detect**(1)'
    } | page cli foreshock-maps 5 'how foreign metrics become signals'
}

completions foreshock-agent agent
completions foreshock-server server
completions foreshock cli
agent_pages
server_pages
cli_pages
