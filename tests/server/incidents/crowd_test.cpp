#include "server/incidents/crowd.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;
using std::chrono::seconds;

namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

Member member(int number, const std::string& host) {
    Member one;
    const std::string digits = std::to_string(1'000'000 + number);
    one.fingerprint = "0123456789abcdef000000000" + digits;
    one.words = {"episode-" + std::to_string(number), host, "network.down", "eth0", "same_kind"};
    one.state.received_at = one.state.observed_at = start + seconds{number};
    return one;
}

}  // namespace

TEST_CASE("crowd: finds members by fingerprint and by host", "[incidents]") {
    Crowd crowd;
    crowd.add(member(2, "web-1"));
    crowd.add(member(1, "web-1"));
    const Crowd::Place third = crowd.add(member(3, "web-2"));
    CHECK(crowd.size() == 3);
    CHECK(crowd.host_count() == 2);
    CHECK(crowd.find(member(3, "web-2").fingerprint) == third);
    CHECK_FALSE(crowd.find(member(4, "web-2").fingerprint));
    CHECK(crowd.fingerprint(third) == member(3, "web-2").fingerprint);
    CHECK(crowd.kind(third) == "network.down");
    CHECK(crowd.host(third) == "web-2");
    REQUIRE(crowd.on_host("web-1").size() == 2);
    CHECK(crowd.fingerprint(crowd.on_host("web-1")[0]) == member(1, "").fingerprint);
    CHECK(crowd.on_host("nobody").empty());
    CHECK(crowd.has_host("web-2"));
}

TEST_CASE("crowd: counts what is active, whatever its members went through", "[incidents]") {
    Crowd crowd;
    const Crowd::Place place = crowd.add(member(1, "web-1"));
    crowd.add(member(2, "web-2"));
    MemberState state = crowd.state(place);
    state.phase = Phase::occurring;
    state.severity = Severity::critical;
    crowd.set_state(place, state);
    CHECK(crowd.counts().active == 2);
    CHECK(crowd.counts().occurring == 1);
    CHECK(crowd.counts().critical == 1);
    CHECK(crowd.counts().newest_at == start + seconds{2});
    state.cleared_at = start + seconds{9};
    crowd.set_state(place, state);
    CHECK(crowd.counts().active == 1);
    CHECK(crowd.counts().occurring == 0);
    CHECK(crowd.counts().critical == 0);
    CHECK(crowd.counts().last_cleared_at == start + seconds{9});
}

TEST_CASE("crowd: knows the newest episode and the one before", "[incidents]") {
    Crowd crowd;
    const Crowd::Place place = crowd.add(member(1, "web-1"));
    crowd.begin_episode(place, "second", crowd.state(place));
    CHECK(crowd.is_of_episode(place, "second"));
    CHECK(crowd.is_of_past_episode(place, "episode-1"));
    CHECK_FALSE(crowd.is_of_episode(place, "episode-1"));
    Member loaded = member(2, "web-1");
    loaded.past_episode = "before";
    CHECK(crowd.is_of_past_episode(crowd.add(loaded), "before"));
}

TEST_CASE("crowd: tells who is orphaned", "[incidents]") {
    Crowd crowd;
    const Crowd::Place place = crowd.add(member(1, "web-1"));
    CHECK_FALSE(crowd.first_orphaned_at());
    MemberState state = crowd.state(place);
    state.orphaned_since = start + seconds{5};
    crowd.set_state(place, state);
    CHECK(crowd.first_orphaned_at() == start + seconds{5});
    CHECK(crowd.orphaned_until(start + seconds{4}).empty());
    CHECK(crowd.orphaned_until(start + seconds{5}) == std::vector{place});
    state.orphaned_since.reset();
    crowd.set_state(place, state);
    CHECK_FALSE(crowd.first_orphaned_at());
}

TEST_CASE("crowd: takes another's members over, but for those that it has", "[incidents]") {
    Crowd mine;
    mine.add(member(1, "web-1"));
    Crowd other;
    Member same = member(1, "web-1");
    same.state.cleared_at = start;
    other.add(same);
    other.add(member(2, "web-2"));
    mine.take(other);
    CHECK(mine.size() == 2);
    CHECK(mine.counts().active == 2);
    CHECK(mine.has_host("web-2"));
}
