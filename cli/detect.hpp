#pragma once

#include <iosfwd>

#include "cli/arguments.hpp"
#include "core/result.hpp"
#include "recordings/history_recording.hpp"

namespace foreshock::cli {

/// Runs packs over recorded data and prints what they would have said, with the score of every
/// forecast; with `diff`, what one would have said and the other not. Errors name file and line.
/// `fetch` asks the server where its history is wanted; `now` is the end of that when none is said.
Result<void> run_detect(const Arguments& arguments, const recordings::Fetch& fetch, TimePoint now,
                        std::ostream& out);

}  // namespace foreshock::cli
