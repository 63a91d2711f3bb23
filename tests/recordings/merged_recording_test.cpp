#include "recordings/merged_recording.hpp"

#include "recorded.hpp"
#include <catch2/catch.hpp>

#include "recordings/history_recording.hpp"

using namespace foreshock;
using namespace foreshock::recordings;
using Lines = std::vector<std::string>;

namespace {

std::unique_ptr<detectors::Recording> part(const std::string& signal,
                                           const std::vector<int>& seconds) {
    HistorySamples samples{{signal, {}}, {}};
    for (const int second : seconds)
        samples.points.push_back({from_unix_ms(second * 1000), second * 10.0});
    return std::make_unique<SamplesRecording>(std::move(samples));
}

/// Says an error at once.
class Broken final : public detectors::Recording {
public:
    Result<std::optional<TimePoint>> next() override { return fail(Errc::malformed, "broken"); }

    Result<void> play(detectors::RecordingSink&) override { return {}; }

    [[nodiscard]] detectors::RecordingCounts counts() const override { return {1, 2, 3}; }
};

}  // namespace

TEST_CASE("merged recording: parts come in the order of time", "[recordings]") {
    std::vector<std::unique_ptr<detectors::Recording>> parts;
    parts.push_back(part("a", {1, 4, 9}));
    parts.push_back(part("b", {2, 3, 10}));
    parts.push_back(part("c", {}));
    MergedRecording merged{std::move(parts)};
    const test::Recorded recorded{merged};
    CHECK(recorded.said == Lines{"1 a 10", "2 b 20", "3 b 30", "4 a 40", "9 a 90", "10 b 100"});
}

TEST_CASE("merged recording: what is of one moment is played together", "[recordings]") {
    std::vector<std::unique_ptr<detectors::Recording>> parts;
    parts.push_back(part("a", {1, 2, 2}));
    parts.push_back(part("b", {1, 2}));
    MergedRecording merged{std::move(parts)};
    const test::Recorded recorded{merged};
    CHECK(recorded.moments.size() == 2);
    CHECK(recorded.said.size() == 5);
}

TEST_CASE("merged recording: none is no recording, and an error of one is told", "[recordings]") {
    MergedRecording none{{}};
    CHECK(test::Recorded{none}.moments.empty());
    std::vector<std::unique_ptr<detectors::Recording>> parts;
    parts.push_back(part("a", {1}));
    parts.push_back(std::make_unique<Broken>());
    MergedRecording merged{std::move(parts)};
    CHECK(test::Recorded{merged}.error == "broken");
    CHECK(merged.counts().malformed == 2);
    CHECK(merged.counts().refused == 3);
}
