#include <cstdint>
#include <cstdlib>
#include <string>

#include "agent/config.hpp"

/// agent.toml of any bytes: complaints or settings, and these are printed as they are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::agent;
    const std::string toml{reinterpret_cast<const char*>(bytes), size};
    const auto config = parse_config({{"fuzz.toml", toml}});
    if (!config) {
        if (config.error().what.empty()) std::abort();
        return 0;
    }
    const std::string printed = print_effective(*config);
    const auto again = parse_config({{"printed.toml", printed}});
    if (!again || print_effective(*again) != printed) std::abort();
    return 0;
}
