#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "collectors/checks/statsd_line.hpp"

/// StatsD lines: what is read is finite, named, and has a rate that can be divided by.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto line = parse_statsd_line(text);
    if (!line) return 0;
    if (line->name.empty() || line->name.size() > statsd_name_bytes_max) std::abort();
    if (!std::isfinite(line->value)) std::abort();
    if (!(line->sample_rate > 0 && line->sample_rate <= 1)) std::abort();
    if (line->type == StatsdType::set && line->member.empty()) std::abort();
    return 0;
}
