#pragma once

#include <memory>
#include <vector>

#include "detectors/recording.hpp"

namespace foreshock::recordings {

/// Several recordings as one, in the order of time: a k-way merge with a binary heap (Knuth, The
/// Art of Computer Programming 3, §5.4.1). Holds nothing but what its parts hold. Everything of
/// one moment is played together, in the order of the parts.
class MergedRecording final : public detectors::Recording {
public:
    explicit MergedRecording(std::vector<std::unique_ptr<detectors::Recording>> parts);

    Result<std::optional<TimePoint>> next() override;
    Result<void> play(detectors::RecordingSink& out) override;
    [[nodiscard]] detectors::RecordingCounts counts() const override;

private:
    struct Head {
        TimePoint at;
        std::size_t part;

        auto operator<=>(const Head&) const = default;
    };

    Result<void> push(std::size_t part);
    Result<void> begin();

    std::vector<std::unique_ptr<detectors::Recording>> parts_;
    std::vector<Head> heads_;  // the soonest in front
    bool begun_ = false;
};

}  // namespace foreshock::recordings
