#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/account_files.hpp"

/// passwd, group and shadow: names are there, rows are bounded, dates do not overflow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto accounts = parse_passwd(text);
    const auto groups = parse_group(text);
    const auto ages = parse_shadow(text);
    if (accounts.size() > account_lines_max || groups.size() > account_lines_max) std::abort();
    if (ages.size() > account_lines_max) std::abort();
    for (const Account& account : accounts) {
        if (account.name.empty()) std::abort();
    }
    for (const AccountGroup& group : groups) {
        if (group.name.empty()) std::abort();
    }
    for (const PasswordAge& age : ages) {
        const auto day = age.password_expiry_day();
        if (day && (!age.has_password || *day > 20'000'000)) std::abort();
    }
    return 0;
}
