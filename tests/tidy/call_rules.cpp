#include "call_rules.hpp"

#include <algorithm>
#include <regex>

#include "cpp_text.hpp"
#include "include_rules.hpp"

namespace foreshock::tidy {

namespace {

struct Ban {
    std::vector<std::string_view> words;  ///< a line without any of them cannot match
    std::regex pattern;
    const char* instead;
    bool (*applies)(std::string_view path);
};

bool everywhere(std::string_view) {
    return true;
}

/// Regular expressions are slow: most lines have none of the words and need none.
bool may_match(const Ban& ban, std::string_view line) {
    return std::any_of(ban.words.begin(), ban.words.end(), [line](std::string_view word) {
        return line.find(word) != std::string_view::npos;
    });
}

bool outside_clock(std::string_view path) {
    return path != "core/clock.cpp" && !room_of(path).empty();
}

bool in_pure_rooms(std::string_view path) {
    const std::string_view room = room_of(path);
    return room == "detectors" || room == "server/incidents" || room == "server/triage" ||
           room == "server/desk" || room == "server/people" || room == "server/breach" ||
           room == "server/words";
}

bool in_headers(std::string_view path) {
    return is_cpp_header(path);
}

/// Programs speak on standard output; libraries return values.
bool in_quiet_rooms(std::string_view path) {
    const std::string_view room = room_of(path);
    return !room.empty() && room != "cli" && !path.ends_with("main.cpp") &&
           !path.ends_with("program.cpp");
}

const std::vector<Ban>& bans() {
    static const std::vector<Ban> all{
        {{"system_clock"},
         std::regex(R"(\bsystem_clock\s*::\s*now\b)"),
         "take the time as an argument",
         outside_clock},
        {{"steady_clock", "sleep_", "random_device"},
         std::regex(
             R"(\bsteady_clock\s*::\s*now\b|\bsleep_for\b|\bsleep_until\b|\brandom_device\b)"),
         "a pure room has no clock, no sleep, no chance",
         in_pure_rooms},
        {{"sto", "ato", "sscanf"},
         std::regex(R"(\bsto(i|l|ul|ll|ull|f|d|ld)\s*\(|\bato(i|l|ll|f)\s*\(|\bsscanf\s*\()"),
         "core/number.hpp reads numbers",
         everywhere},
        {{"delete"},
         std::regex(R"(\bdelete\s+[A-Za-z_:*(]|\bdelete\s*\[)"),
         "let an owner end it",
         everywhere},
        {{"malloc", "realloc"},
         std::regex(R"(\b(malloc|realloc)\s*\()"),
         "a container owns memory",
         everywhere},
        {{"popen", "system"},
         std::regex(R"(\bpopen\s*\(|\bsystem\s*\()"),
         "start programs without a shell",
         everywhere},
        {{"rand"}, std::regex(R"(\bs?rand\s*\()"), "a seeded engine from <random>", everywhere},
        {{"strc", "sprintf", "gets", "time", "strtok"},
         std::regex(R"(\b(strcpy|strcat|sprintf|gets|localtime|gmtime|strtok)\s*\()"),
         "a bounded or re-entrant function",
         everywhere},
        {{"using"},
         std::regex(R"(\busing\s+namespace\b)"),
         "headers name what they use",
         in_headers},
        {{"cout", "cerr", "clog"},
         std::regex(R"(\bstd\s*::\s*(cout|cerr|clog)\b)"),
         "return it, or log it",
         in_quiet_rooms},
    };
    return all;
}

/// A private constructor may be reached by a pointer that owns at once: "unique_ptr<A>(new A(".
bool is_owned_at_once(const std::string& code, std::size_t at) {
    const std::size_t last = at == 0 ? std::string::npos : code.find_last_not_of(" \n", at - 1);
    if (last == std::string::npos || (code[last] != '(' && code[last] != '{')) return false;
    const std::size_t begin = code.find_last_of(";}", last);
    const std::size_t from = begin == std::string::npos ? 0 : begin;
    return code.substr(from, last - from).find("_ptr<") != std::string::npos;
}

void check_new(const SourceFile& file, const std::string& code, Findings& findings) {
    if (code.find("new ") == std::string::npos) return;
    static const std::regex allocation(R"(\bnew +[A-Za-z_:(])");
    for (std::sregex_iterator at(code.begin(), code.end(), allocation), end; at != end; ++at) {
        const auto offset = static_cast<std::size_t>(at->position());
        if (is_owned_at_once(code, offset)) continue;
        findings.push_back({file.path, line_of(code, offset), "new: make_unique, or a value"});
    }
}

}  // namespace

Findings check_calls(const SourceFile& file) {
    Findings findings;
    if (!is_cpp_source(file.path)) return findings;
    const std::string code = code_only(file.text);
    check_new(file, code, findings);
    const auto lines = split_lines(code);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line(lines[i]);
        for (const Ban& ban : bans()) {
            std::smatch match;
            if (!ban.applies(file.path) || !may_match(ban, line)) continue;
            if (!std::regex_search(line, match, ban.pattern)) continue;
            findings.push_back({file.path, i + 1, "\"" + match.str() + "\": " + ban.instead});
        }
    }
    return findings;
}

}  // namespace foreshock::tidy
