#include "collectors/logs/log_files.hpp"

#include "collectors/logs/absent.hpp"
#include "collectors/logs/line_rates.hpp"
#include "collectors/logs/log_file_set.hpp"
#include "collectors/logs/log_search.hpp"
#include "collectors/logs/unit_rates.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array own_signals{
    SignalDescription{"log.files.followed_count", gauge, "count", "Log files that are followed."},
    SignalDescription{"log.files.limit_count", gauge, "count",
                      "How many log files may be followed."},
    SignalDescription{
        "log.files.refused_count", gauge, "count",
        "Log files that are named and cannot be followed: rights, devices, binaries."},
    SignalDescription{"log.files.stalled_seconds", gauge, "seconds",
                      "How long reading the log files has not come back; 0 when all is well."},
};

constexpr std::array file_signals{
    SignalDescription{"log.file.size_bytes", gauge, "bytes", "Size of one log file."},
};

constexpr auto signals =
    joined(own_signals, file_signals, source_signals, unit_signals, auth_signals);

enum OwnRow : std::size_t { followed, limit, refused, stalled };

/// What the rounds say about one path.
class File {
public:
    explicit File(std::string_view path)
        : rates_(path), size_(file_signals, {{"source", label_text(path)}}) {}

    void see(const FileRound& round) {
        if (round.is_current) size_bytes_ = static_cast<double>(round.size_bytes);
        if (!round.is_history) rates_.see_bytes(round.read_bytes);
        rates_.skip(round.skipped_lines, round.skipped_bytes);
    }

    void see(LogSeverity severity) { rates_.see(severity); }

    void emit(TimePoint now, SampleSink& out) {
        rates_.emit(now, out);
        size_.add(out, 0, size_bytes_);
    }

private:
    SourceRates rates_;
    EntitySeries size_;
    double size_bytes_ = 0;
};

class LogFiles final : public Collector {
public:
    LogFiles(const LogSettings& settings, Background& background, LogSink* lines)
        : background_(background), lines_(lines), set_(std::make_shared<LogFileSet>(settings)) {}

    LogFiles(const LogFiles&) = delete;
    LogFiles& operator=(const LogFiles&) = delete;

    /// After a reload another one goes on from here.
    ~LogFiles() override {
        if (question_.is_open()) return;
        (void)background_.start("log_files position", [set = set_] { set->save(); });
    }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        take_answer();
        if (!question_.is_open() && is_worth_asking(now)) {
            ask(now);
            take_answer();
        }
        emit(now, out);
        if (!files_.empty() || question_.is_open()) return {};
        if (refused_ > 0) return fail(Errc::unreadable, complaint_);
        return fail(Errc::no_data, "there are no log files to follow");
    }

private:
    /// `set_` belongs to the background while a question is open.
    [[nodiscard]] bool is_worth_asking(TimePoint now) const {
        const bool is_look_due = !asked_ || now < *asked_ || now - *asked_ >= log_files_look_every;
        return is_look_due || set_->may_have_news();
    }

    void ask(TimePoint now) {
        const auto begun = question_.ask(background_, "log_files", [set = set_, now] {
            return Result<LogFilesRound>{set->read_round(now)};
        });
        if (begun) asked_ = now;
        if (!waiting_since_) waiting_since_ = now;
    }

    void take_answer() {
        auto answer = question_.take();
        if (!answer || !*answer) return;
        waiting_since_.reset();
        take_in(**answer);
    }

    void take_in(const LogFilesRound& round) {
        refused_ = round.refused;
        complaint_ = round.complaint;
        for (const FileRound& file : round.files) {
            if (file.is_current) paths_.push_back(file.path);
        }
        forget_gone();
        for (const FileRound& file : round.files) {
            if (File* known = find(file.path)) known->see(file);
        }
        for (const FileLine& line : round.lines)
            see(line, round.files[line.file]);
    }

    File* find(const std::string& path) {
        const auto found = files_.find(path);
        return found == files_.end() ? nullptr : &found->second;
    }

    void forget_gone() {
        std::erase_if(files_, [this](const auto& item) {
            return std::find(paths_.begin(), paths_.end(), item.first) == paths_.end();
        });
        for (const std::string& path : paths_)
            files_.try_emplace(path, path);
        paths_.clear();
    }

    void see(const FileLine& line, const FileRound& file) {
        if (lines_) lines_->add({line.at, file.path, line.program, line.severity, line.text});
        if (file.is_history) return;
        if (File* known = find(file.path)) known->see(line.severity);
        units_.see(line.program, line.severity);
        auth_failures_ += line.is_auth_failure ? 1 : 0;
    }

    void emit(TimePoint now, SampleSink& out) {
        own_.add(out, followed, static_cast<double>(files_.size()));
        own_.add(out, limit, static_cast<double>(log_files_max));
        own_.add(out, refused, static_cast<double>(refused_));
        const bool is_waiting = waiting_since_ && now > *waiting_since_;
        own_.add(out, stalled, is_waiting ? to_seconds(now - *waiting_since_) : 0.0);
        for (auto& [path, file] : files_)
            file.emit(now, out);
        units_.emit(now, out);
        const double seconds = interval_.to(now);
        if (seconds > 0) auth_.add(out, 0, static_cast<double>(auth_failures_) / seconds);
        auth_failures_ = 0;
    }

    Background& background_;
    LogSink* lines_;
    std::shared_ptr<LogFileSet> set_;  // shared with work that may outlive the collector
    Question<LogFilesRound> question_;
    std::optional<TimePoint> asked_;
    std::optional<TimePoint> waiting_since_;
    std::map<std::string, File> files_;
    std::vector<std::string> paths_;
    std::size_t refused_ = 0;
    std::string complaint_;
    EntitySeries own_{own_signals};
    UnitRates units_{"files"};
    EntitySeries auth_{auth_signals, {{"source", "files"}}};
    Interval interval_;
    std::uint64_t auth_failures_ = 0;
};

}  // namespace

std::span<const SignalDescription> log_files_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_log_files(const CollectorContext& context) {
    const LogSettings& settings = context.watch.logs;
    if (settings.root.empty() || !settings.plain_files || !context.background) {
        return make_absent("log files are not read here");
    }
    return std::make_unique<LogFiles>(settings, *context.background, context.lines);
}

}  // namespace foreshock::collectors
