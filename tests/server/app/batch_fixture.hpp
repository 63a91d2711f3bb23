#pragma once

#include <optional>

#include <catch2/catch.hpp>

#include "server/app/batch_engine.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/memory_suppression_store.hpp"
#include "tests/support/reports.hpp"

namespace foreshock::app {

/// A batch engine on a store in memory, with everything it says and does kept.
struct BatchFixture {
    test::MemoryStore store;
    test::MemorySuppressionStore suppression{&store};
    test::MemoryHistory history;
    test::ManualClock clock;
    http::StatusBoard board;
    http::ServerCounters counters;
    http::EventHub hub;
    bool disk_is_full = false;
    int outbox_woken = 0;
    std::vector<std::string> said;
    BatchEngine engine;

    explicit BatchFixture(BatchSettings settings = {}) : engine(settings, ports()) {
        REQUIRE(engine.load(clock.now()));
    }

    BatchPorts ports() {
        BatchPorts ports{store, history, board, counters, hub, {}, {}, {}, {}};
        ports.outbox_entries = [](const incidents::Changes& changes) {
            std::vector<incidents::OutboxEntry> entries;
            for (const auto& announcement : changes.announcements) {
                incidents::OutboxEntry entry;
                entry.id = announcement.incident_id + std::to_string(announcement.revision);
                entry.incident_id = announcement.incident_id;
                entry.transition = announcement.transition;
                entries.push_back(entry);
            }
            return entries;
        };
        ports.suppression = &suppression;
        ports.outbox_written = [this] { ++outbox_woken; };
        ports.probe = [this]() -> Result<void> {
            if (disk_is_full) return fail(Errc::unavailable, "no space left on device");
            return {};
        };
        ports.say = [this](bool, const std::string& words) { said.push_back(words); };
        return ports;
    }

    void fill_disk(bool full) {
        disk_is_full = full;
        store.full = full;
        history.full = full;
    }

    using Answer = std::optional<Result<std::uint64_t>>;

    /// The answers, in the order of the reports, of one batch.
    std::vector<Answer> send(const std::vector<wire::Report>& reports) {
        std::vector<Answer> answers(reports.size());
        std::vector<Command> batch;
        for (std::size_t i = 0; i < reports.size(); ++i) {
            batch.push_back(ReportCommand{{reports[i].agent_id, reports[i], clock.now()},
                                          [&answers, i](Result<std::uint64_t> answer) {
                                              REQUIRE_FALSE(answers[i]);
                                              answers[i] = std::move(answer);
                                          }});
        }
        engine.process(std::move(batch), clock.now());
        return answers;
    }

    Result<std::uint64_t> send(const wire::Report& report) {
        const auto answers = send(std::vector{report});
        REQUIRE(answers[0]);
        return *answers[0];
    }

    Result<incidents::Incident> command(incidents::Input input) {
        std::optional<Result<incidents::Incident>> answer;
        std::vector<Command> batch;
        batch.push_back(HumanCommand{std::move(input), [&](Result<incidents::Incident> got) {
                                         REQUIRE_FALSE(answer);
                                         answer = std::move(got);
                                     }});
        engine.process(std::move(batch), clock.now());
        REQUIRE(answer);
        return *answer;
    }

    /// The answer to what another system says.
    Result<void> hear(http::ReceivedAlerts received) {
        std::optional<Result<void>> answer;
        received.received_at = clock.now();
        std::vector<Command> batch;
        batch.push_back(AlertCommand{std::move(received), [&](Result<void> got) {
                                         REQUIRE_FALSE(answer);
                                         answer = std::move(got);
                                     }});
        engine.process(std::move(batch), clock.now());
        REQUIRE(answer);
        return *answer;
    }

    Result<desk::SuppressionAnswer> command(desk::SuppressionCommand given) {
        std::optional<Result<desk::SuppressionAnswer>> answer;
        std::vector<Command> batch;
        batch.push_back(DeskCommand{std::move(given), [&](Result<desk::SuppressionAnswer> got) {
                                        REQUIRE_FALSE(answer);
                                        answer = std::move(got);
                                    }});
        engine.process(std::move(batch), clock.now());
        REQUIRE(answer);
        return *answer;
    }

    Result<void> hear(const std::vector<intake::AlertWord>& words) {
        http::ReceivedAlerts received;
        received.words = words;
        return hear(std::move(received));
    }

    void pass(Duration span) {
        const TimePoint end = clock.now() + span;
        while (clock.now() < end) {
            clock.advance(std::chrono::seconds{1});
            engine.process({}, clock.now());
        }
    }

    wire::Report report(std::uint64_t sequence) const {
        return test::small_report(sequence, clock.now());
    }

    wire::Report sick_report(std::uint64_t sequence) const {
        wire::Report report = test::small_report(sequence, clock.now());
        report.symptoms = {test::disk_symptom("episode-1", clock.now())};
        return report;
    }

    std::vector<incidents::Incident> stored() const {
        incidents::IncidentQuery query;
        query.limit = 500;
        return store.list(query)->incidents;
    }

    std::uint64_t count(http::ReportOutcome outcome) const {
        return counters.reports[static_cast<std::size_t>(outcome)];
    }
};

}  // namespace foreshock::app
