#include "include_rules.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace foreshock::tidy {

namespace {

/// Their declarations cost seconds in every file that sees them.
constexpr std::array<std::string_view, 8> heavy_prefixes{
    "asio", "restinio/", "nlohmann/json.hpp", "toml++", "CLI/", "sqlite", "curl/", "spdlog/"};

/// Libraries that only one file, or one folder, may know.
const std::map<std::string_view, std::string_view> only_in{
    {"protozero/", "wire/"},
    {"restinio/", "server/http/listener"},
    {"libical/", "server/desk/recurrence_rule.cpp"},
    {"date/", "server/desk/zone.cpp"},
    {"re2/", "server/desk/matcher.cpp"},
    {"gmime/", "server/intake/mail_reader.cpp"},
    {"sodium", "server/app/sodium_passwords.cpp"},
};

struct Include {
    std::size_t line;
    std::string_view path;
};

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    const auto lines = split_lines(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with("#include ")) continue;
        const std::size_t open = lines[i].find_first_of("\"<");
        if (open == std::string_view::npos) continue;
        const std::size_t close = lines[i].find_first_of("\">", open + 1);
        includes.push_back({i + 1, lines[i].substr(open + 1, close - open - 1)});
    }
    return includes;
}

bool follows_arrow(std::string_view from, std::string_view to) {
    if (from == to) return true;
    for (const Room& room : rooms()) {
        if (room.path != from) continue;
        return std::find(room.may_include.begin(), room.may_include.end(), to) !=
               room.may_include.end();
    }
    return false;
}

bool is_heavy(std::string_view include) {
    return std::any_of(heavy_prefixes.begin(), heavy_prefixes.end(),
                       [&](std::string_view prefix) { return include.starts_with(prefix); });
}

void check_arrow(const SourceFile& file, const Include& include, Findings& findings) {
    const std::string_view from = room_of(file.path);
    const std::string_view to = room_of(include.path);
    if (!from.empty() && include.path.starts_with("tests/")) {
        findings.push_back({file.path, include.line, "includes from tests"});
    }
    if (from.empty() || to.empty() || follows_arrow(from, to)) return;
    findings.push_back({file.path, include.line,
                        std::string(from) + " may not include " + std::string(to) + " (" +
                            std::string(include.path) + ")"});
}

void check_place(const SourceFile& file, const Include& include, Findings& findings) {
    if (room_of(file.path).empty()) return;
    for (const auto& [prefix, home] : only_in) {
        if (include.path.starts_with(prefix) && !file.path.starts_with(home)) {
            findings.push_back(
                {file.path, include.line,
                 std::string(include.path) + " is for " + std::string(home) + " only"});
        }
    }
}

bool includes(const SourceFile& file, std::string_view path) {
    const auto all = includes_of(file.text);
    return std::any_of(all.begin(), all.end(),
                       [&](const Include& include) { return include.path == path; });
}

/// Who would pay for what `header` includes: other headers, and other rooms.
bool spreads(const SourceFile& header, const std::vector<SourceFile>& files) {
    return std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
        if (!is_cpp_source(file.path) || is_test_path(file.path)) return false;
        const bool own_source =
            !is_cpp_header(file.path) && room_of(file.path) == room_of(header.path);
        return !own_source && includes(file, header.path);
    });
}

const std::vector<std::string_view> below_http{"server/digest",
                                               "server/people",
                                               "server/breach",
                                               "server/incidents",
                                               "server/desk",
                                               "server/oncall",
                                               "server/statistics",
                                               "server/reports",
                                               "server/triage",
                                               "server/history",
                                               "server/intake",
                                               "server/store",
                                               "server/notify",
                                               "server/render",
                                               "server/web",
                                               "server/enrolment",
                                               "server/packs",
                                               "certificates",
                                               "wire",
                                               "core"};

}  // namespace

std::span<const Room> rooms() {
    static const std::vector<Room> all{
        {"core", {}},
        {"command_line", {}},
        {"wire", {"core"}},
        {"formats", {"core"}},
        {"certificates", {"core"}},
        {"collectors", {"formats", "core"}},
        {"detectors", {"formats", "core"}},
        {"recordings", {"detectors", "formats", "core"}},
        {"agent",
         {"collectors", "detectors", "formats", "certificates", "wire", "command_line", "core"}},
        {"server/digest", {"core"}},
        {"server/people", {"core"}},
        {"server/breach", {"core"}},
        {"server/enrolment", {"certificates", "server/digest", "server/people", "core"}},
        {"server/incidents", {"server/people", "core"}},
        {"server/desk", {"server/incidents", "server/people", "core"}},
        {"server/oncall",
         {"server/digest", "server/desk", "server/incidents", "server/people", "core"}},
        {"server/statistics", {"server/incidents", "server/people", "core"}},
        {"server/reports", {"server/digest", "server/desk", "server/incidents", "core"}},
        {"server/triage", {"core"}},
        {"server/packs", {"detectors", "core"}},
        {"server/history", {"core"}},
        {"server/intake", {"server/incidents", "server/reports", "server/history", "wire", "core"}},
        {"server/store",
         {"server/incidents", "server/desk", "server/oncall", "server/statistics", "server/people",
          "server/breach", "server/reports", "server/triage", "server/enrolment", "core"}},
        {"server/words", {"server/incidents", "server/desk", "core"}},
        {"server/notify",
         {"server/digest", "server/words", "server/incidents", "server/desk", "server/people",
          "server/render", "core"}},
        {"server/render",
         {"server/incidents", "server/desk", "server/oncall", "server/statistics", "server/people",
          "server/breach", "server/reports", "server/triage", "server/packs", "server/enrolment",
          "core"}},
        {"server/web", {}},
        {"server/http", below_http},
        {"server/app", {"server/digest",     "server/people",
                        "server/breach",     "server/incidents",
                        "server/desk",       "server/oncall",
                        "server/statistics", "server/reports",
                        "server/triage",     "server/history",
                        "server/intake",     "server/store",
                        "server/notify",     "server/words",
                        "server/render",     "server/http",
                        "server/web",        "server/enrolment",
                        "certificates",      "wire",
                        "command_line",      "core"}},
        {"cli", {"recordings", "detectors", "command_line", "core"}},
    };
    return all;
}

std::string_view room_of(std::string_view path) {
    std::string_view best;
    for (const Room& room : rooms()) {
        const bool inside = path.starts_with(room.path) && path.size() > room.path.size() &&
                            path[room.path.size()] == '/';
        if (inside && room.path.size() > best.size()) best = room.path;
    }
    return best;
}

Findings check_includes(const SourceFile& file) {
    Findings findings;
    if (!is_cpp_source(file.path)) return findings;
    for (const Include& include : includes_of(file.text)) {
        check_arrow(file, include, findings);
        check_place(file, include, findings);
    }
    return findings;
}

Findings check_heavy_headers(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const SourceFile& file : files) {
        if (!is_cpp_header(file.path) || room_of(file.path).empty()) continue;
        for (const Include& include : includes_of(file.text)) {
            if (!is_heavy(include.path) || !spreads(file, files)) continue;
            findings.push_back(
                {file.path, include.line, std::string(include.path) + " belongs in a .cpp file"});
        }
    }
    return findings;
}

}  // namespace foreshock::tidy
