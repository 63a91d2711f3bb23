#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "recordings/history_samples.hpp"
#include "recordings/scrape_files.hpp"

/// Exported answers and names of files: points come in the order of time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::recordings;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    if (const auto all = parse_exported(text)) {
        for (const HistorySamples& samples : *all) {
            const bool is_sorted =
                std::is_sorted(samples.points.begin(), samples.points.end(),
                               [](const auto& a, const auto& b) { return a.at < b.at; });
            if (!is_sorted) std::abort();
        }
    }
    (void)parse_series_list(text);
    (void)time_in_name(text);
    return 0;
}
