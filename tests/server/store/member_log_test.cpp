#include "server/store/member_log.hpp"

#include <catch2/catch.hpp>

#include "tests/support/store_contract.hpp"

using namespace foreshock;
using namespace foreshock::store;
using foreshock::test::at_second;
using foreshock::test::member_of;
using incidents::Member;
using incidents::MemberChanged;
using incidents::MemberEntered;

namespace {

Member odd_member() {
    Member member = member_of(3, "web-1");
    member.words.component = "filesystem /a 1:2 Ünïx\n";
    member.past_episode = "episode-0";
    member.state.cleared_at = at_second(7);
    member.state.orphaned_since = at_second(6);
    member.state.times_raised = 12;
    return member;
}

std::vector<Member> folded(const std::vector<std::string>& logs) {
    MemberFold fold;
    std::vector<Member> members;
    for (const std::string& log : logs)
        REQUIRE(fold.read(log));
    for (const std::string& log : logs) {
        REQUIRE(fold.give(log, [&](const MemberRecord& record) {
            members.push_back(store::member_of(record, 3));
        }));
    }
    return members;
}

}  // namespace

TEST_CASE("member log: what was written is read, whatever bytes the words have", "[store]") {
    const Member member = odd_member();
    std::string log;
    append_record(log, MemberEntered{member});
    append_record(log, MemberChanged{3, member.fingerprint, member.state});
    std::size_t records = 0;
    REQUIRE(each_record(log, [&](const MemberRecord& record) {
        CHECK(record.fingerprint == member.fingerprint);
        CHECK(record.state == member.state);
        CHECK(record.has_words == (records == 0));
        ++records;
        if (!record.has_words) return;
        CHECK(store::member_of(record, 3).words == member.words);
        CHECK(record.past_episode == "episode-0");
    }));
    CHECK(records == 2);
}

TEST_CASE("member log: a broken record is unreadable, wherever it is cut", "[store]") {
    std::string log;
    append_record(log, MemberEntered{odd_member()});
    for (std::size_t size = 1; size < log.size(); ++size) {
        const auto read = each_record(log.substr(0, size), [](const MemberRecord&) {});
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::unreadable);
    }
    CHECK_FALSE(each_record("X" + log, [](const MemberRecord&) {}));
}

TEST_CASE("member log: a fold gives each member once, as it is now", "[store]") {
    Member first = member_of(3, "web-1");
    Member again = first;
    again.words.episode = "episode-2";
    again.state.times_raised = 2;
    incidents::MemberState over = again.state;
    over.cleared_at = at_second(9);
    std::string early;
    append_record(early, MemberEntered{first});
    append_record(early, MemberEntered{member_of(3, "web-2")});
    std::string late;
    append_record(late, MemberEntered{again});
    append_record(late, MemberChanged{3, again.fingerprint, over});
    const std::vector<Member> members = folded({early, late});
    REQUIRE(members.size() == 2);
    CHECK(members[0].words.host == "web-2");
    CHECK(members[0].past_episode.empty());
    CHECK(members[1].words.episode == "episode-2");
    CHECK(members[1].past_episode == "episode-1");
    CHECK(members[1].state == over);
}
