#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "collectors/log_sink.hpp"

namespace foreshock::agent {

/// A line that is kept, its secrets masked.
struct KeptLine {
    TimePoint at;
    std::string source;
    std::string unit;
    LogSeverity severity = LogSeverity::informational;
    std::string text;
};

/// The last lines of all logs, for snapshots: of the kernel all, of others warnings and worse.
/// Bounded in bytes; a log that writes much pushes out its own lines before those of others. For
/// one thread.
class LogLines final : public collectors::LogSink {
public:
    static constexpr std::size_t bytes_max = 256 << 10;
    static constexpr std::size_t sources_max = 48;
    static constexpr std::size_t text_bytes_max = 400;

    /// When it is not to keep evidence, it forgets what it has and keeps nothing.
    void set_keeping(bool keeping);

    void add(const LogLine& line) override;

    /// The last `count` lines of the kernel, of one unit (or program: "ssh.service" is also
    /// "ssh"), or of anyone but the kernel that are warnings or worse. Oldest first.
    [[nodiscard]] std::vector<KeptLine> last_of_kernel(std::size_t count) const;
    [[nodiscard]] std::vector<KeptLine> last_of_unit(std::string_view unit,
                                                     std::size_t count) const;
    [[nodiscard]] std::vector<KeptLine> last_of_others(std::size_t count) const;

    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Ring {
        std::deque<KeptLine> lines;
        std::size_t bytes = 0;
    };

    using Rings = std::map<std::string, Ring, std::less<>>;

    void make_room();
    void drop_oldest(Ring& ring);
    void drop_quietest();

    template <class Wanted>
    [[nodiscard]] std::vector<KeptLine> last(std::size_t count, Wanted wanted) const;

    Rings rings_;
    std::size_t bytes_ = 0;
    bool keeping_ = true;
};

/// Gives each line to two: who keeps it, and who judges it.
class LineForker final : public collectors::LogSink {
public:
    using Judging = std::function<void(const LogLine&)>;

    LineForker(collectors::LogSink& keeper, Judging judge)
        : keeper_(keeper), judge_(std::move(judge)) {}

    void add(const LogLine& line) override {
        keeper_.add(line);
        judge_(line);
    }

private:
    collectors::LogSink& keeper_;
    Judging judge_;
};

/// "error", "warning": syslog's words.
std::string_view severity_word(LogSeverity severity);

}  // namespace foreshock::agent
