#include "server/desk/silence.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using desk::Silence;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint now{std::chrono::hours{500000}};

Silence good_silence() {
    Silence silence;
    silence.matchers = {{"host", "web-1"}};
    silence.owner = "ann";
    silence.reason = "a new disk is put in";
    silence.starts_at = now;
    silence.ends_at = now + 2h;
    return silence;
}

std::string refusal_of(const Silence& silence) {
    const auto good = desk::check(silence, now);
    REQUIRE_FALSE(good);
    CHECK(good.error().code == Errc::invalid);
    return good.error().what;
}

}  // namespace

TEST_CASE("silence: it is pending before its start and expired from its end on", "[desk]") {
    const Silence silence = good_silence();
    CHECK(desk::state_at(silence, now - 1ms) == desk::SilenceState::pending);
    CHECK(desk::state_at(silence, now) == desk::SilenceState::active);
    CHECK(desk::state_at(silence, now + 2h - 1ms) == desk::SilenceState::active);
    CHECK(desk::state_at(silence, now + 2h) == desk::SilenceState::expired);
}

TEST_CASE("silence: owner, reason, end and matchers are demanded, by their names", "[desk]") {
    CHECK(desk::check(good_silence(), now));
    Silence silence = good_silence();
    silence.owner = " ";
    CHECK(refusal_of(silence).starts_with("owner: "));
    silence = good_silence();
    silence.reason = "";
    CHECK(refusal_of(silence).starts_with("reason: "));
    silence.reason = std::string(1001, 'x');
    CHECK(refusal_of(silence) == "reason: at most 1000 bytes");
    silence = good_silence();
    silence.ends_at = silence.starts_at;
    CHECK(refusal_of(silence) == "ends_at: must be later than starts_at");
    silence = good_silence();
    silence.starts_at = now - 2h;
    silence.ends_at = now;
    CHECK(refusal_of(silence) == "ends_at: is in the past");
    silence = good_silence();
    silence.ends_at = silence.starts_at + Silence::span_max;
    CHECK(desk::check(silence, now));
    silence.ends_at += 1ms;
    CHECK(refusal_of(silence).starts_with("ends_at: a silence lasts at most 366 days"));
    silence = good_silence();
    silence.matchers.clear();
    CHECK(refusal_of(silence).starts_with("matchers: "));
}

TEST_CASE("silence: its id is a UUID that depends on what it is made of", "[desk]") {
    const std::string id = desk::uuid_of("seed", 0);
    REQUIRE(id.size() == 36);
    CHECK(id[8] == '-');
    CHECK(id[14] == '8');
    CHECK(id[19] == 'a');
    CHECK(id == desk::uuid_of("seed", 0));
    CHECK(id != desk::uuid_of("seed", 1));
}
