#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/logs/audit_message.hpp"

/// A status costs a whole message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view answer{reinterpret_cast<const char*>(bytes), size};

    constexpr std::size_t least = 16 + 32;
    if (parse_audit_status(answer) && size < least) std::abort();
    return 0;
}
