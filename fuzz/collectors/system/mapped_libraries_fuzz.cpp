#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/mapped_libraries.hpp"

/// Mappings and cgroups of a process: each library costs a line, and a unit lies in the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    if (count_deleted_libraries(text) > size / 20) std::abort();
    const std::string_view unit = unit_of_process(text);
    if (!unit.empty() && text.find(unit) == std::string_view::npos) std::abort();
    if (unit.find('/') != std::string_view::npos) std::abort();
    return 0;
}
