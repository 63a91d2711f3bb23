#include "server/triage/words.hpp"

#include <algorithm>

namespace foreshock::triage {
namespace {

struct Letter {
    char32_t code = 0;  ///< 0: bytes that are no UTF-8
    std::size_t bytes = 1;
};

std::size_t length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

Letter letter_at(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = length_of(first);
    if (length == 0 || length > text.size()) return {};
    if (length == 1) return {first, 1};
    char32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80) return {};
        code = (code << 6) | (next & 0x3F);
    }
    return {code, length};
}

bool is_thai(char32_t code) {
    const bool is_letter = code >= 0x0E01 && code <= 0x0E4E;
    return is_letter && code != 0x0E3F && code != 0x0E46;  // the baht sign, the mark of repetition
}

/// Written above or below a consonant, or a tone mark.
bool joins_the_one_before(char32_t code) {
    return code == 0x0E31 || (code >= 0x0E34 && code <= 0x0E3A) ||
           (code >= 0x0E47 && is_thai(code));
}

/// Vowels that are written before their consonant.
bool joins_the_one_after(char32_t code) {
    return code >= 0x0E40 && code <= 0x0E44;
}

bool is_digit(char32_t code) {
    return code >= '0' && code <= '9';
}

bool is_word_letter(char32_t code) {
    if (code < 0x80) {
        const char32_t lower = code | 0x20;
        return is_digit(code) || (lower >= 'a' && lower <= 'z') || code == '_';
    }
    const bool is_mark = code < 0xC0 || (code >= 0x0E00 && code <= 0x0E7F) ||
                         (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x303F);
    return !is_mark;
}

class Splitter {
public:
    void take(char32_t code, std::string_view bytes) {
        if (is_thai(code)) return take_thai(code, bytes);
        if (!is_word_letter(code)) return end_word();
        open(false);
        auto& pieces = words_.back().pieces;
        if (is_digit(code)) {
            if (pieces.empty() || pieces.back() != "0") pieces.emplace_back("0");
        } else {
            pieces.emplace_back(bytes);
            if (code >= 'A' && code <= 'Z') pieces.back()[0] = static_cast<char>(code + 32);
        }
    }

    std::vector<Word> finish() {
        end_word();
        return std::move(words_);
    }

    void end_word() {
        waits_for_consonant_ = false;
        is_open_ = false;
    }

private:
    void open(bool thai) {
        const bool goes_on = is_open_ && words_.back().is_thai == thai &&
                             words_.back().pieces.size() < Word::pieces_max;
        if (goes_on) return;
        end_word();
        words_.push_back({{}, thai});
        is_open_ = true;
    }

    void take_thai(char32_t code, std::string_view bytes) {
        const bool joins =
            is_open_ && words_.back().is_thai && !words_.back().pieces.empty() &&
            (joins_the_one_before(code) || (waits_for_consonant_ && !joins_the_one_after(code)));
        if (joins) {
            words_.back().pieces.back() += bytes;
            waits_for_consonant_ = waits_for_consonant_ && joins_the_one_before(code);
            return;
        }
        open(true);
        words_.back().pieces.emplace_back(bytes);
        waits_for_consonant_ = joins_the_one_after(code);
    }

    std::vector<Word> words_;
    bool is_open_ = false;
    bool waits_for_consonant_ = false;
};

}  // namespace

std::string Word::text(std::size_t first, std::size_t count) const {
    std::string joined;
    const std::size_t end = std::min(first + count, pieces.size());
    for (std::size_t i = first; i < end; ++i)
        joined += pieces[i];
    return joined;
}

std::vector<Word> split_words(std::string_view text) {
    text = text.substr(0, text_bytes_max);
    Splitter splitter;
    while (!text.empty()) {
        const Letter letter = letter_at(text);
        if (letter.code == 0) {
            splitter.end_word();
        } else {
            splitter.take(letter.code, text.substr(0, letter.bytes));
        }
        text.remove_prefix(letter.bytes);
    }
    return splitter.finish();
}

}  // namespace foreshock::triage
