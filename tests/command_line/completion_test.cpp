#include "command_line/completion.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::command_line;

namespace {

Command watcher() {
    const Argument help{"--help", "explain", "", {}, false};
    const Argument config{"--config", "it's a file", "FILE", {}, false};
    const Argument state{"--state", "only: these", "STATE", {"open", "closed"}, false};
    const Argument shell{"SHELL", "which", "VALUE", {"bash", "zsh"}, true};
    const Argument files{"FILES", "which", "VALUE", {}, true};
    const Command list{"list", "a line each", {help, state}, {}};
    const Command check{"check", "look at files", {help, files}, {}};
    const Command completion{"completion", "a script", {help, shell}, {}};
    return {"watch-er", "watches", {help, config}, {list, check, completion}};
}

void check_has(const std::string& script, const std::string& part) {
    INFO(script);
    CHECK(script.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("completion: bash gets the words of each command and the values of options",
          "[command_line]") {
    const std::string script = completion_script(watcher(), "bash");
    check_has(script, "'') words='list check completion --help --config' ;;");
    check_has(script, "' list') words='--help --state' ;;");
    check_has(script, "' completion') words='--help bash zsh' ;;");
    check_has(script, "' list'*' --state') mapfile -t COMPREPLY < <(compgen -W 'open closed'");
    check_has(script, "''*' --config') mapfile -t COMPREPLY < <(compgen -f");
    check_has(script, "complete -o filenames -F _watch_er watch-er\n");
}

TEST_CASE("completion: zsh gets words with their meaning", "[command_line]") {
    const std::string script = completion_script(watcher(), "zsh");
    CHECK(script.starts_with("#compdef watch-er\n"));
    check_has(script, "'list:a line each'");
    check_has(script, "'--config:it'\\''s a file'");
    check_has(script, "' list'*' --state') compadd -- open closed; return ;;");
    check_has(script, "compdef _watch_er watch-er");
}

TEST_CASE("completion: fish gets a line per word", "[command_line]") {
    const std::string script = completion_script(watcher(), "fish");
    check_has(script,
              "complete -c watch-er -n 'not __fish_seen_subcommand_from list check completion' "
              "-a list -d 'a line each'\n");
    check_has(script,
              "complete -c watch-er -n '__fish_seen_subcommand_from list' -l state -x -a "
              "'open closed' -d 'only: these'\n");
    check_has(script, "complete -c watch-er -l config -r -d 'it'\\''s a file'\n");
}

TEST_CASE("completion: the manual explains each option and command", "[command_line]") {
    const std::string text = completion_script(watcher(), "markdown");
    check_has(text, "# OPTIONS\n");
    check_has(text, "**--config** *FILE*\n: it's a file.");
    check_has(text, "## watch-er list\n\na line each.");
    check_has(text, "**--state** *STATE*\n: only: these: open, closed.");
}
