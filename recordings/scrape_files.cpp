#include "recordings/scrape_files.hpp"

#include <algorithm>
#include <filesystem>

#include <sys/stat.h>

#include "core/number.hpp"

namespace foreshock::recordings {
namespace {

namespace files = std::filesystem;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "20261125T225700", with or without dashes, colons, fraction and Z, as RFC 3339; empty when it is
/// not that.
std::string as_rfc3339(std::string_view text) {
    std::string digits;
    std::size_t at = 0;
    for (; at < text.size() && digits.size() < 14; ++at) {
        const char c = text[at];
        const bool may_separate =
            digits.size() == 8 ? c == 'T' || c == '_' || c == '-' : c == '-' || c == ':';
        if (is_digit(c))
            digits += c;
        else if (!may_separate)
            return {};
    }
    if (digits.size() != 14 || (at < text.size() && is_digit(text[at]))) return {};
    std::string time = digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2) +
                       "T" + digits.substr(8, 2) + ":" + digits.substr(10, 2) + ":" +
                       digits.substr(12, 2);
    if (text.substr(at).starts_with('.') && at + 1 < text.size() && is_digit(text[at + 1])) {
        std::size_t end = at + 1;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        time += text.substr(at, end - at);
        at = end;
    }
    const std::string_view zone = text.substr(at, 6);
    const bool has_offset = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') &&
                            is_digit(zone[1]) && zone[3] == ':';
    return time + (has_offset ? std::string{zone} : "Z");
}

/// Ten digits are seconds, thirteen milliseconds.
std::optional<TimePoint> unix_time(std::string_view digits) {
    const auto number = parse_int(digits);
    if (!number) return std::nullopt;
    if (digits.size() == 10) return from_unix_ms(*number * 1000);
    if (digits.size() == 13) return from_unix_ms(*number);
    return std::nullopt;
}

Result<std::vector<std::string>> files_of(const std::string& path) {
    std::error_code error;
    if (!files::is_directory(path, error)) return std::vector{path};
    std::vector<std::string> found;
    for (const auto& entry : files::directory_iterator{path, error})
        if (entry.is_regular_file(error)) found.push_back(entry.path().string());
    if (error) return fail(Errc::unreadable, path + ": " + error.message());
    if (found.empty()) return fail(Errc::no_data, path + ": holds no files");
    return found;
}

}  // namespace

std::optional<TimePoint> time_in_name(std::string_view name) {
    name = name.substr(name.rfind('/') + 1);
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (!is_digit(name[at]) || (at > 0 && is_digit(name[at - 1]))) continue;
        if (const auto time = parse_rfc3339(as_rfc3339(name.substr(at)))) return *time;
        std::size_t end = at;
        while (end < name.size() && is_digit(name[end]))
            ++end;
        if (const auto time = unix_time(name.substr(at, end - at))) return time;
    }
    return std::nullopt;
}

Result<TimePoint> written_at(const std::string& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0)
        return fail(Errc::unreadable, path + ": cannot be read");
    return from_unix_ms(status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000);
}

Result<std::vector<ScrapeFile>> find_scrapes(const std::vector<std::string>& paths) {
    std::vector<ScrapeFile> scrapes;
    for (const std::string& path : paths) {
        const auto found = files_of(path);
        if (!found) return fail(found.error());
        for (const std::string& file : *found) {
            const auto written = written_at(file);
            if (!written) return fail(written.error());
            scrapes.push_back({file, time_in_name(file).value_or(*written)});
        }
    }
    std::sort(scrapes.begin(), scrapes.end(), [](const ScrapeFile& a, const ScrapeFile& b) {
        return std::pair{a.at, a.path} < std::pair{b.at, b.path};
    });
    return scrapes;
}

}  // namespace foreshock::recordings
