#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/log_settings.hpp"
#include "core/log_line.hpp"
#include "core/result.hpp"

namespace foreshock::collectors {

/// One entry of the journal, as far as it matters here. The text may have several lines.
struct JournalEntry {
    TimePoint at;  ///< when it was said (_SOURCE_REALTIME_TIMESTAMP), else when it was received
    LogSeverity severity = LogSeverity::informational;
    std::string unit;     ///< that it is about (UNIT), that said it (_SYSTEMD_UNIT), or the program
    std::string program;  ///< SYSLOG_IDENTIFIER
    std::string text;
    bool is_history = false;  ///< written while no agent ran
};

/// What came since the last one.
struct JournalBatch {
    std::vector<JournalEntry> entries;
    std::uint64_t skipped = 0;         ///< entries beyond the bound, passed over
    std::uint64_t lost_positions = 0;  ///< the place to go on from was vacuumed or damaged
    std::optional<std::uint64_t> disk_bytes;
    std::uint64_t rounds = 0;  ///< since the reader began: stands still while it hangs
};

/// Port: somebody reads the journal beside the agent's thread. For the thread that made it.
class JournalReader {
public:
    virtual ~JournalReader() = default;

    /// Never waits. no_data: this host keeps no journal. unreadable: it may not be read, or it
    /// fails; what is missing is said.
    virtual Result<JournalBatch> take() = 0;
};

/// Reads with sd-journal in a thread of its own, because one sd_journal may be used by one thread
/// alone in all its life (sd_journal_open(3), "Notes") and reading its files can hang. The thread
/// ends soon after the reader. It begins behind the entry that an earlier run has handed out (a
/// cursor in the state folder), else at the end.
std::unique_ptr<JournalReader> make_journal_reader(const LogSettings& settings);

}  // namespace foreshock::collectors
