#include "formats/exposition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "core/glob.hpp"
#include "core/text_scan.hpp"

namespace foreshock::formats {
namespace {

enum CharacterClass : unsigned char { other = 0, name_start = 1, name_rest = 2 };

constexpr std::array<unsigned char, 256> character_classes = [] {
    std::array<unsigned char, 256> classes{};
    for (unsigned c = 0; c < classes.size(); ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        if (letter || c == ':') classes[c] = name_start | name_rest;
        if (digit) classes[c] = name_rest;
    }
    return classes;
}();

bool is_of(char c, CharacterClass wanted) {
    return (character_classes[static_cast<unsigned char>(c)] & wanted) != 0;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
}

std::string_view take_name(std::string_view& text) {
    if (text.empty() || !is_of(text.front(), name_start)) return {};
    std::size_t end = 1;
    while (end < text.size() && is_of(text[end], name_rest))
        ++end;
    const std::string_view name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
}

/// Where the quoted text that begins behind `from` ends; npos when it does not.
std::size_t end_of_quotes(std::string_view text, std::size_t from) {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at;
        }
    }
    return std::string_view::npos;
}

/// What is between the braces, when the text begins with one; none when they do not close.
std::optional<std::string_view> take_braces(std::string_view& text) {
    if (text.empty() || text.front() != '{') return std::string_view{};
    std::size_t at = 1;
    while (at < text.size() && text[at] != '}') {
        if (text[at] == '"') at = end_of_quotes(text, at + 1);
        if (at == std::string_view::npos) return std::nullopt;
        ++at;
    }
    if (at >= text.size()) return std::nullopt;
    const std::string_view inside = text.substr(1, at - 1);
    text.remove_prefix(at + 1);
    return inside;
}

bool equal_without_case(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// "+Inf" and "NaN" are numbers too; none for what is no number.
std::optional<double> exposed_number(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    double value = 0;
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value);
    if (error == std::errc{} && stopped == end && !word.empty()) return value;
    // Too large or too small for a double: a number all the same.
    if (error == std::errc::result_out_of_range && stopped == end) {
        return std::numeric_limits<double>::infinity();
    }
    if (equal_without_case(word, "inf") || equal_without_case(word, "nan")) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return std::nullopt;
}

/// Seconds or, when they are too many, milliseconds since 1970; none for what is no moment.
std::optional<TimePoint> moment_of(double number) {
    constexpr double seconds_max = 1e11;
    if (!std::isfinite(number) || std::abs(number) > seconds_max * 1000) return std::nullopt;
    const bool is_ms = std::abs(number) >= seconds_max;
    return from_unix_ms(std::llround(is_ms ? number : number * 1000));
}

/// Behind the value there may be a timestamp, and in OpenMetrics an exemplar behind '#'.
bool read_tail(std::string_view rest, std::optional<TimePoint>& at) {
    skip_blanks(rest);
    if (rest.empty() || rest.front() == '#') return true;
    const auto time = exposed_number(take_word(rest));
    if (!time) return false;
    at = moment_of(*time);
    skip_blanks(rest);
    return rest.empty() || rest.front() == '#';
}

/// None when the line is none of the format.
std::optional<ExposedSample> parse_sample(std::string_view line) {
    ExposedSample sample;
    sample.name = take_name(line);
    if (sample.name.empty() || sample.name.size() > exposed_name_bytes_max) return std::nullopt;
    skip_blanks(line);
    const auto labels = take_braces(line);
    if (!labels) return std::nullopt;
    sample.labels = *labels;
    const auto value = exposed_number(take_word(line));
    if (!value || !read_tail(line, sample.at)) return std::nullopt;
    sample.value = *value;
    return sample;
}

bool is_end(std::string_view line) {
    return line == "# EOF" || line == "#EOF";
}

/// Resolves the escapes; an unknown one stands for itself.
std::string unescaped(std::string_view value) {
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const bool escape = value[at] == '\\' && at + 1 < value.size();
        if (escape) ++at;
        text += escape && value[at] == 'n' ? '\n' : value[at];
    }
    return label_text(text);
}

/// name="value", with blanks around its parts.
std::optional<Labels::Pair> take_label(std::string_view& text) {
    const std::string_view name = take_name(text);
    skip_blanks(text);
    if (name.empty() || name.find(':') != std::string_view::npos) return std::nullopt;
    if (!text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    skip_blanks(text);
    if (!text.starts_with('"')) return std::nullopt;
    const std::size_t end = end_of_quotes(text, 1);
    if (end == std::string_view::npos) return std::nullopt;
    Labels::Pair pair{name == "target" ? "exported_target" : name,
                      unescaped(text.substr(1, end - 1))};
    text.remove_prefix(end + 1);
    skip_blanks(text);
    return pair;
}

}  // namespace

ExposedCounts read_exposition(std::string_view page,
                              const std::function<void(const ExposedSample&)>& take) {
    ExposedCounts counts;
    std::string_view line;
    while (take_line(page, line)) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        skip_blanks(line);
        if (is_end(line)) {
            counts.has_end = true;
            break;
        }
        if (line.empty() || line.front() == '#') continue;
        const auto sample =
            line.size() > exposed_line_bytes_max ? std::nullopt : parse_sample(line);
        if (!sample) {
            ++counts.malformed;
        } else if (!std::isfinite(sample->value)) {
            ++counts.not_finite;
        } else {
            ++counts.samples;
            take(*sample);
        }
    }
    return counts;
}

Result<std::vector<Labels::Pair>> parse_exposed_labels(std::string_view labels) {
    std::vector<Labels::Pair> pairs;
    skip_blanks(labels);
    while (!labels.empty()) {
        auto pair = take_label(labels);
        if (!pair) return fail(Errc::malformed, "labels: not name=\"value\"");
        if (!pair->second.empty()) pairs.push_back(std::move(*pair));
        if (pairs.size() >= Labels::count_max) return fail(Errc::too_large, "labels: too many");
        if (labels.empty()) break;
        if (labels.front() != ',') return fail(Errc::malformed, "labels: no comma between two");
        labels.remove_prefix(1);
        skip_blanks(labels);
    }
    return pairs;
}

bool matches_any(std::string_view name, const std::vector<std::string>& globs) {
    return globs.empty() || std::any_of(globs.begin(), globs.end(), [name](const std::string& g) {
               return matches_glob(name, g);
           });
}

}  // namespace foreshock::formats
