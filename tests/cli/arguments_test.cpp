#include "cli/arguments.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <stdlib.h>

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

}  // namespace

TEST_CASE("arguments: each command is understood", "[cli]") {
    CHECK(parsed({"incidents"}).action == Action::incident_list);
    CHECK(parsed({"incidents", "list"}).action == Action::incident_list);
    CHECK(parsed({"incidents", "show", "7"}).action == Action::incident_show);
    CHECK(parsed({"incidents", "ack", "7"}).action == Action::incident_acknowledge);
    CHECK(parsed({"incidents", "note", "7", "x"}).action == Action::incident_note);
    CHECK(parsed({"incidents", "resolve", "7"}).action == Action::incident_resolve);
    CHECK(parsed({"incidents", "watch"}).action == Action::incident_watch);
    CHECK(parsed({"incidents", "undo", "7", "--reason", "x"}).action == Action::incident_undo);
    CHECK(parsed({"hosts"}).action == Action::host_list);
    CHECK(parsed({"forecasts", "--host", "web-1"}).action == Action::forecast_list);
    CHECK(parsed({"forecasts", "--host", "web-1"}).filter.host == "web-1");
    CHECK(parsed({"oncall"}).action == Action::oncall_show);
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

TEST_CASE("arguments: merge and split name incidents and symptoms, and why", "[cli]") {
    const Arguments merge =
        parsed({"incidents", "merge", "#7", "INC-000008", "9", "--reason", "one switch"});
    CHECK(merge.action == Action::incident_merge);
    CHECK(merge.id == "7");
    CHECK(merge.regroup.others == Words{"8", "9"});
    CHECK(merge.text == "one switch");
    const Arguments split = parsed({"incidents", "split", "7", "sym-1", "sym-2", "--host", "web-1",
                                    "--kind", "k", "--component", "c", "--reason", "apart"});
    CHECK(split.action == Action::incident_split);
    CHECK(split.regroup.symptoms == Words{"sym-1", "sym-2"});
    CHECK(split.regroup.host == "web-1");
    CHECK(split.regroup.kind == "k");
    CHECK(split.regroup.component == "c");
}

TEST_CASE("arguments: what the desk does with one incident", "[cli]") {
    const Arguments apply = parsed({"incidents", "apply", "INC-000007", "ke-1", "--as", "mali"});
    CHECK(apply.action == Action::incident_apply);
    CHECK(apply.id == "7");
    CHECK(apply.desk.known_error == "ke-1");
    CHECK(apply.actor == "mali");
    const Arguments breach = parsed({"incidents", "breach", "7", "--words", "copied", "--title",
                                     "t", "--aware-at", "2026-03-01T08:30:00Z"});
    CHECK(breach.action == Action::incident_breach);
    CHECK(breach.text == "copied");
    CHECK(breach.desk.title == "t");
    CHECK(breach.desk.aware_at == "2026-03-01T08:30:00Z");
    const Arguments resolve =
        parsed({"incidents", "resolve", "7", "--known-error", "ke-1", "--hypothesis", "h2"});
    CHECK(resolve.desk.known_error == "ke-1");
    CHECK(resolve.desk.hypothesis == "h2");
}

TEST_CASE("arguments: triage takes all the words that follow", "[cli]") {
    const Arguments got = parsed({"incidents", "triage", "my", "mail is slow"});
    CHECK(got.action == Action::triage);
    CHECK(got.text == "my mail is slow");
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
                               {"incidents", "merge", "7", "--reason", "x"},
                               {"incidents", "merge", "7", "8"},
                               {"incidents", "split", "7", "sym-1"},
                               {"incidents", "triage"},
                               {"incidents", "apply", "7"},
                               {"incidents", "breach"},
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

TEST_CASE("arguments: the tree for completions holds what may be typed, and nothing hidden",
          "[cli]") {
    const command_line::Command tree = command_tree();
    CHECK(tree.name == "foreshock");
    const auto find = [](const command_line::Command& in, std::string_view name) {
        const auto at = std::find_if(in.commands.begin(), in.commands.end(),
                                     [name](const auto& one) { return one.name == name; });
        REQUIRE(at != in.commands.end());
        return *at;
    };
    const command_line::Command list = find(find(tree, "incidents"), "list");
    const auto state = std::find_if(list.arguments.begin(), list.arguments.end(),
                                    [](const auto& one) { return one.name == "--state"; });
    REQUIRE(state != list.arguments.end());
    CHECK(state->choices.size() == 8);
    for (const command_line::Command& one : tree.commands)
        CHECK(one.name.find("demo-") == std::string::npos);
}
