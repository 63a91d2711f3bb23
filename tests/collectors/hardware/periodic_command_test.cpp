#include "collectors/hardware/periodic_command.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/stub_commands.hpp"

namespace foreshock::collectors {
namespace {

struct Bench {
    test::ManualClock clock;
    test::StubCommands programs;
    PeriodicCommand question{&programs, {{"ask", "me"}}, std::chrono::minutes{1}};

    Result<std::optional<std::string>> look(Duration after = std::chrono::seconds{1}) {
        clock.advance(after);
        return question.look(clock.now());
    }
};

TEST_CASE("periodic command: it is asked at once, then every minute, and each answer comes once",
          "[collectors][command]") {
    Bench bench;
    bench.programs.answer("ask me", "yes");
    auto answer = bench.look();
    REQUIRE(answer);
    CHECK(*answer == std::optional<std::string>{"yes"});
    for (int i = 0; i < 59; ++i) {
        answer = bench.look();
        REQUIRE(answer);
        CHECK_FALSE(*answer);
    }
    CHECK(bench.programs.started.size() == 1);
    CHECK(*bench.look());
    CHECK(bench.programs.started.size() == 2);
}

TEST_CASE("periodic command: a slow answer is waited for and not asked for again",
          "[collectors][command]") {
    Bench bench;
    bench.programs.answer("ask me", "yes");
    bench.programs.hold = true;
    for (int i = 0; i < 5; ++i) {
        const auto answer = bench.look(std::chrono::minutes{1});
        REQUIRE(answer);
        CHECK_FALSE(*answer);
    }
    CHECK(bench.programs.started.size() == 1);
    bench.programs.hold = false;
    CHECK(*bench.look());
}

TEST_CASE("periodic command: a program that does not exist is looked for once a minute",
          "[collectors][command]") {
    Bench bench;
    for (int i = 0; i < 30; ++i)
        CHECK(bench.look().error().code == Errc::no_data);
    CHECK(bench.programs.started.size() == 1);
    bench.programs.answer("ask me", "installed");
    CHECK(bench.look(std::chrono::minutes{1}));
    CHECK(bench.programs.started.size() == 2);
}

TEST_CASE("periodic command: an error stands until there is an answer again",
          "[collectors][command]") {
    Bench bench;
    bench.programs.refuse = true;
    for (int i = 0; i < 30; ++i)
        CHECK(bench.look().error().code == Errc::unavailable);
    CHECK(bench.programs.started.size() == 1);
    bench.programs.refuse = false;
    bench.programs.answer("ask me", "yes");
    bench.programs.hold = true;
    CHECK_FALSE(bench.look(std::chrono::minutes{1}));
    bench.programs.hold = false;
    const auto answer = bench.look();
    REQUIRE(answer);
    CHECK(*answer == std::optional<std::string>{"yes"});
    CHECK(bench.look());
}

TEST_CASE("periodic command: a failed run is an error with the program's own words",
          "[collectors][command]") {
    Bench bench;
    bench.programs.answers.insert_or_assign(
        "ask me", CommandOutput{1, "half", "  no permission\x01\nmore\n"});
    const auto answer = bench.look();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::unreadable);
    CHECK(answer.error().what == "ask: exit code 1: no permission?");
    CHECK(complaint_of("ask", {2, "", ""}) == "ask: exit code 2");
}

TEST_CASE("periodic command: a clock that is set back does not stop the questions",
          "[collectors][command]") {
    Bench bench;
    bench.programs.answer("ask me", "yes");
    CHECK(bench.look());
    bench.clock.advance(-std::chrono::hours{5});
    CHECK(*bench.look());
    CHECK(bench.programs.started.size() == 2);
}

TEST_CASE("periodic command: without a runner there is no data", "[collectors][command]") {
    PeriodicCommand question{nullptr, {{"ask"}}, std::chrono::minutes{1}};
    CHECK(question.look(from_unix_ms(0)).error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
