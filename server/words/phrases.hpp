#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "server/words/word_file.hpp"

namespace foreshock::words {

/// The small words of one language: names of states and priorities, units of time. Read from its
/// phrases.txt, `key = words` in one section "phrases".
class Phrases {
public:
    Phrases() = default;

    /// invalid, with the file and its line, for an unknown, missing or doubled key.
    static Result<Phrases> read(const WordFile& file);

    /// The words of a key that every language has.
    [[nodiscard]] std::string_view of(std::string_view key) const;
    /// "2 h 10 min", in this language: the two greatest units.
    [[nodiscard]] std::string span(Duration span) const;

private:
    std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace foreshock::words
