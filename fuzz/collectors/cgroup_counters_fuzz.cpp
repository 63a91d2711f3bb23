#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/cgroup_counters.hpp"

/// What cgroups count.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    for (const CgroupVersion version : {CgroupVersion::v1, CgroupVersion::v2}) {
        const auto stat = parse_cgroup_cpu_stat(text, version);
        if (stat && !stat->usage_us && !stat->periods) std::abort();
    }
    const auto limit = parse_cpu_max(text);
    if (limit && *limit && !(**limit > 0)) std::abort();
    const std::size_t half = size / 2;
    const auto quota = parse_cfs_quota(text.substr(0, half), text.substr(half));
    if (quota && *quota && !(**quota > 0)) std::abort();
    const auto events = parse_cgroup_memory_events(text);
    if (events && text.find("max") == text.npos) std::abort();
    const auto refused = parse_cgroup_event(text, "max");
    if (refused && text.find("max") == text.npos) std::abort();
    const auto io = parse_cgroup_io(text);
    if (io && io->reads > 0 && text.find("rios=") == text.npos) std::abort();
    return 0;
}
