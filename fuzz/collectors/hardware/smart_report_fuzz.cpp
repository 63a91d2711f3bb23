#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/smart_report.hpp"

/// smartctl's JSON: nothing is negative, and who sleeps tells nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto report = parse_smart_report(text);
    if (!report) return 0;
    for (const auto& value :
         {report->reallocated_sectors, report->pending_sectors, report->uncorrectable_sectors,
          report->crc_errors, report->media_errors, report->spare_percent, report->used_percent,
          report->celsius, report->celsius_limit, report->powered_hours}) {
        if (value && !(*value >= 0)) std::abort();
        if (value && report->asleep) std::abort();
    }
    if (report->asleep && (report->passed || report->warning)) std::abort();
    return 0;
}
