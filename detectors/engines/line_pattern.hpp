#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace foreshock::detectors {

/// A pattern for log lines that a pack can hold: literal text, `*` for any text, and `{name}` for
/// one word that is kept as a label. It is looked for anywhere in the line, upper and lower case
/// apart.
///
///     "I/O error, dev {device}, sector "     "{link}: NIC Link is Down"     "EXT4-fs error
///     *{device}):"
///
/// A `{name}` reaches from the literal before it to the literal behind it and holds no blank and
/// no byte that a label may not hold; at the pattern's end it is the rest of the word without
/// `.,:;)]`; at the beginning, or behind `*`, it is the word that ends where the literal begins. So
/// it needs a literal on one side at least.
///
/// No regular expressions: literals are looked for from left to right, each at its first place, and
/// only the first literal is tried at up to `tries_max` places, so that a line costs a bounded
/// number of passes over it. Immutable; for any thread.
class LinePattern {
public:
    static constexpr std::size_t tries_max = 8;
    static constexpr std::size_t name_bytes_max = 128;  ///< a longer word is no match

    using Captures = std::vector<std::pair<std::string_view, std::string_view>>;

    /// invalid: says what is wrong with the pattern.
    static Result<LinePattern> parse(std::string_view text);

    /// On a match the names and their words (views into pattern and line), else false.
    bool match(std::string_view line, Captures& captures) const;

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    enum class Gap : std::uint8_t {
        none,           // the first literal
        any,            // any text
        word_behind,    // a word between the literal before and this one
        word_in_front,  // any text that ends with a word
    };

    /// What stands before a literal, and the literal; only the last one may be empty.
    struct Part {
        Gap gap = Gap::none;
        std::string name;
        std::string literal;
    };

    [[nodiscard]] static std::string_view word_before(const Part& part, std::string_view line,
                                                      std::size_t from, std::size_t place);
    [[nodiscard]] bool match_at(std::string_view line, std::size_t place, Captures& captures) const;

    std::string text_;
    std::vector<Part> parts_;
};

}  // namespace foreshock::detectors
