#include "server/http/label_matcher.hpp"

#include <optional>
#include <regex>

namespace foreshock::http {

struct LabelMatcher::Pattern {
    std::regex expression;
};

namespace {

using Relation = LabelMatcher::Relation;

constexpr std::string_view ignores_case = "(?i)";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

tl::unexpected<Error> bad(std::string_view text, std::string_view what) {
    return fail(Errc::malformed,
                "matcher '" + std::string{text.substr(0, 200)} + "': " + std::string{what});
}

std::optional<Relation> take_relation(std::string_view& rest) {
    struct Row {
        std::string_view text;
        Relation relation;
    };

    constexpr Row rows[] = {{"=~", Relation::matches},
                            {"!~", Relation::matches_not},
                            {"!=", Relation::differs},
                            {"=", Relation::equal}};
    for (const Row& row : rows) {
        if (!rest.starts_with(row.text)) continue;
        rest.remove_prefix(row.text.size());
        return row.relation;
    }
    return std::nullopt;
}

/// What stands between quotes, its escapes undone; none when the quotes do not fit.
std::optional<std::string> unquoted(std::string_view text) {
    if (!text.starts_with('"')) {
        return text.find('"') == std::string_view::npos ? std::optional{std::string{text}}
                                                        : std::nullopt;
    }
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1 == text.size() ? std::optional{value} : std::nullopt;
        if (text[i] != '\\') {
            value += text[i];
            continue;
        }
        if (++i == text.size()) return std::nullopt;
        const bool is_escape = text[i] == '"' || text[i] == '\\' || text[i] == 'n';
        if (!is_escape) value += '\\';  // as in host=~"web-\d+"
        value += text[i] == 'n' ? '\n' : text[i];
    }
    return std::nullopt;
}

}  // namespace

LabelMatcher::LabelMatcher(std::string name, Relation relation, std::string value)
    : name_(std::move(name)), relation_(relation), value_(std::move(value)) {}

Result<LabelMatcher> LabelMatcher::parse(std::string_view text) {
    std::string_view rest = trimmed(text);
    const std::string_view name = rest.substr(0, rest.find_first_of("=!"));
    rest.remove_prefix(name.size());
    const std::optional<Relation> relation = take_relation(rest);
    if (!relation) return bad(text, R"(write it as name="text", with =, !=, =~ or !~)");
    std::optional<std::string> value = unquoted(trimmed(rest));
    if (!value) return bad(text, "its quotes do not fit");
    return make(std::string{trimmed(name)}, *relation, std::move(*value));
}

Result<LabelMatcher> LabelMatcher::make(std::string name, Relation relation, std::string value) {
    if (name.empty() || name.size() > name_bytes_max) {
        return fail(Errc::invalid, "a matcher needs a label's name of 1 to 256 bytes");
    }
    const bool has_pattern = relation == Relation::matches || relation == Relation::matches_not;
    const std::size_t bytes_max = has_pattern ? pattern_bytes_max : value_bytes_max;
    if (value.size() > bytes_max) {
        return fail(Errc::invalid, "matcher of " + name + " has more than " +
                                       std::to_string(bytes_max) + " bytes");
    }
    LabelMatcher matcher{std::move(name), relation, std::move(value)};
    if (!has_pattern) return matcher;
    std::string_view text = matcher.value_;
    // The polynomial matcher of libstdc++ neither recurses over the text nor tries again.
    auto flags = std::regex::ECMAScript | std::regex_constants::__polynomial;
    if (text.starts_with(ignores_case)) {
        text.remove_prefix(ignores_case.size());
        flags |= std::regex::icase;
    }
    try {
        matcher.pattern_ =
            std::make_shared<const Pattern>(Pattern{std::regex{text.data(), text.size(), flags}});
    } catch (const std::regex_error& fault) {
        return fail(Errc::invalid, "matcher of " + matcher.name_ + ": '" + matcher.value_ +
                                       "' is no regular expression: " + fault.what());
    }
    return matcher;
}

bool LabelMatcher::matches(const incidents::AlertTexts& labels) const {
    const auto found = labels.find(name_);
    return matches_text(found == labels.end() ? std::string_view{} : found->second);
}

bool LabelMatcher::matches_text(std::string_view text) const {
    const auto fits = [&] {
        return std::regex_match(text.begin(), text.end(), pattern_->expression);
    };
    switch (relation_) {
        case Relation::equal:
            return text == value_;
        case Relation::differs:
            return text != value_;
        case Relation::matches:
            return fits();
        case Relation::matches_not:
            return !fits();
    }
    return false;
}

}  // namespace foreshock::http
