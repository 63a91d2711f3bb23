#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/kernel_limits.hpp"
#include "collectors/keys.hpp"

/// Tables of limits: a sum needs rows, every use of keys is a line, and unused files are not open.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    for (const std::string_view column : {"", "nsems", "size"}) {
        const auto use = parse_table_use(text, column);
        if (use && use->rows == 0 && use->sum != 0) std::abort();
        if (use && use->rows > size) std::abort();
    }
    std::vector<KeyUse> users;
    if (parse_key_users(text, users) && users.size() > size) std::abort();
    if (parse_fragment_bytes(text) && text.find("FRAG:") == text.npos) std::abort();
    const auto limits = parse_semaphore_limits(text);
    const auto files = parse_file_nr(text);
    if ((limits || files) && size < 5) std::abort();
    return 0;
}
