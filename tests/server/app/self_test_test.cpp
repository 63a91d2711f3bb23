#include "server/app/self_test.hpp"

#include "batch_fixture.hpp"

#include "server/app/self_watch.hpp"

namespace foreshock::app {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

TEST_CASE("self test: one begins at each interval, and is waited for until it is out",
          "[app][self]") {
    SelfTest test{minutes{5}};
    const auto first = test.begin(start);
    REQUIRE(first);
    CHECK(first->starts_with(SelfTest::id_prefix));
    CHECK_FALSE(test.begin(start + minutes{5} - Duration{1}));
    CHECK(test.read(start + seconds{7}).waits == seconds{7});
    test.settled(*first, true, "");
    CHECK_FALSE(test.read(start + seconds{8}).waits);
    CHECK(test.read(start + seconds{8}).failed_because.empty());
    CHECK(test.begin(start + minutes{5}));
}

TEST_CASE("self test: one that failed stays so until a later one is out", "[app][self]") {
    SelfTest test{minutes{5}};
    const auto first = test.begin(start);
    test.settled(*first, false, "answered 403");
    CHECK(test.read(start).failed_because == "answered 403");
    const auto second = test.begin(start + minutes{5});
    CHECK(test.read(start + minutes{5}).failed_because == "answered 403");
    test.settled(*second, true, "");
    CHECK(test.read(start + minutes{5}).failed_because.empty());
}

TEST_CASE("self test: one that never came out is given up for the next", "[app][self]") {
    SelfTest test{minutes{5}};
    const auto first = test.begin(start);
    const auto second = test.begin(start + minutes{5});
    REQUIRE(second);
    CHECK_FALSE(test.read(start + minutes{5}).failed_because.empty());
    test.settled(*first, true, "");  // Too late: it is another one that counts.
    CHECK_FALSE(test.read(start + minutes{5}).failed_because.empty());
    test.settled(*second, true, "");
    CHECK(test.read(start + minutes{5}).failed_because.empty());
}

TEST_CASE("self test: there are none where none is wanted, and a clock set back delays none",
          "[app][self]") {
    SelfTest none{Duration{0}};
    CHECK_FALSE(none.begin(start));
    SelfTest test{minutes{5}};
    REQUIRE(test.begin(start));
    CHECK(test.begin(start - minutes{60}));
}

TEST_CASE("self test: its word is in the outbox, and nobody sees an incident of it",
          "[app][self][batch]") {
    BatchFixture f;
    BatchPorts ports = f.ports();
    ports.self_test_entry = [](const incidents::Incident& incident, const std::string& id,
                               TimePoint at) {
        incidents::OutboxEntry entry;
        entry.id = id;
        entry.incident_id = incidents::self_test_incident;
        entry.body = incident.symptoms.at(0).symptom.kind;
        entry.due_at = at;
        return entry;
    };
    BatchEngine engine{{}, std::move(ports)};
    REQUIRE(engine.load(f.clock.now()));
    std::vector<Command> batch;
    batch.push_back(SelfTestCommand{"self-test-1", self_test_word("desk-1")});
    engine.process(std::move(batch), f.clock.now());
    const auto outbox = f.store.outbox();
    REQUIRE(outbox.size() == 1);
    CHECK(outbox.at("self-test-1").body == "server.self_test");
    CHECK(f.outbox_woken == 1);
    CHECK(f.stored().empty());
    CHECK(f.board.read()->open_incidents_of("desk-1") == 0);
    CHECK(f.store.events_after(0, 10)->empty());
    CHECK(f.store.hosts()->empty());
}

TEST_CASE("self test: while nothing can be stored no word comes out", "[app][self][batch]") {
    BatchFixture f;
    f.fill_disk(true);
    std::vector<Command> batch;
    batch.push_back(SelfTestCommand{"self-test-1", self_test_word("desk-1")});
    f.engine.process(std::move(batch), f.clock.now());
    CHECK(f.store.outbox().empty());
}

}  // namespace
}  // namespace foreshock::app
