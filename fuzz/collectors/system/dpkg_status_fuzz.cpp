#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/packages.hpp"
#include "core/labels.hpp"

/// Whatever the status file says, names are bounded, in order, and compared without surprises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto set = parse_dpkg_status(text);
    if (!set) {
        if (set.error().what.empty()) std::abort();
    } else {
        if (set->installed.size() > packages_max) std::abort();
        if (!std::is_sorted(set->installed.begin(), set->installed.end())) std::abort();
        for (const Package& package : set->installed) {
            if (package.version.size() > Labels::value_bytes_max) std::abort();
        }
        if (!package_changes(*set, *set, {}, 10).empty()) std::abort();
        if (package_changes({}, *set, {}, 10).size() > 10) std::abort();
    }
    const std::string_view half = text.substr(0, size / 2);
    if (compare_versions(text, text) != 0) std::abort();
    if (compare_versions(half, text) != -compare_versions(text, half)) std::abort();
    return 0;
}
