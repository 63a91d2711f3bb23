#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::collectors {

/// os-release(5), what we use of it; quotes and backslashes resolved.
struct OsRelease {
    std::string id;           ///< "debian"
    std::string version_id;   ///< "12"
    std::string codename;     ///< VERSION_CODENAME: "bookworm"
    std::string name;         ///< PRETTY_NAME
    std::string support_end;  ///< SUPPORT_END, where the vendor says so: "2026-12-02"
};

/// Lines that are no assignment are passed over: the file is a shell's.
OsRelease parse_os_release(std::string_view text);

/// When free security updates end: SUPPORT_END, else a table of well-known systems; none when
/// neither knows. The day begins at 00:00 UTC.
std::optional<TimePoint> end_of_support(const OsRelease& release);

}  // namespace foreshock::collectors
