#include "server/intake/sample_blocks.hpp"

#include <cassert>

namespace foreshock::intake {
namespace {

void start_block(history::SeriesBlock& block, const SeriesKey& key) {
    if (block.key != key) block.key = key;
    block.times.clear();
    block.values.clear();
}

}  // namespace

SampleCounts SampleBlocks::fill(const wire::Report& report, const Dictionary& dictionary,
                                TimePoint received_at) {
    const TimePoint earliest = received_at - bounds_.past_max;
    const TimePoint latest = received_at + bounds_.future_max;
    SampleCounts counts;
    std::size_t used = 0;
    for (const wire::SampleColumn& column : report.columns) {
        if (used == blocks_.size()) blocks_.emplace_back();
        history::SeriesBlock& block = blocks_[used];
        start_block(block, dictionary.key(column.series));
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const std::size_t tick = column.ticks.empty() ? i : column.ticks[i];
            assert(tick < report.ticks.size());
            const TimePoint at = report.ticks[tick];
            if (at < earliest || at > latest) {
                ++counts.refused;
                continue;
            }
            block.times.push_back(at);
            block.values.push_back(column.values[i]);
        }
        counts.accepted += block.times.size();
        if (!block.times.empty()) ++used;
    }
    blocks_.resize(used);
    return counts;
}

}  // namespace foreshock::intake
