#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "collectors/checks/plugin_output.hpp"

/// What plugins print: values are finite, named once and bounded; ranges are not upside down.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const PluginOutput output = parse_plugin_output(text);
    if (output.values.size() > PluginOutput::values_max) std::abort();
    if (output.line.size() > PluginOutput::line_bytes_max) std::abort();
    std::set<std::string> labels;
    for (const PerformanceValue& value : output.values) {
        if (!std::isfinite(value.value)) std::abort();
        if (value.label.size() > PluginOutput::label_bytes_max) std::abort();
        if (!labels.insert(value.label).second) std::abort();
        if (value.warning && value.warning->start > value.warning->end) std::abort();
    }
    if (const auto range = parse_alert_range(text)) {
        if (range->start > range->end) std::abort();
    }
    return 0;
}
