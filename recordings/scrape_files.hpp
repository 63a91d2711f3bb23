#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace foreshock::recordings {

/// A file with one scrape or several, and when it was taken as far as the file itself tells.
struct ScrapeFile {
    std::string path;
    TimePoint at;  ///< from its name, else when it was last written

    auto operator<=>(const ScrapeFile&) const = default;
};

/// The files behind paths (of folders: all that lie in them), oldest first. unreadable names the
/// path; no_data: a folder without files.
Result<std::vector<ScrapeFile>> find_scrapes(const std::vector<std::string>& paths);

/// The moment that a file's name tells: Unix seconds or milliseconds ("1764111418.prom",
/// "node-1764111418123.txt"), or RFC 3339 with or without its colons and dashes
/// ("2026-11-25T22:57:00Z.prom", "host_20261125T225700Z.txt", UTC when no zone is said). Nothing
/// when it tells none.
std::optional<TimePoint> time_in_name(std::string_view name);

/// When the file was last written; unreadable.
Result<TimePoint> written_at(const std::string& path);

}  // namespace foreshock::recordings
