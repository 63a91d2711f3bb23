#include "server/triage/labelled_texts.hpp"

#include "core/trimmed.hpp"

namespace foreshock::triage {
namespace {

struct Section {
    std::string intent;
    std::string category;
    bool is_vocabulary = false;
};

std::string label_of(std::string_view word) {
    return word == "-" ? std::string{} : std::string{word};
}

bool is_intent(std::string_view word) {
    return word == "-" || word == "incident" || word == "request" || word == "unsure";
}

Result<Section> parse_section(std::string_view line) {
    const std::size_t blank = line.find(' ');
    if (!line.ends_with(']') || blank == std::string_view::npos) {
        return fail(Errc::malformed, "a section reads [intent category]");
    }
    const std::string_view first = line.substr(1, blank - 1);
    const std::string_view second = trimmed(line.substr(blank, line.size() - blank - 1));
    if (second.empty() || second.find(' ') != std::string_view::npos) {
        return fail(Errc::malformed, "a section reads [intent category]");
    }
    if (first == "vocabulary") return Section{"", label_of(second), true};
    if (!is_intent(first)) {
        return fail(Errc::malformed, "no such intent: " + std::string{first.substr(0, 100)});
    }
    return Section{label_of(first), label_of(second), false};
}

void add_terms(std::string_view line, const Section& section, std::vector<LabelledText>& texts) {
    while (!line.empty()) {
        const std::size_t comma = std::min(line.find(','), line.size());
        const std::string_view term = trimmed(line.substr(0, comma));
        if (!term.empty()) texts.push_back({std::string{term}, "", section.category});
        line.remove_prefix(std::min(comma + 1, line.size()));
    }
}

Result<void> read_line(std::string_view line, Section& section, std::vector<LabelledText>& texts) {
    if (line.empty() || line.starts_with('#')) return {};
    if (line.starts_with('[')) {
        Result<Section> next = parse_section(line);
        if (!next) return fail(std::move(next).error());
        section = std::move(*next);
        return {};
    }
    if (section.intent.empty() && section.category.empty()) {
        return fail(Errc::malformed, "text before the first section");
    }
    if (section.is_vocabulary) {
        add_terms(line, section, texts);
    } else {
        texts.push_back({std::string{line}, section.intent, section.category});
    }
    return {};
}

}  // namespace

Result<std::vector<LabelledText>> parse_labelled_texts(std::string_view lines) {
    std::vector<LabelledText> texts;
    Section section;
    std::size_t number = 0;
    while (!lines.empty()) {
        ++number;
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        Result<void> read = read_line(trimmed(lines.substr(0, end)), section, texts);
        if (!read) return fail(std::move(read).error().with("line " + std::to_string(number)));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return texts;
}

}  // namespace foreshock::triage
