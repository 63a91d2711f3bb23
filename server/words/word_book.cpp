#include "server/words/word_book.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "server/words/incident_words.hpp"

namespace foreshock::words {
namespace {

constexpr std::array<std::string_view, 9> events{
    "opened",      "changed", "acknowledged",       "resolved",
    "reopened",    "closed",  "suppression_ending", update_event,
    reminder_event};
constexpr std::array<std::string_view, 4> audiences{"reporter", "subscribers", "responders",
                                                    "management"};
constexpr std::string_view suffix = ".txt";
constexpr std::string_view phrases_file = "phrases.txt";

using Templates = std::map<std::string, MessageTemplate, std::less<>>;

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_language(std::string_view name) {
    return !name.empty() && name.size() <= 20 &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") ==
               std::string_view::npos;
}

Result<Templates> read_audience(const WordText& source) {
    Result<WordFile> file = parse_word_file(source.name, source.text);
    if (!file) return fail(std::move(file).error());
    const MessageTemplate::Names names{is_word_of_incident, file->parts};
    Templates templates;
    for (const auto& [event, section] : file->sections) {
        const std::string place = source.name + ":" + std::to_string(section.line) + ": ";
        if (!contains(events, event))
            return fail(Errc::invalid, place + "'" + event + "' is never told");
        if (section.text.find_first_not_of(" \n") == std::string::npos) {
            return fail(Errc::invalid, place + "says nothing");
        }
        auto read = MessageTemplate::parse(section.text, {source.name, section.line}, names);
        if (!read) return fail(std::move(read).error());
        templates.emplace(event, std::move(*read));
    }
    for (const std::string_view event : events) {
        if (templates.contains(event)) continue;
        return fail(Errc::invalid,
                    source.name + ": the section '== " + std::string{event} + "' is missing");
    }
    return templates;
}

std::string one_line(std::string_view text) {
    std::string line{text.substr(0, text.find('\n'))};
    while (line.ends_with(' '))
        line.pop_back();
    return line;
}

}  // namespace

Result<WordBook::Language> WordBook::read_language(
    const std::string& name, const std::map<std::string, const WordText*>& files) {
    Language language;
    const auto phrases = files.find(std::string{phrases_file});
    if (phrases == files.end()) return fail(Errc::invalid, name + "/phrases.txt: is missing");
    const Result<WordFile> cut = parse_word_file(phrases->second->name, phrases->second->text);
    if (!cut) return fail(cut.error());
    Result<Phrases> read = Phrases::read(*cut);
    if (!read) return fail(std::move(read).error());
    language.phrases = std::move(*read);
    for (const std::string_view audience : audiences) {
        const auto file = files.find(std::string{audience} + std::string{suffix});
        if (file == files.end()) {
            return fail(Errc::invalid, name + "/" + std::string{audience} + ".txt: is missing");
        }
        Result<Templates> templates = read_audience(*file->second);
        if (!templates) return fail(std::move(templates).error());
        language.messages.emplace(audience, std::move(*templates));
    }
    return language;
}

Result<WordBook> WordBook::read(const std::vector<WordText>& texts) {
    std::map<std::string, std::map<std::string, const WordText*>> folders;
    std::string complaints;
    const auto complain = [&](const std::string& what) {
        complaints += (complaints.empty() ? "" : "\n") + what;
    };
    for (const WordText& text : texts) {
        const std::size_t slash = text.name.find('/');
        const std::string folder = text.name.substr(0, slash);
        const std::string file = slash == std::string::npos ? "" : text.name.substr(slash + 1);
        const bool is_known =
            file == phrases_file ||
            (file.ends_with(suffix) &&
             contains(audiences, std::string_view{file}.substr(0, file.size() - suffix.size())));
        if (!is_language(folder) || !is_known) {
            complain(text.name + ": is no LANGUAGE/phrases.txt and no LANGUAGE/AUDIENCE.txt");
        } else {
            folders[folder][file] = &text;
        }
    }
    WordBook book;
    for (const auto& [name, files] : folders) {
        Result<Language> language = read_language(name, files);
        if (!language) {
            complain(language.error().what);
        } else {
            book.languages_.emplace(name, std::move(*language));
        }
    }
    if (complaints.empty() && !book.languages_.contains(language_default)) {
        complain("en/phrases.txt: is missing");
    }
    if (!complaints.empty()) return fail(Errc::invalid, complaints);
    return book;
}

bool WordBook::knows(std::string_view name) const {
    return languages_.contains(name);
}

std::vector<std::string> WordBook::languages() const {
    std::vector<std::string> names;
    for (const auto& [name, language] : languages_)
        names.push_back(name);
    return names;
}

const WordBook::Language& WordBook::language(std::string_view name) const {
    const auto found = languages_.find(name);
    return found == languages_.end() ? languages_.find(language_default)->second : found->second;
}

const Phrases& WordBook::phrases(std::string_view name) const {
    return language(name).phrases;
}

Message WordBook::message(std::string_view name, desk::TellAudience audience,
                          std::string_view event, const Values& values) const {
    const Templates& templates = language(name).messages.find(to_string(audience))->second;
    const auto found = templates.find(event);
    assert(found != templates.end());
    if (found == templates.end()) return {};
    std::string text = found->second.render(values);
    return {one_line(text), std::move(text)};
}

}  // namespace foreshock::words
