#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> log_files_signals();

/// Follows the files that [logs] names. All reading is done in the background, a round at a time: a
/// log on a hung mount or a failing disk stops the logs and nothing else, and the signal
/// log.files.stalled_seconds tells it. Whether a round is worth its cost is seen by the sizes of
/// the open files, which cannot hang on a file system of this machine; new and renamed files are
/// looked for at least every `look_every`. no_data: there is nothing to follow, or no background.
/// unreadable: none of the files that there are may be read.
Result<std::unique_ptr<Collector>> make_log_files(const CollectorContext& context);

inline constexpr Duration log_files_look_every = std::chrono::seconds{5};

}  // namespace foreshock::collectors
