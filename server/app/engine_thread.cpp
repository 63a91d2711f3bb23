#include "server/app/engine_thread.hpp"

namespace foreshock::app {

std::size_t memory_bytes(const wire::Report& report) {
    constexpr std::size_t text_rich_bytes = 2000;  // a symptom, a definition: mostly texts
    std::size_t bytes = sizeof report;
    for (const wire::SampleColumn& column : report.columns) {
        bytes += sizeof column + column.values.size() * sizeof(double) +
                 column.ticks.size() * sizeof(std::uint32_t);
    }
    return bytes + report.ticks.size() * sizeof(TimePoint) +
           report.symptoms.size() * text_rich_bytes + report.definitions.size() * 200 +
           (report.facts.size() + report.changes.size()) * 200;
}

std::size_t memory_bytes(const http::ReceivedAlerts& received) {
    constexpr std::size_t node_bytes = 80;  // of a map, beside its texts
    std::size_t bytes = sizeof received;
    for (const intake::AlertWord& word : received.words) {
        bytes += sizeof word;
        for (const auto* texts : {&word.labels, &word.annotations}) {
            for (const auto& [name, value] : *texts)
                bytes += node_bytes + name.size() + value.size();
        }
    }
    return bytes;
}

EngineThread::EngineThread(BatchEngine& engine, EngineQueueSettings settings, const Clock& clock,
                           http::ServerCounters& counters)
    : engine_(engine), settings_(settings), clock_(clock), counters_(counters), thread_([this] {
          run();
      }) {}

EngineThread::~EngineThread() {
    stop();
}

Result<void> EngineThread::offer(http::ReceivedReport report, http::ReportDone done) {
    const std::size_t bytes = memory_bytes(report.report);
    return put(ReportCommand{std::move(report), std::move(done)}, bytes);
}

Result<void> EngineThread::offer(incidents::Input command, http::CommandDone done) {
    return put(HumanCommand{std::move(command), std::move(done)}, 0);
}

Result<void> EngineThread::offer(http::ReceivedAlerts received, http::AlertsDone done) {
    const std::size_t bytes = memory_bytes(received);
    return put(AlertCommand{std::move(received), std::move(done)}, bytes);
}

Result<void> EngineThread::offer(desk::SuppressionCommand command, http::SuppressionDone done) {
    return put(DeskCommand{std::move(command), std::move(done)}, 0);
}

Result<void> EngineThread::offer(http::BreachOfIncident breach, http::BreachDone done) {
    return put(BreachCommand{std::move(breach), std::move(done)}, 0);
}

Result<void> EngineThread::see_to_farewells(http::FarewellsDone done) {
    return put(FarewellCommand{std::move(done)}, 0);
}

Result<void> EngineThread::offer(SelfTestCommand test) {
    return put(std::move(test), 0);
}

Result<void> EngineThread::offer(std::vector<ServiceConfiguration> services) {
    return put(ServicesCommand{std::move(services)}, 0);
}

Result<void> EngineThread::offer(oncall::CareSettings care) {
    return put(CareCommand{std::move(care)}, 0);
}

Result<void> EngineThread::put(Command command, std::size_t bytes) {
    {
        const std::lock_guard lock{mutex_};
        const bool is_full = waiting_.size() >= settings_.commands_max ||
                             (!waiting_.empty() && waiting_bytes_ + bytes > settings_.bytes_max);
        if (stopping_ || is_full) {
            ++counters_.commands_refused;
            return fail(Errc::unavailable, stopping_
                                               ? std::string{"the server is stopping"}
                                               : std::to_string(waiting_.size()) + " already wait");
        }
        waiting_.push_back(std::move(command));
        waiting_bytes_ += bytes;
        counters_.commands_waiting = waiting_.size();
    }
    ready_.notify_one();
    return {};
}

void EngineThread::run() {
    constexpr std::chrono::milliseconds nap{200};  // time passes for the engine as well
    while (true) {
        std::vector<Command> batch;
        {
            std::unique_lock lock{mutex_};
            ready_.wait_for(lock, nap, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_ && waiting_.empty()) return;
            batch.swap(waiting_);
            waiting_bytes_ = 0;
            counters_.commands_waiting = 0;
        }
        engine_.process(std::move(batch), clock_.now());
        ++turns_;
    }
}

void EngineThread::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    ready_.notify_all();
    if (thread_.joinable()) thread_.join();
}

}  // namespace foreshock::app
