#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collectors/log_settings.hpp"
#include "collectors/logs/log_follower.hpp"
#include "collectors/logs/position_file.hpp"
#include "core/log_line.hpp"
#include "core/time.hpp"
#include "formats/syslog_line.hpp"

namespace foreshock::collectors {

/// A line of a file, read and judged.
struct FileLine {
    std::size_t file = 0;  ///< position in LogFilesRound::files
    TimePoint at;
    LogSeverity severity = LogSeverity::informational;
    std::string program;
    std::string text;
    bool is_auth_failure = false;
};

/// What one round of reading did to one file.
struct FileRound {
    std::string path;
    std::uint64_t size_bytes = 0;
    std::uint64_t read_bytes = 0;
    std::uint64_t skipped_bytes = 0;
    std::uint64_t skipped_lines = 0;
    bool is_current = true;   ///< not one that was rotated away
    bool is_history = false;  ///< written while no agent ran: no part of any rate
};

struct LogFilesRound {
    std::vector<FileLine> lines;
    std::vector<FileRound> files;
    std::size_t refused = 0;
    std::string complaint;  ///< about the first one that could not be followed
};

/// All files that are followed. It finds them, follows them through rotation (the old one is read
/// to its end, and for a while longer, as long as its writer has not noticed), copytruncate,
/// deletion and recreation, and keeps their positions. Everything but may_have_news may block (a
/// hung mount, a failing disk): it runs beside the agent's thread, one round at a time.
class LogFileSet {
public:
    static constexpr Duration search_every = std::chrono::seconds{10};
    static constexpr Duration save_every = std::chrono::seconds{5};
    static constexpr Duration retired_for = std::chrono::seconds{30};
    static constexpr std::size_t retired_max = 32;
    static constexpr std::size_t file_bytes_per_second_max = 512 << 10;
    static constexpr double seconds_at_once_max = 5;
    static constexpr std::size_t siblings_max = 1000;
    static constexpr std::size_t done_max = 64;

    explicit LogFileSet(LogSettings settings);

    /// Reads what is new since the last round.
    LogFilesRound read_round(TimePoint now);

    /// Keeps the positions now; a round does it every `save_every`.
    void save();

    /// Is a round worth its cost? Cheap; a file on a network file system always may have news.
    [[nodiscard]] bool may_have_news() const;

private:
    struct Followed {
        LogFollower follower;
        bool is_history = false;
        std::optional<TimePoint> retired{};
    };

    using Positions = std::map<std::string, LogPosition, std::less<>>;

    void search(TimePoint now);
    void retire_renamed(TimePoint now);
    void begin(const std::string& path, TimePoint now);
    void place(LogFollower follower, TimePoint now);
    void resume_rotated(const LogPosition& position, TimePoint now);
    [[nodiscard]] std::size_t current_count() const;
    [[nodiscard]] bool is_followed(const std::string& path) const;
    [[nodiscard]] bool holds(const LogFollower& follower) const;
    void read_one(Followed& followed, std::size_t lines_max, TimePoint now, LogFilesRound& round);
    void resume_done(LogFollower& follower);
    void drop_retired(TimePoint now, LogFilesRound& round);

    LogSettings settings_;
    PositionFile position_file_;
    Positions positions_;  // of an earlier run, until they are used
    std::vector<Followed> files_;
    std::vector<LogPosition> done_;  // rotated away and read: a pattern may find them again
    std::string block_;
    Duration utc_offset_{0};
    double seconds_ = 1;
    std::optional<TimePoint> read_;
    std::optional<TimePoint> searched_;
    std::optional<TimePoint> saved_;
    bool is_first_search_ = true;
    std::size_t refused_ = 0;
    std::string complaint_;
};

/// One line per position, "inode offset head_bytes head_hash path"; the others are passed over.
std::vector<LogPosition> parse_log_positions(std::string_view text);
std::string print_log_positions(const std::vector<LogPosition>& positions);

}  // namespace foreshock::collectors
