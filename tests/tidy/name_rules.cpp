#include "name_rules.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include "cpp_text.hpp"
#include "include_rules.hpp"

namespace foreshock::tidy {

namespace {

constexpr std::array<std::string_view, 12> empty_words{"manager", "helper",  "helpers", "util",
                                                       "utils",   "utility", "data",    "info",
                                                       "impl",    "common",  "misc",    "stuff"};

/// Terms of the field that hold such a word and still say something: what starts services
/// (systemd), and the folder that the setting `data` names.
constexpr std::array<std::string_view, 3> terms{"service_manager", "data_folder", "common_factor"};

bool is_empty_word(std::string_view word) {
    return std::find(empty_words.begin(), empty_words.end(), word) != empty_words.end();
}

/// "HostInfoTable" and "host_info_table" are both host, info, table.
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || c == '_' || c == '-' || c == '.') words.emplace_back();
        if (c != '_' && c != '-' && c != '.') {
            words.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return words;
}

bool holds_term(const std::vector<std::string>& words) {
    std::string joined;
    for (const std::string& word : words)
        joined += "_" + word;
    return std::any_of(terms.begin(), terms.end(), [&](std::string_view term) {
        return joined.find("_" + std::string(term)) != std::string::npos;
    });
}

std::string empty_word_in(std::string_view name) {
    const std::vector<std::string> words = words_of(name);
    if (holds_term(words)) return {};
    const auto at = std::find_if(words.begin(), words.end(), is_empty_word);
    return at == words.end() ? std::string{} : *at;
}

void check_file_name(const SourceFile& file, Findings& findings) {
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    const std::string word = empty_word_in(name);
    if (!word.empty()) findings.push_back({file.path, 0, "\"" + word + "\" in a file's name"});
}

void check_type_names(const SourceFile& file, const std::string& code, Findings& findings) {
    static const std::regex type(R"(\b(class|struct|enum class|enum|union|using)\s+([A-Z]\w*))");
    for (std::sregex_iterator at(code.begin(), code.end(), type), end; at != end; ++at) {
        const std::string name = (*at)[2].str();
        const std::string word = empty_word_in(name);
        if (word.empty()) continue;
        const auto line = line_of(code, static_cast<std::size_t>(at->position(2)));
        findings.push_back({file.path, line, "\"" + word + "\" in the name " + name});
    }
}

std::string namespace_of_room(std::string_view room) {
    if (room == "core") return "foreshock";
    return "foreshock::" + std::string(room.substr(room.rfind('/') + 1));
}

/// A folder inside a room may have a namespace inside the room's.
bool is_inside(const std::string& name, const std::string& room) {
    if (room == "foreshock") return name == room;
    return name == room || name.starts_with(room + "::");
}

void check_namespace(const SourceFile& file, const std::string& code, Findings& findings) {
    const std::string_view room = room_of(file.path);
    if (room.empty() || file.path.ends_with("main.cpp")) return;
    static const std::regex opening(R"(\bnamespace\s+(foreshock[\w:]*)\s*\{)");
    std::smatch match;
    if (!std::regex_search(code, match, opening)) {
        findings.push_back({file.path, 0, "lies in no namespace of the project"});
    } else if (!is_inside(match[1].str(), namespace_of_room(room))) {
        findings.push_back(
            {file.path, 0,
             "its namespace is " + match[1].str() + ", the room's is " + namespace_of_room(room)});
    }
}

}  // namespace

Findings check_names(const SourceFile& file) {
    Findings findings;
    if (!is_cpp_source(file.path)) return findings;
    const std::string code = code_only(file.text);
    check_file_name(file, findings);
    check_type_names(file, code, findings);
    check_namespace(file, code, findings);
    return findings;
}

}  // namespace foreshock::tidy
