#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/clock.hpp"
#include "server/app/batch_engine.hpp"

namespace foreshock::app {

struct EngineQueueSettings {
    std::size_t commands_max = 512;
    std::size_t bytes_max = 256 << 20;  ///< of decoded reports that wait, about
};

/// The thread that owns the engine, and the bounded queue in front of it. Whoever offers may be
/// any thread; the answers come from the engine's thread.
class EngineThread final : public http::ReportSink,
                           public http::CommandSink,
                           public http::AlertSink,
                           public http::SuppressionSink,
                           public http::BreachSink,
                           public http::FarewellSink {
public:
    /// `engine`, `clock` and `counters` must outlive it. The engine is loaded already.
    EngineThread(BatchEngine& engine, EngineQueueSettings settings, const Clock& clock,
                 http::ServerCounters& counters);
    ~EngineThread() override;
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;

    Result<void> offer(http::ReceivedReport report, http::ReportDone done) override;
    Result<void> offer(incidents::Input command, http::CommandDone done) override;
    Result<void> offer(http::ReceivedAlerts received, http::AlertsDone done) override;
    Result<void> offer(desk::SuppressionCommand command, http::SuppressionDone done) override;
    Result<void> offer(http::BreachOfIncident breach, http::BreachDone done) override;

    Result<void> see_to_farewells(http::FarewellsDone done) override;

    /// A self-test, whose word goes through the engine into the outbox.
    Result<void> offer(SelfTestCommand test);

    /// Another catalogue of services, checked already.
    Result<void> offer(std::vector<ServiceConfiguration> services);

    /// Other tiers, routes, policies, calendars and promises, checked already.
    Result<void> offer(oncall::CareSettings care);

    /// Refuses what is offered from now on, finishes what waits, and joins the thread.
    void stop();

    /// Grows with every batch, also empty ones: a watchdog sees that the thread is alive.
    [[nodiscard]] std::uint64_t turns() const { return turns_; }

private:
    Result<void> put(Command command, std::size_t bytes);
    void run();

    BatchEngine& engine_;
    EngineQueueSettings settings_;
    const Clock& clock_;
    http::ServerCounters& counters_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::vector<Command> waiting_;
    std::size_t waiting_bytes_ = 0;
    bool stopping_ = false;
    std::atomic<std::uint64_t> turns_ = 0;
    std::thread thread_;  // last: it uses everything above
};

/// About how much memory a decoded report takes.
std::size_t memory_bytes(const wire::Report& report);
std::size_t memory_bytes(const http::ReceivedAlerts& received);

}  // namespace foreshock::app
