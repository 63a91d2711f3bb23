#include "cli/arguments.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include "cli/completion.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using Words = std::vector<std::string>;

namespace {

Arguments parsed(const Words& words) {
    ::unsetenv("FORESHOCK_SERVER");
    const auto got = parse_arguments(words);
    const auto* usage = std::get_if<UsageText>(&got);
    INFO((usage ? usage->err : ""));
    REQUIRE(std::holds_alternative<Arguments>(got));
    return std::get<Arguments>(got);
}

UsageText refused(const Words& words) {
    return std::get<UsageText>(parse_arguments(words));
}

Words split(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return words;
}

}  // namespace

TEST_CASE("arguments: each command is understood", "[cli]") {
    CHECK(parsed({"incidents"}).action == Action::incident_list);
    CHECK(parsed({"incidents", "list"}).action == Action::incident_list);
    CHECK(parsed({"incidents", "show", "7"}).action == Action::incident_show);
    CHECK(parsed({"incidents", "ack", "7"}).action == Action::incident_acknowledge);
    CHECK(parsed({"incidents", "note", "7", "x"}).action == Action::incident_note);
    CHECK(parsed({"incidents", "resolve", "7"}).action == Action::incident_resolve);
    CHECK(parsed({"incidents", "watch"}).action == Action::incident_watch);
    CHECK(parsed({"hosts"}).action == Action::host_list);
    CHECK(parsed({"forecasts", "--host", "web-1"}).action == Action::forecast_list);
    CHECK(parsed({"forecasts", "--host", "web-1"}).filter.host == "web-1");
    CHECK(parsed({"detect", "--csv", "-"}).action == Action::detect);
    CHECK(parsed({"pack", "list"}).action == Action::pack_list);
    CHECK(parsed({"pack", "explain", "cpu.steal"}).action == Action::pack_explain);
    CHECK(parsed({"pack", "check", "a.toml", "b.toml"}).pack.files == Words{"a.toml", "b.toml"});
    CHECK(parsed({"demo"}).action == Action::demo);
    CHECK(parsed({"completion", "bash"}).action == Action::completion);
}

TEST_CASE("arguments: filters may stand before or after list, comma-separated or repeated",
          "[cli]") {
    const Arguments after = parsed(
        {"incidents", "list", "--state", "new,assigned", "--priority", "p1", "--priority", "P2"});
    CHECK(after.filter.states == Words{"new", "assigned"});
    CHECK(after.filter.priorities == Words{"P1", "P2"});
    const Arguments before = parsed({"incidents", "--host", "web-1", "--json", "list"});
    CHECK(before.filter.host == "web-1");
    CHECK(before.wants_json);
    CHECK(before.action == Action::incident_list);
    CHECK(parsed({"incidents", "--limit", "3"}).filter.limit == 3);
}

TEST_CASE("arguments: people write incidents in several ways", "[cli]") {
    CHECK(parsed({"incidents", "show", "INC-000042"}).id == "42");
    CHECK(parsed({"incidents", "show", "#42"}).id == "42");
    CHECK(parsed({"incidents", "show", "42"}).id == "42");
    CHECK(parsed({"incidents", "show", "inc-00000000000000aa"}).id == "inc-00000000000000aa");
    CHECK(parsed({"incidents", "show", "inc-1234567890123456"}).id == "inc-1234567890123456");
}

TEST_CASE("arguments: a note is all the words that follow", "[cli]") {
    CHECK(parsed({"incidents", "note", "7", "restarted", "the", "shop"}).text ==
          "restarted the shop");
    CHECK(parsed({"incidents", "resolve", "7"}).text == "resolved by hand");
    CHECK(parsed({"incidents", "resolve", "7", "--reason", "done"}).text == "done");
    CHECK(parsed({"incidents", "ack", "7", "--as", "lek"}).actor == "lek");
    CHECK_FALSE(parsed({"incidents", "ack", "7"}).actor.empty());
}

TEST_CASE("arguments: detect takes any mixture of recordings", "[cli]") {
    const Arguments got =
        parsed({"detect", "--exposition", "a", "b", "--log", "c", "--log", "d", "--history", "web",
                "--since", "7d", "--diff", "x", "y", "--map", "m.toml", "--truth", "t.csv"});
    CHECK(got.detect.expositions == Words{"a", "b"});
    CHECK(got.detect.logs == Words{"c", "d"});
    CHECK(got.detect.history == "web");
    CHECK(got.detect.since == "7d");
    CHECK(got.detect.diff == Words{"x", "y"});
    CHECK(got.detect.maps == Words{"m.toml"});
    CHECK(got.detect.truth == "t.csv");
}

TEST_CASE("arguments: the server comes from the option, the environment, or is local", "[cli]") {
    CHECK(parsed({"hosts"}).server == "http://127.0.0.1:8420");
    CHECK(parsed({"hosts", "--server", "http://b"}).server == "http://b");
    CHECK(parsed({"--server", "http://b", "hosts"}).server == "http://b");
    ::setenv("FORESHOCK_SERVER", "http://env", 1);
    CHECK(std::get<Arguments>(parse_arguments({"hosts"})).server == "http://env");
    CHECK(std::get<Arguments>(parse_arguments({"hosts", "--server", "http://b"})).server ==
          "http://b");
    ::unsetenv("FORESHOCK_SERVER");
}

TEST_CASE("arguments: the demo has a length and knows when not to wait", "[cli]") {
    CHECK(parsed({"demo"}).demo.length == std::chrono::seconds{180});
    CHECK(parsed({"demo"}).demo.waits_for_recovery);
    CHECK(parsed({"demo", "--fast"}).demo.length == std::chrono::seconds{90});
    CHECK(parsed({"demo", "--seconds", "60"}).demo.length == std::chrono::seconds{60});
    CHECK_FALSE(parsed({"demo", "--no-wait"}).demo.waits_for_recovery);
    CHECK(parsed({"demo", "--filesystem"}).demo.is_filesystem);
}

TEST_CASE("arguments: what makes no sense is code 2 and says what is wrong", "[cli]") {
    for (const Words& words : {Words{},
                               {"nonsense"},
                               {"incidents", "show"},
                               {"incidents", "list", "--state", "odd"},
                               {"incidents", "list", "--limit", "0"},
                               {"incidents", "note", "7"},
                               {"demo", "--seconds", "29"},
                               {"detect", "--diff", "a"},
                               {"completion", "tcsh"},
                               {"hosts", "--no-such-option"}}) {
        const UsageText usage = refused(words);
        CHECK(usage.exit_code == 2);
        CHECK_FALSE(usage.err.empty());
    }
}

TEST_CASE("arguments: help is code 0, and does not mention the demo's children", "[cli]") {
    const UsageText help = refused({"--help"});
    CHECK(help.exit_code == 0);
    CHECK(help.out.find("incidents show 42") != std::string::npos);
    CHECK(help.out.find("demo-leak") == std::string::npos);
    CHECK(refused({"--version"}).out.starts_with("foreshock "));
}

TEST_CASE("completion: every command and option of it exists, and none is missing", "[cli]") {
    for (const CommandWords& command : command_words()) {
        Words words = split(command.path);
        words.emplace_back("--help");
        const UsageText help = refused(words);
        INFO(command.path);
        REQUIRE(help.exit_code == 0);
        for (const std::string& option : split(command.options)) {
            INFO(option);
            CHECK((help.out.find("  " + option) != std::string::npos ||
                   help.out.find("," + option) != std::string::npos));
        }
        std::size_t documented = 0;
        for (std::size_t at = help.out.find("\n  --"); at != std::string::npos;
             at = help.out.find("\n  --", at + 1)) {
            ++documented;
        }
        const std::size_t with_help = command.path.empty() ? 1 : 0;  // "-h,--help" has no "  --"
        CHECK(documented == split(command.options).size() - with_help);
    }
}

TEST_CASE("completion: each shell gets a script that names the commands", "[cli]") {
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const std::string script = completion_script(shell);
        for (const char* word : {"incidents", "resolve", "hosts", "completion"}) {
            CHECK(script.find(word) != std::string::npos);
        }
    }
    CHECK(completion_script("zsh").starts_with("#compdef foreshock\n"));
    CHECK(completion_script("bash").find("complete -F _foreshock foreshock\n") !=
          std::string::npos);
}
