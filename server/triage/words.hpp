#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::triage {

/// How much of a text is read; what comes after says little new.
constexpr std::size_t text_bytes_max = 2000;

/// A stretch of letters in its pieces: the letters of a word, lower case, a run of digits being one
/// "0"; or of a Thai phrase (Thai has no blanks between words) its clusters: a consonant with the
/// vowels and tone marks that cannot stand without it.
struct Word {
    static constexpr std::size_t pieces_max = 200;  ///< what is longer continues as another word

    std::vector<std::string> pieces;
    bool is_thai = false;

    /// The pieces from `first` on, `count` of them, as text.
    [[nodiscard]] std::string text(std::size_t first, std::size_t count) const;

    [[nodiscard]] std::string text() const { return text(0, pieces.size()); }
};

/// The words of the first `text_bytes_max` bytes. Bytes that are no UTF-8 part words like blanks.
std::vector<Word> split_words(std::string_view text);

}  // namespace foreshock::triage
