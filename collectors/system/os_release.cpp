#include "collectors/system/os_release.hpp"

#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct End {
    std::string_view id;
    std::string_view version;  ///< the codename, or what version_id is up to its first dot
    std::string_view day;
};

// Debian and Ubuntu: package distro-info-data (debian.csv eol-lts, ubuntu.csv eol). Others: Red
// Hat Enterprise Linux Life Cycle (end of maintenance), wiki.almalinux.org/release-notes,
// wiki.rockylinux.org/rocky/version, centos.org/cl-vs-cs, aws.amazon.com/amazon-linux-2/faqs.
constexpr std::array ends{
    End{"debian", "stretch", "2022-06-30"},  End{"debian", "buster", "2024-06-30"},
    End{"debian", "bullseye", "2026-08-31"}, End{"debian", "bookworm", "2028-06-30"},
    End{"debian", "trixie", "2030-06-30"},   End{"ubuntu", "xenial", "2021-04-30"},
    End{"ubuntu", "bionic", "2023-05-31"},   End{"ubuntu", "focal", "2025-05-29"},
    End{"ubuntu", "jammy", "2027-06-01"},    End{"ubuntu", "noble", "2029-05-31"},
    End{"ubuntu", "plucky", "2026-01-15"},   End{"ubuntu", "questing", "2026-07-09"},
    End{"ubuntu", "resolute", "2031-05-29"}, End{"rhel", "7", "2024-06-30"},
    End{"rhel", "8", "2029-05-31"},          End{"rhel", "9", "2032-05-31"},
    End{"rhel", "10", "2035-05-31"},         End{"almalinux", "8", "2029-03-01"},
    End{"almalinux", "9", "2032-05-31"},     End{"almalinux", "10", "2035-05-31"},
    End{"rocky", "8", "2029-05-31"},         End{"rocky", "9", "2032-05-31"},
    End{"rocky", "10", "2035-05-31"},        End{"centos", "7", "2024-06-30"},
    End{"centos", "8", "2024-05-31"},        End{"centos", "9", "2027-05-31"},
    End{"amzn", "2", "2026-06-30"},
};

std::string unquoted(std::string_view value) {
    while (!value.empty() && (value.back() == '\r' || value.back() == ' '))
        value.remove_suffix(1);
    const char quote = value.empty() ? '\0' : value.front();
    if (value.size() >= 2 && (quote == '"' || quote == '\'') && value.back() == quote) {
        value = value.substr(1, value.size() - 2);
    }
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && quote == '"' && i + 1 < value.size()) ++i;
        out += value[i];
    }
    return label_text(out);
}

std::optional<TimePoint> as_day(std::string_view day) {
    const auto at = parse_rfc3339(std::string{day} + "T00:00:00Z");
    return at ? std::optional<TimePoint>{*at} : std::nullopt;
}

}  // namespace

OsRelease parse_os_release(std::string_view text) {
    OsRelease release;
    const std::array<std::pair<std::string_view, std::string OsRelease::*>, 5> keys{
        {{"ID=", &OsRelease::id},
         {"VERSION_ID=", &OsRelease::version_id},
         {"VERSION_CODENAME=", &OsRelease::codename},
         {"PRETTY_NAME=", &OsRelease::name},
         {"SUPPORT_END=", &OsRelease::support_end}}};
    std::string_view line;
    while (take_line(text, line)) {
        for (const auto& [key, member] : keys) {
            if (line.starts_with(key)) release.*member = unquoted(line.substr(key.size()));
        }
    }
    return release;
}

std::optional<TimePoint> end_of_support(const OsRelease& release) {
    if (const auto said = as_day(release.support_end)) return said;
    const std::string_view version{release.version_id};
    const std::string_view major = version.substr(0, version.find('.'));
    for (const End& end : ends) {
        if (end.id != release.id) continue;
        if (end.version == release.codename || end.version == major) return as_day(end.day);
    }
    return std::nullopt;
}

}  // namespace foreshock::collectors
