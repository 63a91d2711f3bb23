#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/ipmi.hpp"
#include "core/labels.hpp"

/// ipmitool's table: the bound holds, every name can be a label.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto sensors = collectors::parse_ipmi_sensors(text);
    if (!sensors) return 0;
    if (sensors->size() > collectors::ipmi_sensors_max) std::abort();
    for (const collectors::IpmiSensor& sensor : *sensors) {
        if (sensor.name.empty() || sensor.unit == "discrete") std::abort();
        if (!Labels::from_pairs({{"sensor", sensor.name}})) std::abort();
    }
    return 0;
}
