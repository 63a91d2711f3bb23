#include "server/app/command_line.hpp"

#include <catch2/catch.hpp>

namespace foreshock::app {
namespace {

using Verb = CommandLine::Verb;

TEST_CASE("command_line: without anything it serves", "[app][command_line]") {
    const auto parsed = parse_command_line({}, "1.2");
    CHECK_FALSE(parsed.exit_code);
    CHECK(parsed.line.verb == Verb::serve);
    CHECK(parsed.line.config.empty());
    CHECK_FALSE(parsed.line.listen);
}

TEST_CASE("command_line: options are over the configuration", "[app][command_line]") {
    const auto parsed = parse_command_line(
        {"--config", "a.toml", "--listen", "127.0.0.1:1", "--data", "/d"}, "1.2");
    CHECK(parsed.line.config == "a.toml");
    CHECK(parsed.line.listen == "127.0.0.1:1");
    CHECK(parsed.line.data == "/d");
}

TEST_CASE("command_line: checks and prints on demand", "[app][command_line]") {
    CHECK(parse_command_line({"--check-config"}, "1").line.verb == Verb::check);
    CHECK(parse_command_line({"--print-effective"}, "1").line.verb == Verb::print);
}

TEST_CASE("command_line: agents are added, listed and removed", "[app][command_line]") {
    const auto add = parse_command_line({"agent", "add", "web-1", "--data", "/d"}, "1");
    CHECK(add.line.verb == Verb::agent_add);
    CHECK(add.line.agent == "web-1");
    CHECK(add.line.data == "/d");
    CHECK(parse_command_line({"agent", "list"}, "1").line.verb == Verb::agent_list);
    const auto remove = parse_command_line({"agent", "remove", "web-1"}, "1");
    CHECK(remove.line.verb == Verb::agent_remove);
}

TEST_CASE("command_line: tokens for hosts are made, agents revoked", "[app][command_line]") {
    using Order = EnrolmentOrder::Verb;
    const auto create =
        parse_command_line({"token", "create", "--ttl", "1h", "--uses", "50", "--label", "rack=7",
                            "--label", "site=bkk", "--replace"},
                           "1");
    CHECK(create.line.verb == Verb::enrolment);
    CHECK(create.line.enrolment.verb == Order::token_create);
    CHECK(create.line.enrolment.ttl == "1h");
    CHECK(create.line.enrolment.uses == 50);
    CHECK(create.line.enrolment.labels == std::vector<std::string>{"rack=7", "site=bkk"});
    CHECK(create.line.enrolment.may_replace);
    const auto revoke = parse_command_line({"agent", "revoke", "web-1"}, "1");
    CHECK(revoke.line.verb == Verb::enrolment);
    CHECK(revoke.line.enrolment.verb == Order::agent_revoke);
    CHECK(revoke.line.enrolment.name == "web-1");
}

TEST_CASE("command_line: help and version are printed and end well", "[app][command_line]") {
    const auto version = parse_command_line({"--version"}, "1.2");
    CHECK(version.exit_code == 0);
    CHECK(version.out == "foreshock-server 1.2\n");
    const auto help = parse_command_line({"--help"}, "1.2");
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, Catch::Contains("--check-config"));
}

TEST_CASE("command_line: mistakes end with 2 and words on standard error", "[app][command_line]") {
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"--nope"}, {"agent"}, {"agent", "add"}, {"--config"}}) {
        const auto parsed = parse_command_line(wrong, "1");
        CHECK(parsed.exit_code == 2);
        CHECK_FALSE(parsed.err.empty());
    }
}

}  // namespace
}  // namespace foreshock::app
