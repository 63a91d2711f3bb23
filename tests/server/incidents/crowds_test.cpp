#include "server/incidents/crowds.hpp"

#include <catch2/catch.hpp>

#include "core/hash.hpp"

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

Member member_on(const std::string& host, std::uint64_t incident, const std::string& episode) {
    Member member;
    member.incident = incident;
    member.fingerprint = stable_id({host});
    member.words = {episode, host, "agent.lost", "agent", "same_kind"};
    member.state.received_at = member.state.observed_at = start;
    return member;
}

}  // namespace

TEST_CASE("crowds: each incident's members are its own, and are given away once", "[incidents]") {
    Crowds crowds;
    crowds.hear(MemberEntered{member_on("web-1", 1, "a")});
    crowds.hear(MemberEntered{member_on("web-1", 2, "a")});
    crowds.hear(MemberEntered{member_on("web-2", 2, "b")});
    CHECK(crowds.take(1).size() == 1);
    CHECK(crowds.take(2).hosts() == std::vector<std::string>{"web-1", "web-2"});
    CHECK(crowds.take(2).size() == 0);
    CHECK(crowds.take(3).size() == 0);
}

TEST_CASE("crowds: news change a member, a new entry begins its next episode", "[incidents]") {
    Crowds crowds;
    const Member first = member_on("web-1", 1, "first");
    crowds.hear(MemberEntered{first});
    MemberState over = first.state;
    over.cleared_at = start + std::chrono::seconds{5};
    crowds.hear(MemberChanged{1, first.fingerprint, over});
    Member next = member_on("web-1", 1, "next");
    next.state.times_raised = 2;
    crowds.hear(MemberEntered{next});
    const Crowd crowd = crowds.take(1);
    const auto place = crowd.find(first.fingerprint);
    REQUIRE(place);
    CHECK(crowd.size() == 1);
    CHECK(crowd.is_of_episode(*place, "next"));
    CHECK(crowd.is_of_past_episode(*place, "first"));
    CHECK(crowd.state(*place).times_raised == 2);
    CHECK(crowd.counts().active == 1);
    CHECK(crowd.counts().last_cleared_at == over.cleared_at);
}

TEST_CASE("crowds: the past episode that an entry names is known", "[incidents]") {
    Crowds crowds;
    Member member = member_on("web-1", 1, "next");
    member.past_episode = "first";
    crowds.hear(MemberEntered{member});
    const Crowd crowd = crowds.take(1);
    CHECK(crowd.is_of_past_episode(*crowd.find(member.fingerprint), "first"));
}

TEST_CASE("crowds: news of somebody unknown mean nothing", "[incidents]") {
    Crowds crowds;
    crowds.hear(MemberChanged{1, stable_id({"nobody"}), {}});
    CHECK(crowds.take(1).size() == 0);
}

TEST_CASE("crowds: members pass to another incident, which keeps its own", "[incidents]") {
    Crowds crowds;
    crowds.hear(MemberEntered{member_on("web-1", 1, "a")});
    crowds.hear(MemberEntered{member_on("web-2", 1, "b")});
    crowds.hear(MemberEntered{member_on("web-1", 2, "own")});
    crowds.hear(MembersPassed{1, 2});
    CHECK(crowds.take(1).size() == 0);
    const Crowd all = crowds.take(2);
    CHECK(all.size() == 2);
    CHECK(all.is_of_episode(*all.find(stable_id({"web-1"})), "own"));
}
