#include <cstdint>

#include "scenario.hpp"

/// Scenario files of any bytes: complaints or scenarios, whose curves can be walked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    const auto scenario = test::ScenarioParser::parse({reinterpret_cast<const char*>(bytes), size});
    if (!scenario) return 0;
    for (const test::ScenarioSeries& series : scenario->series) {
        test::Curve curve{series};
        for (int second = 0; second < 5; ++second)
            (void)curve.at(std::chrono::seconds{second});
    }
    return 0;
}
