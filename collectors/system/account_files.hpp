#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::collectors {

/// The bound on lines that are read of each of these files.
inline constexpr std::size_t account_lines_max = 16384;

/// A line of /etc/passwd (passwd(5)).
struct Account {
    std::string name;
    std::uint64_t uid = 0;
    std::uint64_t gid = 0;
    std::string shell;
};

/// A line of /etc/group (group(5)).
struct AccountGroup {
    std::string name;
    std::uint64_t gid = 0;
    std::string members;  ///< "ann,bob"
};

/// A line of /etc/shadow (shadow(5)). Days count from 1970-01-01; the password itself is not kept.
struct PasswordAge {
    std::string name;
    bool has_password = false;  ///< one can log in with one: not "*", "!…" or empty
    std::optional<std::uint64_t> changed_day;
    std::optional<std::uint64_t> days_max;      ///< after which it is to be changed
    std::optional<std::uint64_t> disabled_day;  ///< from which on the account is closed

    /// From when on its password is not taken any more without a change; none when it lasts.
    [[nodiscard]] std::optional<std::uint64_t> password_expiry_day() const;
};

// Lines that are not what they should be, and those of NIS ("+::::::"), are passed over: the files
// are edited by hand.
std::vector<Account> parse_passwd(std::string_view text);
std::vector<AccountGroup> parse_group(std::string_view text);
std::vector<PasswordAge> parse_shadow(std::string_view text);

}  // namespace foreshock::collectors
