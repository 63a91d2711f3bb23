#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/desk/subscription.hpp"
#include "server/words/phrases.hpp"

namespace foreshock::words {

/// What is told: one section for each in every file of an audience.
inline constexpr std::string_view update_event = "update";      ///< a person's own words
inline constexpr std::string_view reminder_event = "reminder";  ///< to the owner: an update is due

/// A message: one line, and all of it.
struct Message {
    std::string summary;
    std::string text;

    bool operator==(const Message&) const = default;
};

/// One file of words: "en/subscribers.txt" and what stands in it.
struct WordText {
    std::string name;
    std::string text;
};

/// The files that the program brings along.
std::vector<WordText> built_in_words();

/// Every message in every language. A language is a folder with phrases.txt and one file for each
/// audience. Immutable once read; safe from any thread.
class WordBook {
public:
    static constexpr std::size_t file_bytes_max = 256 << 10;
    static constexpr std::string_view language_default = "en";

    /// Later texts replace earlier ones of the same name. invalid, with "file:line: ", for a file,
    /// section, phrase or name that is unknown or missing, all complaints at once.
    static Result<WordBook> read(const std::vector<WordText>& texts);

    [[nodiscard]] bool knows(std::string_view language) const;
    [[nodiscard]] std::vector<std::string> languages() const;

    /// Of an unknown language: in English.
    [[nodiscard]] const Phrases& phrases(std::string_view language) const;
    /// `event` is a name of a transition or one of the above; the first line becomes the summary.
    [[nodiscard]] Message message(std::string_view language, desk::TellAudience audience,
                                  std::string_view event, const Values& values) const;

private:
    struct Language {
        Phrases phrases;
        /// By audience, then event.
        std::map<std::string, std::map<std::string, MessageTemplate, std::less<>>, std::less<>>
            messages;
    };

    static Result<Language> read_language(const std::string& name,
                                          const std::map<std::string, const WordText*>& files);
    [[nodiscard]] const Language& language(std::string_view name) const;

    std::map<std::string, Language, std::less<>> languages_;
};

}  // namespace foreshock::words
