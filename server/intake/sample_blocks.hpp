#pragma once

#include <vector>

#include "server/history/history.hpp"
#include "server/intake/dictionary.hpp"

namespace foreshock::intake {

/// How far from the server's clock the time of a sample may be.
struct SampleTimeBounds {
    Duration past_max = std::chrono::hours{24 * 7};
    Duration future_max = std::chrono::minutes{10};
};

struct SampleCounts {
    std::size_t accepted = 0;
    std::size_t refused = 0;  ///< out of the time bounds
};

/// Turns the columns of reports into blocks for the history. Keeps its memory from report to
/// report: agents send the same series each time. For one thread.
class SampleBlocks {
public:
    explicit SampleBlocks(SampleTimeBounds bounds = {}) : bounds_(bounds) {}

    /// The report's columns must be known to `dictionary`. Blocks without any value are left out.
    SampleCounts fill(const wire::Report& report, const Dictionary& dictionary,
                      TimePoint received_at);

    /// Those of the last `fill`.
    [[nodiscard]] const std::vector<history::SeriesBlock>& blocks() const { return blocks_; }

private:
    SampleTimeBounds bounds_;
    std::vector<history::SeriesBlock> blocks_;
};

}  // namespace foreshock::intake
