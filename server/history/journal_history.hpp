#pragma once

#include <memory>

#include "server/history/history.hpp"

namespace foreshock::history {

struct JournalSettings {
    Duration retention = std::chrono::hours{48};
    std::uint64_t bytes_max = std::uint64_t{2} << 30;  ///< beyond it the oldest segments go
    Duration segment_span = std::chrono::hours{1};     ///< a new file at the latest after this
    std::uint64_t segment_bytes_max = 64 << 20;        ///< … or when a file is this large
    std::size_t pending_bytes_max = 32 << 20;          ///< appended and not yet synced
    std::size_t samples_per_query_max = 5'000'000;     ///< read for one range, before thinning
    double relative_error = 1e-6;  ///< of values that are not whole; see encode_values
};

/// Samples in an append-only journal of files in `folder`, which is created when it is not there
/// (docs/design/history-journal.md). What an unfinished write left behind is cut off. conflict
/// when another process has the folder open; unavailable or unreadable when it cannot be used.
Result<std::unique_ptr<History>> open_journal_history(const std::string& folder,
                                                      const JournalSettings& settings = {});

}  // namespace foreshock::history
