#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/os_release.hpp"
#include "core/labels.hpp"

/// os-release is a shell's file: any bytes give texts within the bound of a label.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::collectors;
    const OsRelease release = parse_os_release({reinterpret_cast<const char*>(bytes), size});

    for (const std::string* text : {&release.id, &release.version_id, &release.codename,
                                    &release.name, &release.support_end}) {
        if (text->size() > Labels::value_bytes_max) std::abort();
    }
    const auto end = end_of_support(release);
    if (end && release.support_end.empty() && release.id.empty()) std::abort();
    return 0;
}
