#include "server/store/member_batches.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

#include "server/store/member_rows.hpp"
#include "server/store/schema.hpp"
#include "tests/support/store_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::store;
using foreshock::test::at_second;
using incidents::Member;
using incidents::MemberChanged;
using incidents::MemberEntered;

namespace {

Member numbered(int number) {
    Member member = foreshock::test::member_of(1, "web-1");
    const std::string digits = std::to_string(1'000'000 + number);
    member.fingerprint = "0123456789abcdef000000000" + digits;
    member.words.host = "host-" + digits;
    return member;
}

MemberChanged seen_at(int number, int second) {
    MemberChanged changed{1, numbered(number).fingerprint, numbered(number).state};
    changed.state.observed_at = at_second(second);
    return changed;
}

struct Rows {
    test::TemporaryFolder folder;
    std::unique_ptr<Connection> connection =
        Connection::open(folder.path() + "/members.db", Connection::Mode::read_write).value();

    Rows() { REQUIRE(migrate(*connection)); }

    std::int64_t number_of(const char* sql) { return connection->execute(sql)->at(0).integer(0); }

    std::int64_t count() { return number_of("SELECT count(*) FROM member_batch"); }

    template <class Change>
    void say(const Change& change) {
        MemberBatch batch;
        batch.add(change);
        REQUIRE(append_batch(*connection, 1, batch));
    }

    void say_many(int first, int end) {
        MemberBatch batch;
        for (int number = first; number < end; ++number)
            batch.add(MemberEntered{numbered(number)});
        REQUIRE(append_batch(*connection, 1, batch));
    }

    std::map<std::string, Member> members(std::int64_t incident = 1) {
        std::map<std::string, Member> found;
        std::size_t given = 0;
        REQUIRE(each_member(*connection, incident, [&](const MemberRecord& record) {
            ++given;
            found.emplace(record.fingerprint, store::member_of(record, 1));
        }));
        CHECK(given == found.size());
        return found;
    }
};

}  // namespace

TEST_CASE("member batches: small rows are gathered, and their order stays", "[store]") {
    Rows rows;
    for (int number = 0; number < 700; ++number) {
        rows.say(MemberEntered{numbered(number)});
        rows.say(seen_at(number / 2, 1000 + number));
    }
    CHECK(rows.count() <= 3 * batches_gathered);
    const auto members = rows.members();
    CHECK(members.size() == 700);
    CHECK(members.at(numbered(0).fingerprint).state.observed_at == at_second(1001));
    CHECK(members.at(numbered(349).fingerprint).state.observed_at == at_second(1699));
    CHECK(members.at(numbered(350).fingerprint).state == numbered(350).state);
}

TEST_CASE("member batches: news after a large row are not overtaken by it", "[store]") {
    Rows rows;
    rows.say(MemberEntered{numbered(1)});
    rows.say(seen_at(1, 50));
    rows.say_many(1000, 2000);
    CHECK(rows.number_of("SELECT max(length(body)) FROM member_batch") >
          static_cast<std::int64_t>(batch_bytes_full));
    for (int second = 100; second < 100 + 2 * batches_gathered; ++second)
        rows.say(seen_at(1500, second));
    const auto members = rows.members();
    CHECK(members.size() == 1001);
    CHECK(members.at(numbered(1).fingerprint).state.observed_at == at_second(50));
    CHECK(members.at(numbered(1500).fingerprint).state.observed_at ==
          at_second(99 + 2 * batches_gathered));
}

TEST_CASE("member batches: what is superseded is dropped once it is the most", "[store]") {
    Rows rows;
    rows.say_many(0, 10);
    for (int second = 0; second < 3 * batch_stale_slack; ++second)
        rows.say(seen_at(second % 10, second));
    CHECK(rows.number_of("SELECT sum(stale) FROM member_batch") <= batch_stale_slack + 10);
    const auto members = rows.members();
    REQUIRE(members.size() == 10);
    for (int number = 0; number < 10; ++number) {
        CHECK(members.at(numbered(number).fingerprint).state.observed_at ==
              at_second(3 * static_cast<int>(batch_stale_slack) - 10 + number));
        CHECK(members.at(numbered(number).fingerprint).words == numbered(number).words);
    }
}

TEST_CASE("member batches: whom both have stays as the other has it", "[store]") {
    Rows rows;
    rows.say_many(0, 3);
    MemberBatch of_other;
    of_other.add(MemberEntered{numbered(2)});
    MemberChanged there = seen_at(2, 77);
    of_other.add(there);
    REQUIRE(append_batch(*rows.connection, 2, of_other));
    std::vector<std::string> moved;
    REQUIRE(pass_members(*rows.connection, 1, 2,
                         [&](const MemberRecord& record) { moved.emplace_back(record.host); }));
    CHECK(moved == std::vector<std::string>{numbered(0).words.host, numbered(1).words.host});
    CHECK(rows.members(1).empty());
    const auto members = rows.members(2);
    CHECK(members.size() == 3);
    CHECK(members.at(numbered(2).fingerprint).state.observed_at == at_second(77));
}

TEST_CASE("member batches: rows of versions before are taken over", "[store]") {
    Rows rows;
    const auto script = rows.connection->run_script(
        "DROP TABLE member_batch; PRAGMA user_version = 7;"
        "CREATE TABLE member (incident INTEGER, fingerprint TEXT, episode TEXT, past_episode TEXT,"
        "host TEXT, kind TEXT, component TEXT, because TEXT, phase INTEGER, severity INTEGER,"
        "worst_phase INTEGER, worst_severity INTEGER, times_raised INTEGER, observed_at INTEGER,"
        "received_at INTEGER, cleared_at INTEGER, orphaned_since INTEGER);"
        "INSERT INTO member VALUES (1, '0123456789abcdef0123456789abcdef', 'e2', 'e1', 'wéb-1',"
        "'network.down', 'eth0 3:4', 'same_kind', 1, 2, 1, 2, 3, 4000, 5000, 6000, 0),"
        "(1, '0123456789abcdef0123456789abcdee', 'e', '', 'web-2', 'k', '', '', 0, 1, 0, 1, 1,"
        "4000, 5000, 0, 0)");
    REQUIRE(script);
    std::ostringstream step;
    step << std::ifstream{FORESHOCK_SOURCE_DIR "/server/store/migrations/0020_member_batches.sql"}
                .rdbuf();
    REQUIRE(rows.connection->run_script(step.str()));
    const auto members = rows.members();
    REQUIRE(members.size() == 2);
    const Member& first = members.at("0123456789abcdef0123456789abcdef");
    CHECK(first.words ==
          incidents::MemberWords{"e2", "wéb-1", "network.down", "eth0 3:4", "same_kind"});
    CHECK(first.past_episode == "e1");
    CHECK(first.state.phase == Phase::occurring);
    CHECK(first.state.times_raised == 3);
    CHECK(first.state.observed_at == from_unix_ms(4000));
    CHECK(first.state.cleared_at == from_unix_ms(6000));
    CHECK_FALSE(members.at("0123456789abcdef0123456789abcdee").state.cleared_at);
}
