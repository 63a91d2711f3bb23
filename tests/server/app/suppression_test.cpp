// Silences through the whole server, from the command to the outbox.

#include "batch_fixture.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::app;
using namespace std::chrono_literals;

namespace {

desk::AddSilence silence_until(TimePoint now, Duration span) {
    desk::AddSilence command;
    command.draft.matchers = {{"host", ".+", true}};
    command.draft.owner = "ann";
    command.draft.reason = "a new disk";
    command.draft.starts_at = now;
    command.draft.ends_at = now + span;
    command.draft.warn_before = 0s;
    command.act = {"ann", now};
    return command;
}

/// No host is taken for lost meanwhile.
BatchSettings patient() {
    BatchSettings settings;
    settings.absence.silence_min = 24h;
    return settings;
}

std::string id_of(const Result<desk::SuppressionAnswer>& answer) {
    REQUIRE(answer);
    return std::get<desk::Silence>(*answer).id;
}

}  // namespace

TEST_CASE("suppression: what a silence covers is stored and not told until it ends",
          "[app][suppression]") {
    BatchFixture server{patient()};
    const std::string id = id_of(server.command(silence_until(server.clock.now(), 10min)));
    CHECK(server.suppression.find_silence(id)->owner == "ann");
    REQUIRE(server.send(server.sick_report(1)));
    server.pass(1min);
    REQUIRE(server.stored().size() == 1);
    CHECK(server.stored()[0].is_muted());
    CHECK(server.store.outbox().empty());
    CHECK(server.counters.suppressions_active == 1);
    server.pass(9min);
    CHECK_FALSE(server.stored()[0].is_muted());
    CHECK(server.store.outbox().size() == 1);
    CHECK(server.counters.suppressions_active == 0);
}

TEST_CASE("suppression: a silence that comes with the symptom in one batch is in time",
          "[app][suppression]") {
    BatchFixture server{patient()};
    std::vector<Command> batch;
    batch.push_back(ReportCommand{{"agent-1", server.sick_report(1), server.clock.now()},
                                  [](const Result<std::uint64_t>&) {}});
    batch.push_back(DeskCommand{silence_until(server.clock.now(), 10min),
                                [](const Result<desk::SuppressionAnswer>&) {}});
    server.engine.process(std::move(batch), server.clock.now());
    REQUIRE(server.stored().size() == 1);
    CHECK(server.stored()[0].is_muted());
}

TEST_CASE("suppression: a server that begins anew goes on with what was stored",
          "[app][suppression]") {
    BatchFixture server{patient()};
    REQUIRE(server.command(silence_until(server.clock.now(), 10min)));
    REQUIRE(server.send(server.sick_report(1)));
    server.pass(1min);
    BatchEngine again{patient(), server.ports()};
    REQUIRE(again.load(server.clock.now()));
    for (int second = 0; second < 500; ++second) {
        server.clock.advance(1s);
        again.process({}, server.clock.now());
    }
    CHECK(server.store.outbox().empty());
    server.clock.advance(1min);
    again.process({}, server.clock.now());
    CHECK(server.store.outbox().size() == 1);
}

TEST_CASE("suppression: a silence that ended while the server was down is noticed as it begins",
          "[app][suppression]") {
    BatchFixture server{patient()};
    REQUIRE(server.command(silence_until(server.clock.now(), 10min)));
    REQUIRE(server.send(server.sick_report(1)));
    server.pass(1min);
    server.clock.advance(1h);
    BatchEngine again{patient(), server.ports()};
    REQUIRE(again.load(server.clock.now()));
    CHECK_FALSE(server.stored()[0].is_muted());
    CHECK(server.store.outbox().size() == 1);
}

TEST_CASE("suppression: what the disk does not take is refused and hides nothing",
          "[app][suppression]") {
    BatchFixture server{patient()};
    REQUIRE(server.send(server.sick_report(1)));
    server.fill_disk(true);
    const auto refused = server.command(silence_until(server.clock.now(), 10min));
    CHECK(refused.error().code == Errc::unavailable);
    server.fill_disk(false);
    server.pass(10s);
    CHECK_FALSE(server.stored()[0].is_muted());
    CHECK(server.suppression.silences()->empty());
    CHECK(server.command(silence_until(server.clock.now(), 10min)));
    CHECK(server.stored()[0].is_muted());
}

TEST_CASE("suppression: at its bound a silence is refused and counted", "[app][suppression]") {
    BatchSettings settings = patient();
    settings.suppression.silences_max = 1;
    BatchFixture server{settings};
    REQUIRE(server.command(silence_until(server.clock.now(), 10min)));
    CHECK(server.command(silence_until(server.clock.now(), 10min)).error().code == Errc::conflict);
    CHECK(server.counters.suppressions_refused == 1);
}

TEST_CASE("suppression: dependents of an open incident are stored and not told",
          "[app][suppression]") {
    BatchSettings settings = patient();
    settings.dependencies = {
        {"all needs the disk", {{"kind", "net.*", true}}, {{"kind", "filesystem.*", true}}, {}}};
    BatchFixture server{settings};
    REQUIRE(server.send(server.sick_report(1)));
    server.pass(1min);
    const std::size_t told = server.store.outbox().size();
    wire::Report report = server.report(2);
    report.symptoms = {test::disk_symptom("episode-2", server.clock.now())};
    report.symptoms[0].kind = "net.link.down";
    report.symptoms[0].subject.host = "elsewhere";
    REQUIRE(server.send(report));
    server.pass(1min);
    CHECK(server.store.outbox().size() == told);
}
