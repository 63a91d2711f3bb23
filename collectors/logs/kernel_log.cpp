#include "collectors/logs/kernel_log.hpp"

#include "collectors/logs/absent.hpp"
#include "collectors/logs/kernel_events.hpp"
#include "collectors/logs/line_assembler.hpp"
#include "collectors/logs/line_rates.hpp"
#include "collectors/logs/position_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr Duration save_every = std::chrono::seconds{5};

constexpr std::array own_signals{
    SignalDescription{"kernel.log.overrun_count", counter, "count",
                      "Times that the kernel overwrote messages before they were read."},
};

constexpr std::array event_signals{
    SignalDescription{"kernel.log.events_count", counter, "count",
                      "Kernel messages of one class of failure since the agent began."},
};

constexpr auto signals = joined(event_signals, own_signals, source_signals);

/// "boot id, sequence": sequence numbers begin anew with each boot.
std::optional<std::uint64_t> sequence_of(std::string_view text, std::string_view boot_id) {
    if (take_word(text) != boot_id || boot_id.empty()) return std::nullopt;
    return take_uint(text);
}

/// Shared with the work that writes it.
struct KeptPosition {
    explicit KeptPosition(const std::string& folder) : file(folder, "kernel_log") {}

    PositionFile file;
};

class KernelLog final : public Collector {
public:
    KernelLog(KernelLogParts parts, const CollectorContext& context)
        : parts_(std::move(parts)),
          background_(context.background),
          lines_(context.lines),
          position_(std::make_shared<KeptPosition>(context.watch.logs.state_folder)) {
        for (const std::string_view name : kernel_event_classes())
            events_.push_back({EntitySeries{event_signals, {{"class", std::string{name}}}}, 0});
    }

    KernelLog(const KernelLog&) = delete;
    KernelLog& operator=(const KernelLog&) = delete;

    /// After a reload another one goes on from here: nothing is counted twice.
    ~KernelLog() override { start_saving(); }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (auto chosen = ring_ ? Result<void>{} : choose_ring(); !chosen) return chosen;
        auto read = read_records(now);
        if (!read) return read;
        emit(now, out);
        save(now);
        return {};
    }

private:
    struct Event {
        EntitySeries series;
        std::uint64_t count;
    };

    Result<void> choose_ring() {
        Error last{Errc::no_data, "this host has no kernel log"};
        const auto text = position_->file.load();
        const auto known = text ? sequence_of(*text, parts_.boot_id) : std::nullopt;
        for (const auto& ring : parts_.rings) {
            auto begun = ring->begin(known ? KernelRing::From::oldest : KernelRing::From::now);
            if (begun) {
                ring_ = ring.get();
                read_until_ = ring_->has_lasting_sequence() ? known.value_or(0) : 0;
                return {};
            }
            last = std::move(begun).error();
            if (last.code != Errc::no_data) break;
        }
        return fail(std::move(last));
    }

    Result<void> read_records(TimePoint now) {
        const auto since_boot = std::chrono::duration_cast<Duration>(parts_.since_boot());
        for (std::size_t i = 0; i < kernel_records_per_tick_max; ++i) {
            const auto record = ring_->next();
            if (record && !*record) return {};
            if (record) {
                take(**record, now, since_boot);
            } else if (record.error().code == Errc::conflict) {
                ++overruns_;
            } else if (record.error().code != Errc::malformed) {
                return fail(record.error());
            }
        }
        return {};
    }

    void take(const KmsgRecord& record, TimePoint now, Duration since_boot) {
        if (record.sequence <= read_until_ && read_until_ > 0) return;
        read_until_ = record.sequence;
        text_.assign(record.text.substr(0, LogLine::text_bytes_max));
        clean_line(text_);
        if (text_.empty()) return;
        rates_.see(record.severity);
        rates_.see_bytes(text_.size());
        const bool is_kernel = record.facility == 0;
        const auto event = is_kernel ? kernel_event_class(text_) : std::nullopt;
        if (event) ++events_[*event].count;
        if (!lines_) return;
        const auto at = std::chrono::duration_cast<Duration>(
            std::chrono::microseconds{record.microseconds % (1ULL << 60U)});
        lines_->add({std::min(now, now - (since_boot - at)), "kernel",
                     is_kernel ? std::string_view{"kernel"} : std::string_view{}, record.severity,
                     text_});
    }

    void emit(TimePoint now, SampleSink& out) {
        for (Event& event : events_)
            event.series.add(out, 0, static_cast<double>(event.count));
        own_.add(out, 0, static_cast<double>(overruns_));
        rates_.emit(now, out);
    }

    void save(TimePoint now) {
        const bool is_due = !saved_ || now < *saved_ || now - *saved_ >= save_every;
        if (is_due && start_saving()) saved_ = now;
    }

    bool start_saving() {
        if (!background_ || !ring_ || read_until_ == saved_sequence_) return false;
        if (parts_.boot_id.empty() || !ring_->has_lasting_sequence()) return false;
        const auto begun = background_->start(
            "kernel_log position",
            [position = position_, text = parts_.boot_id + " " + std::to_string(read_until_)] {
                (void)position->file.save(text);
            });
        if (begun) saved_sequence_ = read_until_;
        return begun.has_value();
    }

    KernelLogParts parts_;
    Background* background_;
    LogSink* lines_;
    std::shared_ptr<KeptPosition> position_;  // shared with work that may outlive the collector
    KernelRing* ring_ = nullptr;              // one of parts_.rings
    std::vector<Event> events_;
    EntitySeries own_{own_signals};
    SourceRates rates_{"kernel"};
    std::uint64_t read_until_ = 0;
    std::uint64_t overruns_ = 0;
    std::string text_;
    std::optional<TimePoint> saved_;
    std::uint64_t saved_sequence_ = 0;
};

std::chrono::microseconds monotonic_time() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

std::string boot_id_of(const HostFs& host) {
    const auto text = host.read("proc/sys/kernel/random/boot_id");
    return text ? text->substr(0, text->find('\n')) : std::string{};
}

}  // namespace

std::span<const SignalDescription> kernel_log_signals() {
    return signals;
}

std::unique_ptr<Collector> make_kernel_log_of(KernelLogParts parts,
                                              const CollectorContext& context) {
    return std::make_unique<KernelLog>(std::move(parts), context);
}

Result<std::unique_ptr<Collector>> make_kernel_log(const CollectorContext& context) {
    const LogSettings& settings = context.watch.logs;
    if (settings.root.empty() || !settings.kernel) {
        return make_absent("the kernel's log is not read here");
    }
    KernelLogParts parts;
    parts.rings.push_back(make_kmsg_ring(settings.root + "/dev/kmsg"));
    if (settings.root == "/") parts.rings.push_back(make_syslog_ring(read_syslog_ring));
    parts.since_boot = monotonic_time;
    parts.boot_id = boot_id_of(context.host);
    return make_kernel_log_of(std::move(parts), context);
}

}  // namespace foreshock::collectors
