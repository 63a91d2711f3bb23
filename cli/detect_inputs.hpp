#pragma once

#include <memory>
#include <vector>

#include "cli/arguments.hpp"
#include "detectors/pack/pack.hpp"
#include "recordings/history_recording.hpp"

namespace foreshock::cli {

/// Everything that was recorded, as the command line names it, merged in the order of time. Of the
/// server's history only the series that one of the packs looks at. Errors name the option or file.
Result<std::unique_ptr<detectors::Recording>> open_recordings(
    const DetectArguments& arguments, const std::vector<detectors::Pack>& packs,
    const recordings::Fetch& fetch, TimePoint now);

/// --since and --until: a time as parse_csv_time takes it, or a span before `end`. invalid.
Result<TimePoint> parse_moment(const std::string& text, TimePoint end);

}  // namespace foreshock::cli
