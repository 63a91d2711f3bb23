#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "recordings/log_recording.hpp"

namespace {

/// Holds every line against the promises of LogLine.
class Judge final : public foreshock::detectors::RecordingSink {
public:
    foreshock::SeriesId series(const foreshock::SeriesKey&) override { std::abort(); }

    void value(foreshock::SeriesId, foreshock::TimePoint, double) override { std::abort(); }

    void line(const foreshock::LogLine& line) override {
        if (line.text.size() > foreshock::LogLine::text_bytes_max) std::abort();
    }
};

}  // namespace

/// Log files of any bytes: lines are bounded, and time never goes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    recordings::LogRecording log{std::make_unique<std::istringstream>(
                                     std::string{reinterpret_cast<const char*>(bytes), size}),
                                 "fuzz.log", from_unix_ms(1'795'647'420'000),
                                 std::chrono::hours{7}};
    Judge judge;
    std::optional<TimePoint> last;
    while (true) {
        const auto at = log.next();
        if (!at) std::abort();
        if (!*at) return 0;
        if (last && **at < *last) std::abort();
        last = **at;
        if (!log.play(judge)) std::abort();
    }
}
