#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "formats/exposition.hpp"

/// Pages in Prometheus' text format: samples are inside the page, finite and named; labels fit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::formats;
    const std::string_view page{reinterpret_cast<const char*>(bytes), size};

    std::size_t taken = 0;
    const auto counts = read_exposition(page, [&](const ExposedSample& sample) {
        ++taken;
        if (sample.name.empty() || sample.name.size() > exposed_name_bytes_max) std::abort();
        if (sample.name.data() < page.data()) std::abort();
        if (!sample.labels.empty() &&
            sample.labels.data() + sample.labels.size() > page.data() + page.size()) {
            std::abort();
        }
        if (!std::isfinite(sample.value)) std::abort();
        auto pairs = parse_exposed_labels(sample.labels);
        if (!pairs) return;
        if (pairs->size() >= foreshock::Labels::count_max) std::abort();
        for (const auto& [name, value] : *pairs) {
            if (name == "target" || value.size() > foreshock::Labels::value_bytes_max) std::abort();
        }
        (void)foreshock::Labels::from_pairs(std::move(*pairs));
    });
    if (counts.samples != taken) std::abort();
    (void)parse_exposed_labels(page);
    return 0;
}
