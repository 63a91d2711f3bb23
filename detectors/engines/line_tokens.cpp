#include "detectors/engines/line_tokens.hpp"

#include <algorithm>

#include "formats/mask_secrets.hpp"

namespace foreshock::detectors {
namespace {

enum Letter : std::uint8_t { plain, blank, digit, mark };

/// Marks part a word into pieces of which each is masked by itself: "dev=sda1," is "dev=*,".
constexpr std::array<Letter, 256> letters = [] {
    std::array<Letter, 256> table{};
    for (std::size_t c = 0; c <= ' '; ++c)
        table[c] = blank;
    table[0x7F] = blank;
    for (std::size_t c = '0'; c <= '9'; ++c)
        table[c] = digit;
    for (const char c : std::string_view{"=:,;()[]{}<>|\"'`"})
        table[static_cast<unsigned char>(c)] = mark;
    return table;
}();

Letter letter(char c) {
    return letters[static_cast<unsigned char>(c)];
}

constexpr std::uint32_t hash_start = 2166136261U;

// Fowler, Noll, Vo: FNV-1a, 32 bits.
constexpr std::uint32_t hashed(std::uint32_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(c)) * 16777619U;
}

/// Takes the masked letters of one word; a `*` behind a `*` and one mark ("12:30") is the same one.
template <class Take>
class WordMask {
public:
    explicit WordMask(Take take) : take_(take) {}

    void letter(char c) {
        flush();
        take_(c);
        only_varies_ = false;
    }

    void mark(char c) {
        flush();
        pending_ = c;
    }

    void variable() {
        if (pending_ != 0 && !after_variable_) flush();
        pending_ = 0;
        if (!after_variable_) take_('*');
        after_variable_ = varies_ = true;
    }

    /// Nothing but marks around what varies?
    bool finish() {
        flush();
        return only_varies_ && varies_;
    }

private:
    void flush() {
        if (pending_ != 0) take_(pending_);
        pending_ = 0;
        after_variable_ = false;
    }

    Take take_;
    char pending_ = 0;
    bool after_variable_ = false;
    bool varies_ = false;
    bool only_varies_ = true;
};

bool is_quote(char c) {
    return c == '"' || c == '\'' || c == '`';
}

/// Where the quoted text that begins at `at` ends (behind its quote); `at` when none ends soon.
std::size_t quoted_end(std::string_view text, std::size_t at) {
    constexpr std::size_t quoted_max = 256;
    const char quote = text[at] == '`' ? '\'' : text[at];
    const std::size_t end = text.substr(0, at + quoted_max).find(quote, at + 1);
    if (end == text.npos || end == at + 1) return at;
    const bool closes = end + 1 == text.size() || letter(text[end + 1]) == blank ||
                        letter(text[end + 1]) == mark || text[end + 1] == '.';
    return closes ? end + 1 : at;
}

/// "sda", "vdb", "xvdc": names of things without a digit that the kernel speaks of most.
bool is_disk(std::string_view piece) {
    if (piece.starts_with('x')) piece.remove_prefix(1);
    return piece.size() == 3 && piece[1] == 'd' &&
           (piece[0] == 's' || piece[0] == 'v' || piece[0] == 'h');
}

/// A piece of a word between marks: does it name one of many things? A path has a slash in front,
/// or two ("I/O" has one).
bool varies(std::string_view piece, bool has_digit) {
    if (has_digit || is_disk(piece) || (piece.size() > 1 && piece.front() == '/')) return true;
    const std::size_t slash = piece.find('/');
    return slash != piece.npos && piece.find('/', slash + 1) != piece.npos;
}

/// Masks the word at `at` into `mask`; answers where it ends.
template <class Mask>
std::size_t mask_word(std::string_view text, std::size_t at, Mask& mask) {
    bool opens = true;  // at the word's beginning or behind a mark
    while (at < text.size() && letter(text[at]) != blank) {
        const char c = text[at];
        if (letter(c) == mark) {
            const std::size_t end = opens && is_quote(c) ? quoted_end(text, at) : at;
            if (end == at) {
                mask.mark(c);
                ++at;
            } else {
                mask.variable();
                at = end;
            }
            opens = true;
            continue;
        }
        const std::size_t from = at;
        bool has_digit = false;
        for (; at < text.size() && letter(text[at]) != blank && letter(text[at]) != mark; ++at)
            has_digit = has_digit || letter(text[at]) == digit;
        const std::string_view piece = text.substr(from, at - from);
        if (varies(piece, has_digit))
            mask.variable();
        else
            for (const char each : piece)
                mask.letter(each);
        opens = false;
    }
    return at;
}

/// "Jan", "Mon" and the like, before a number or another such name.
bool is_calendar_name(std::string_view text, std::size_t from, std::size_t to) {
    if (to - from != 3) return false;
    constexpr std::string_view names =
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun ";
    const std::size_t found = names.find(text.substr(from, 3));
    if (found == names.npos || found % 4 != 0) return false;
    const std::size_t next = text.find_first_not_of(" ", to);
    if (next == text.npos || next == to) return false;
    return letter(text[next]) == digit ||
           (text.size() >= next + 3 && names.find(text.substr(next, 3)) % 4 == 0);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && letter(text[at]) == blank)
        ++at;
    return at;
}

constexpr std::array<std::string_view, 34> failure_words{
    "abort",     "broken",    "cannot",  "can't",    "corrupt",  "could not",  "couldn't",
    "crash",     "critical",  "dead",    "denied",   "dropped",  "dropping",   "error",
    "exception", "exhausted", "expired", "fail",     "fatal",    "fault",      "hung",
    "invalid",   "killed",    "lost",    "out of",   "overflow", "panic",      "refused",
    "reset by",  "timed out", "timeout", "too many", "unable",   "unreachable"};

struct Range {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
};

/// Where in the sorted list the words of each initial are: most letters cost one look.
constexpr std::array<Range, 256> words_of = [] {
    std::array<Range, 256> table{};
    for (std::size_t i = 0; i < failure_words.size(); ++i) {
        const auto initial = static_cast<unsigned char>(failure_words[i].front());
        Range& range = table[initial];
        if (range.last == 0) range.first = static_cast<std::uint8_t>(i);
        range.last = static_cast<std::uint8_t>(i + 1);
        table[static_cast<std::size_t>(initial - 'a' + 'A')] = range;
    }
    return table;
}();

bool starts_with_word(std::string_view text, std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char letter, char c) {
               return letter == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
           });
}

/// "0 errors", "no error", "without failure".
bool is_denied(std::string_view before) {
    while (before.ends_with(' ') || before.ends_with('='))
        before.remove_suffix(1);
    return before.ends_with(" 0") || before == "0" || before.ends_with("no") ||
           before.ends_with("without") || before.ends_with("No");
}

bool is_word_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}

}  // namespace

LineTokens::LineTokens(std::string_view text) {
    text = text.substr(0, bytes_max);
    std::size_t at = skip_blanks(text, 0);
    while (at < text.size() && count_ < tokens_max) {
        std::uint32_t hash = hash_start;
        const auto take = [&hash](char c) { hash = hashed(hash, c); };
        WordMask<decltype(take)> mask{take};
        const std::size_t from = at;
        at = mask_word(text, at, mask);
        const bool is_variable = mask.finish() || is_calendar_name(text, from, at);
        add(is_variable ? variable_token : std::max<TokenHash>(hash, 1));
        at = skip_blanks(text, at);
    }
}

void LineTokens::add(TokenHash token) {
    if (token == variable_token && count_ > 0 && tokens_[count_ - 1] == variable_token) return;
    tokens_[count_++] = token;
}

std::string mask_line(std::string_view line, std::size_t length_max) {
    // A secret that is cut in two is masked all the same.
    const std::string without_secrets = formats::mask_secrets(line);
    const std::string_view text =
        std::string_view{without_secrets}.substr(0, LineTokens::bytes_max);
    std::string masked;
    std::size_t at = skip_blanks(text, 0);
    bool after_variable = false;
    while (at < text.size()) {
        std::string word;
        const auto take = [&word](char c) { word += c; };
        WordMask<decltype(take)> mask{take};
        const std::size_t from = at;
        at = mask_word(text, at, mask);
        const bool is_variable = mask.finish() || is_calendar_name(text, from, at);
        at = skip_blanks(text, at);
        if (is_variable) word = "*";
        if (is_variable && after_variable) continue;
        after_variable = is_variable;
        if (masked.size() + word.size() + 1 > length_max) break;
        if (!masked.empty()) masked += ' ';
        masked += word;
    }
    return masked;
}

bool has_failure_word(std::string_view text) {
    constexpr std::size_t looked_at_max = 512;
    text = text.substr(0, looked_at_max);
    bool in_word = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = !in_word;
        in_word = is_word_letter(text[at]);
        if (!begins || !in_word) continue;
        const Range range = words_of[static_cast<unsigned char>(text[at])];
        for (std::size_t word = range.first; word < range.last; ++word)
            if (starts_with_word(text.substr(at), failure_words[word]) &&
                !is_denied(text.substr(0, at)))
                return true;
    }
    return false;
}

}  // namespace foreshock::detectors
