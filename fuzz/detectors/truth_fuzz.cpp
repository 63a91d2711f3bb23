#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "detectors/truth.hpp"

/// Truths of any bytes: what is read ends after it begins, and names something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::istringstream csv{std::string{reinterpret_cast<const char*>(bytes), size}};
    const auto incidents = foreshock::detectors::read_truth(csv);
    if (!incidents) return 0;
    for (const auto& incident : *incidents)
        if (incident.to < incident.from || incident.kind.empty()) std::abort();
    return 0;
}
