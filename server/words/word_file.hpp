#pragma once

#include <map>
#include <string>
#include <string_view>

#include "server/words/message_template.hpp"

namespace foreshock::words {

/// A file of words as it is cut up: `== NAME` begins a section, `== part NAME` a part that sections
/// may take in. What stands before the first is a comment.
struct WordFile {
    struct Section {
        std::string text;
        std::size_t line = 1;  ///< of its first line
    };

    std::string name;  ///< for complaints: "en/subscribers.txt"
    std::map<std::string, Section, std::less<>> sections;
    MessageTemplate::Parts parts;
};

/// invalid, with "file:line: ", for a section that is there twice or has no name.
Result<WordFile> parse_word_file(std::string name, std::string_view text);

}  // namespace foreshock::words
