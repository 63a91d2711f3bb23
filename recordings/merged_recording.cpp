#include "recordings/merged_recording.hpp"

#include <algorithm>
#include <functional>

namespace foreshock::recordings {

using detectors::Recording;
using detectors::RecordingCounts;

MergedRecording::MergedRecording(std::vector<std::unique_ptr<Recording>> parts)
    : parts_(std::move(parts)) {}

Result<void> MergedRecording::push(std::size_t part) {
    const auto at = parts_[part]->next();
    if (!at) return fail(at.error());
    if (!*at) return {};
    heads_.push_back({**at, part});
    std::push_heap(heads_.begin(), heads_.end(), std::greater{});
    return {};
}

Result<void> MergedRecording::begin() {
    begun_ = true;
    for (std::size_t part = 0; part < parts_.size(); ++part)
        if (auto pushed = push(part); !pushed) return pushed;
    return {};
}

Result<std::optional<TimePoint>> MergedRecording::next() {
    if (!begun_)
        if (auto begun = begin(); !begun) return fail(std::move(begun).error());
    if (heads_.empty()) return std::optional<TimePoint>{};
    return std::optional{heads_.front().at};
}

Result<void> MergedRecording::play(detectors::RecordingSink& out) {
    const TimePoint at = heads_.front().at;
    while (!heads_.empty() && heads_.front().at == at) {
        const std::size_t part = heads_.front().part;
        std::pop_heap(heads_.begin(), heads_.end(), std::greater{});
        heads_.pop_back();
        if (auto played = parts_[part]->play(out); !played) return played;
        if (auto pushed = push(part); !pushed) return pushed;
    }
    return {};
}

RecordingCounts MergedRecording::counts() const {
    RecordingCounts sum;
    for (const auto& part : parts_) {
        const RecordingCounts counts = part->counts();
        sum.out_of_order += counts.out_of_order;
        sum.malformed += counts.malformed;
        sum.refused += counts.refused;
    }
    return sum;
}

}  // namespace foreshock::recordings
