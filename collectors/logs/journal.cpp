#include "collectors/logs/journal.hpp"

#include "collectors/logs/absent.hpp"
#include "collectors/logs/auth_failure.hpp"
#include "collectors/logs/line_assembler.hpp"
#include "collectors/logs/line_rates.hpp"
#include "collectors/logs/lost_messages.hpp"
#include "collectors/logs/unit_rates.hpp"
#include "formats/line_severity.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array own_signals{
    SignalDescription{"journal.disk.used_bytes", gauge, "bytes",
                      "Size of the journal's files; journald keeps it below a limit of its own."},
    SignalDescription{
        "journal.messages.lost_count", counter, "count",
        "Messages that journald says it suppressed or missed, since the agent began."},
    SignalDescription{"journal.position.lost_count", counter, "count",
                      "Times that the place to go on from was gone: entries may be missing."},
    SignalDescription{"journal.reader.stalled_seconds", gauge, "seconds",
                      "How long reading the journal has not come back; 0 when all is well."},
};

constexpr auto signals = joined(own_signals, source_signals, unit_signals, auth_signals);

enum OwnRow : std::size_t { used_bytes, lost_messages_row, lost_positions, stalled };

/// Reading takes place once a second: two missed rounds are a stall.
constexpr Duration stall_after = std::chrono::seconds{3};

/// Programs that write to standard error are all "informational" to journald: what the text states
/// counts when it is worse.
LogSeverity severity_of(const JournalEntry& entry) {
    if (entry.severity < LogSeverity::informational) return entry.severity;
    return std::min(entry.severity, formats::stated_severity(entry.text).value_or(entry.severity));
}

class Journal final : public Collector {
public:
    Journal(std::unique_ptr<JournalReader> reader, LogSink* lines)
        : reader_(std::move(reader)), lines_(lines) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto batch = reader_->take();
        if (!batch) return fail(std::move(batch).error());
        for (const JournalEntry& entry : batch->entries)
            take(entry, now);
        rates_.skip(batch->skipped, 0);
        lost_positions_ += batch->lost_positions;
        if (batch->disk_bytes) disk_bytes_ = static_cast<double>(*batch->disk_bytes);
        if (batch->rounds != rounds_ || !came_back_ || now < *came_back_) came_back_ = now;
        rounds_ = batch->rounds;
        emit(now, out);
        return {};
    }

private:
    void take(const JournalEntry& entry, TimePoint now) {
        const LogSeverity severity = severity_of(entry);
        // A message of several lines (a stack trace) is told as such, and counts once.
        std::string_view rest = entry.text;
        const auto tell = [&](std::string_view line) {
            if (lines_)
                lines_->add({std::min(entry.at, now), "journal", entry.unit, severity, line});
        };
        line_.restart(false);
        line_.feed(rest, tell);
        line_.finish(tell);
        if (entry.is_history) return;
        rates_.see(severity);
        rates_.see_bytes(entry.text.size());
        units_.see(entry.unit, severity);
        auth_failures_ += is_auth_failure(entry.program, entry.text) ? 1 : 0;
        lost_messages_ += lost_messages(entry.text);
    }

    void emit(TimePoint now, SampleSink& out) {
        own_.add(out, used_bytes, disk_bytes_);
        own_.add(out, lost_messages_row, static_cast<double>(lost_messages_));
        own_.add(out, lost_positions, static_cast<double>(lost_positions_));
        const Duration silent = now - *came_back_;
        own_.add(out, stalled, silent >= stall_after ? to_seconds(silent) : 0.0);
        rates_.emit(now, out);
        units_.emit(now, out);
        const double seconds = interval_.to(now);
        if (seconds > 0) auth_.add(out, 0, static_cast<double>(auth_failures_) / seconds);
        auth_failures_ = 0;
    }

    std::unique_ptr<JournalReader> reader_;
    LogSink* lines_;
    LineAssembler line_;
    EntitySeries own_{own_signals};
    SourceRates rates_{"journal"};
    UnitRates units_{"journal"};
    EntitySeries auth_{auth_signals, {{"source", "journal"}}};
    Interval interval_;
    std::optional<double> disk_bytes_;
    std::uint64_t auth_failures_ = 0;
    std::uint64_t lost_messages_ = 0;
    std::uint64_t lost_positions_ = 0;
    std::uint64_t rounds_ = 0;
    std::optional<TimePoint> came_back_;
};

}  // namespace

std::span<const SignalDescription> journal_signals() {
    return signals;
}

std::unique_ptr<Collector> make_journal_of(std::unique_ptr<JournalReader> reader, LogSink* lines) {
    return std::make_unique<Journal>(std::move(reader), lines);
}

Result<std::unique_ptr<Collector>> make_journal(const CollectorContext& context) {
    const LogSettings& settings = context.watch.logs;
    if (settings.root.empty() || !settings.journal) {
        return make_absent("the journal is not read here");
    }
    return make_journal_of(make_journal_reader(settings), context.lines);
}

}  // namespace foreshock::collectors
