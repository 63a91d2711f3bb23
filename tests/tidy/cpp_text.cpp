#include "cpp_text.hpp"

#include <algorithm>
#include <cctype>

namespace foreshock::tidy {

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

void blank(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < text.size(); ++i) {
        if (text[i] != '\n') text[i] = ' ';
    }
}

std::size_t end_of_quoted(std::string_view text, std::size_t open) {
    std::size_t at = open + 1;
    while (at < text.size() && text[at] != text[open] && text[at] != '\n') {
        at += text[at] == '\\' ? 2 : 1;
    }
    return at + 1;
}

std::size_t end_of_raw_string(std::string_view text, std::size_t open) {
    const std::size_t bracket = text.find('(', open);
    if (bracket == std::string_view::npos) return text.size();
    const std::string closing = ")" + std::string(text.substr(open + 1, bracket - open - 1)) + "\"";
    const std::size_t end = text.find(closing, bracket);
    return end == std::string_view::npos ? text.size() : end + closing.size();
}

/// Where the comment or literal that starts at `at` ends; `at` itself when none starts there.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
    if (rest.starts_with("/*")) {
        const std::size_t end = text.find("*/", at + 2);
        return end == std::string_view::npos ? text.size() : end + 2;
    }
    if (rest.starts_with("R\"") && (at == 0 || !is_word(text[at - 1]))) {
        return end_of_raw_string(text, at + 1);
    }
    if (rest.front() == '"') return end_of_quoted(text, at);
    // 1'000'000 is a number, not a character.
    if (rest.front() == '\'' && (at == 0 || !is_word(text[at - 1]))) return end_of_quoted(text, at);
    return at;
}

std::string collapse(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_space(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

bool has_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const bool starts = at == 0 || !is_word(text[at - 1]);
        const std::size_t end = at + word.size();
        if (starts && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

/// In "Reader(int a) : size_" the next brace initialises a member; after "size_{a}" it may not.
bool is_member_initialiser(std::string_view head) {
    const std::size_t close = head.rfind(')');
    if (close == std::string_view::npos) return false;
    int depth = 0;
    bool after_parameters = false;
    bool in_list = false;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '(') ++depth;
        if (head[i] == ')' && --depth == 0) after_parameters = true;
        const bool scope = head[i] == ':' && ((i + 1 < head.size() && head[i + 1] == ':') ||
                                              (i > 0 && head[i - 1] == ':'));
        if (head[i] == ':' && !scope && depth == 0 && after_parameters) in_list = true;
    }
    return in_list && (is_word(head.back()) || head.back() == '>');
}

enum class Brace { function, initialiser, container };

Brace kind_of(std::string_view head) {
    if (is_member_initialiser(head)) return Brace::initialiser;
    const std::size_t bracket = head.find('(');
    const std::string_view before_bracket = head.substr(0, bracket);
    if (has_word(before_bracket, "namespace") || has_word(before_bracket, "enum")) {
        return Brace::container;
    }
    const std::size_t equals = before_bracket.find('=');
    const bool is_table =
        equals != std::string_view::npos && before_bracket.find("operator") > equals;
    if (is_table) return Brace::initialiser;
    return bracket == std::string_view::npos ? Brace::container : Brace::function;
}

std::size_t matching_brace(std::string_view code, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < code.size(); ++i) {
        if (code[i] == '{') ++depth;
        if (code[i] == '}' && --depth == 0) return i;
    }
    return code.size();
}

std::string_view trimmed_front(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    return text;
}

}  // namespace

std::string code_only(std::string_view text) {
    std::string code(text);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_blank(text, at);
        if (end == at) {
            ++at;
        } else {
            blank(code, at, end);
            at = end;
        }
    }
    // Preprocessor lines have neither semicolons nor balanced braces to go by.
    for (std::size_t at = 0; at < code.size();) {
        std::size_t end = std::min(code.find('\n', at), code.size());
        if (trimmed_front(std::string_view(code).substr(at, end - at)).starts_with('#')) {
            while (end < code.size() && code[end - 1] == '\\') {
                end = std::min(code.find('\n', end + 1), code.size());
            }
            blank(code, at, end);
        }
        at = end + 1;
    }
    return code;
}

std::vector<FunctionBody> find_functions(std::string_view code) {
    std::vector<FunctionBody> functions;
    std::size_t head_from = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == ';' || code[at] == '}') head_from = at + 1;
        if (code[at] != '{') continue;
        const std::string_view raw_head = code.substr(head_from, at - head_from);
        const std::string head = collapse(raw_head);
        const Brace kind = kind_of(head);
        if (kind == Brace::container) {
            head_from = at + 1;
            continue;
        }
        const std::size_t close = matching_brace(code, at);
        if (kind == Brace::function) {
            const std::size_t first = at - trimmed_front(raw_head).size();
            functions.push_back({head, first, at, close});
            head_from = close + 1;
        }
        at = close;
    }
    return functions;
}

}  // namespace foreshock::tidy
