#include "server/render/csv_cell.hpp"

#include <string_view>

namespace foreshock::render {
namespace {

std::string no_formula(std::string text) {
    constexpr std::string_view begins_formula{"=+-@\t\r"};
    if (!text.empty() && begins_formula.find(text[0]) != std::string_view::npos)
        text.insert(0, "'");
    return text;
}

std::string quoted(const std::string& text) {
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"') cell.push_back('"');
        cell.push_back(c);
    }
    return cell + '"';
}

}  // namespace

std::string csv_cell(std::string text) {
    text = no_formula(std::move(text));
    return text.find_first_of(",\"\r\n") == std::string::npos ? text : quoted(text);
}

std::string quoted_csv_cell(std::string text) {
    return quoted(no_formula(std::move(text)));
}

}  // namespace foreshock::render
