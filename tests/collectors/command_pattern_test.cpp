#include "collectors/command_pattern.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

bool found(const std::string& expression, std::string_view line) {
    const auto pattern = CommandPattern::compile(expression);
    REQUIRE(pattern);
    return pattern->matches(line);
}

TEST_CASE("command pattern: is searched anywhere in the line", "[collectors][process]") {
    CHECK(found("flsvc.py --name shop", "/usr/bin/python3 /x/flsvc.py --name shop --port 1"));
    CHECK(found("^nginx: (master|worker)", "nginx: worker process"));
    CHECK(found("port \\d{2,5}$", "python3 --port 18082"));
    CHECK_FALSE(found("^shop", "the shop"));
    CHECK_FALSE(found("shop", ""));
    CHECK(found("a|b", "xb"));
    CHECK(found("^$", ""));
}

TEST_CASE("command pattern: what is no expression is invalid, and says so",
          "[collectors][process]") {
    for (const std::string expression : {"", "(", "[a", "a{2", "*", "(a)\\1", "a)(b"}) {
        const auto pattern = CommandPattern::compile(expression);
        INFO(expression);
        REQUIRE_FALSE(pattern);
        CHECK(pattern.error().code == Errc::invalid);
        CHECK(pattern.error().what.find(expression) != std::string::npos);
    }
}

TEST_CASE("command pattern: nested repeats do not take for ever", "[collectors][process]") {
    CHECK_FALSE(found("(a*)*b$", std::string(400, 'a')));
    CHECK_FALSE(found("(a|aa)+$", std::string(400, 'a') + "c"));
}

}  // namespace
}  // namespace foreshock::collectors
