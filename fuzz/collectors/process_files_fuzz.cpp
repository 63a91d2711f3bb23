#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/cgroup_files.hpp"
#include "collectors/process_files.hpp"
#include "collectors/process_table.hpp"

/// Files of processes and of cgroups.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto stat = parse_process_stat(text);
    if (stat && stat->comm.size() >= text.size()) std::abort();
    if (join_arguments(text).size() > cmdline_bytes_max) std::abort();
    const auto pid = parse_pid(text);
    if (pid && *pid <= 0) std::abort();
    const auto io = parse_process_io(text);
    const auto limit = parse_files_limit(text);
    const auto uid = parse_effective_uid(text);
    if (uid && text.find("Uid:") == text.npos) std::abort();
    if (io && text.find("write_bytes:") == text.npos) std::abort();
    if (limit && text.find("Max open files") == text.npos) std::abort();
    const auto cgroup_limit = parse_cgroup_limit(text);
    if (cgroup_limit && *cgroup_limit && **cgroup_limit >= std::uint64_t{1} << 60) std::abort();
    for (const CgroupVersion version : {CgroupVersion::v1, CgroupVersion::v2}) {
        const auto inactive = parse_inactive_file(text, version);
        if (inactive && working_set_bytes(*inactive, *inactive) != 0) std::abort();
    }
    return 0;
}
