#include "server/app/notifier.hpp"

#include <future>

#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/sample_incident.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::app;
using foreshock::test::at_second;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ReceivedRequest;

namespace {

struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    http::StatusBoard board;
    test::ManualClock clock{at_second(0)};
    Log log{"error"};
    Notifier notifier{{*store, board, clock, log}};
    Configuration configuration;
    TellingConfiguration& telling = configuration.telling;

    ChannelConfiguration& add_channel(const std::string& name, const std::string& url) {
        ChannelConfiguration one;
        one.spec.name = name;
        one.spec.kind = "mattermost";
        one.spec.url = url;
        telling.channels.push_back(one);
        return telling.channels.back();
    }

    Result<void> configure() { return notifier.configure(configuration); }

    /// An incident that was last told at 0 s, of priority 2.
    incidents::Incident told_incident() {
        incidents::Incident incident = test::leaking_incident();
        incident.last_word =
            incidents::LastWord{incidents::Transition::opened, at_second(0), 2, Phase::impending};
        incidents::Commit commit;
        commit.incidents = {incident};
        REQUIRE(store->ledger().commit(commit));
        return incident;
    }

    /// Whether all that was sent is settled within 5 s.
    bool settles() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (store->outbox().count().value() > 0) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::yield();
        }
        return true;
    }

    [[nodiscard]] static incidents::Changes opened(const incidents::Incident& incident) {
        incidents::Changes changes;
        changes.incidents = {incident};
        changes.announcements = {
            {incident.id, incidents::Transition::opened, incident.revision, at_second(0)}};
        return changes;
    }
};

}  // namespace

TEST_CASE("notifier: each channel delivers, a dead one delays no other",
          "[app][integration][threads]") {
    HttpReceiver dead{[](const ReceivedRequest&) { return HttpReceiver::silence; }};
    HttpReceiver alive{[](const ReceivedRequest&) { return http_answer(200, "ok"); }};
    Fixture f;
    f.add_channel("a-dead", dead.url()).spec.times.answer_within = std::chrono::seconds{30};
    f.add_channel("b-alive", alive.url());
    REQUIRE(f.configure());
    incidents::Commit commit;
    const incidents::Incident incident = test::leaking_incident();
    commit.incidents = {incident};
    commit.outbox = f.notifier.entries(Fixture::opened(incident));
    REQUIRE(commit.outbox.size() == 2);
    REQUIRE(f.store->ledger().commit(commit));
    f.notifier.wake();
    CHECK(dead.wait_for_requests(1));
    CHECK(alive.wait_for_requests(1));
    CHECK_THAT(alive.requests().at(0).body, Catch::Contains("INC-000042"));
    f.notifier.stop();
}

TEST_CASE("notifier: what cannot be configured changes nothing", "[app][threads]") {
    Fixture f;
    f.add_channel("chat", "http://127.0.0.1:9");
    REQUIRE(f.configure());
    f.telling.channels[0].spec.url = "ftp://nowhere";
    CHECK_FALSE(f.configure());
    f.telling.channels[0].spec.url = "http://127.0.0.1:9";
    f.telling.words.language = "xx";
    CHECK(f.configure().error().what == "words.language: there are no words in 'xx'");
    f.telling.words.folder = f.folder.path() + "/none";
    CHECK(f.configure().error().code == Errc::unreadable);
    CHECK(f.notifier.entries(Fixture::opened(test::leaking_incident())).size() == 1);
    CHECK(f.notifier.channels().size() == 1);
}

TEST_CASE("notifier: who has it is reminded of a promised update, once for each span",
          "[app][integration][S12][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200, "ok"); }};
    Fixture f;
    f.told_incident();
    f.add_channel("chat", receiver.url());
    f.telling.update_every[1] = std::chrono::minutes{10};
    f.clock.set(at_second(600));
    REQUIRE(f.configure());
    CHECK(receiver.wait_for_requests(1));
    CHECK_THAT(receiver.requests().at(0).body, Catch::Contains("An update is due"));
    CHECK(f.settles());
    f.notifier.stop();
    // After a restart the same span is no reason to say it again, the next one is.
    REQUIRE(f.configure());
    f.notifier.stop();
    CHECK(receiver.requests().size() == 1);
    f.clock.set(at_second(1200));
    REQUIRE(f.configure());
    CHECK(receiver.wait_for_requests(2));
    f.notifier.stop();
}

TEST_CASE("notifier: subscribers are taken over when they come", "[app][threads]") {
    Fixture f;
    f.add_channel("chat", "http://127.0.0.1:9");
    REQUIRE(f.configure());
    desk::Subscription one;
    one.id = "sub-1";
    one.service = "*";
    one.channel = "chat";
    one.address = "users";
    REQUIRE(f.store->subscriptions().add(one));
    const auto changes = Fixture::opened(test::leaking_incident());
    CHECK(f.notifier.entries(changes).size() == 1);
    f.notifier.subscriptions_changed();
    CHECK(f.notifier.entries(changes).size() == 2);
}

TEST_CASE("notifier: a test is sent at once and says how it ended", "[app][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(404); }};
    Fixture f;
    f.add_channel("chat", receiver.url());
    REQUIRE(f.configure());
    CHECK(f.notifier.test("fax", "", [](const http::ChannelTestResult&) {}).error().code ==
          Errc::not_found);
    std::promise<http::ChannelTestResult> ended;
    REQUIRE(f.notifier.test(
        "chat", "", [&](const http::ChannelTestResult& result) { ended.set_value(result); }));
    const http::ChannelTestResult result = ended.get_future().get();
    CHECK_FALSE(result.is_delivered);
    CHECK(result.detail == "answered 404");
    CHECK_THAT(receiver.requests().at(0).body, Catch::Contains("a test of the channel chat"));
    CHECK(f.store->outbox().count().value() == 0);
}
