#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace foreshock::detectors {

/// One word of a log line, what varies in it left out. `variable` words all have the hash 0.
using TokenHash = std::uint32_t;
inline constexpr TokenHash variable_token = 0;

/// The words of a log line as numbers, what varies in them masked, so that two lines of one
/// statement of a program look alike: numbers, hexadecimal and mixed names (sda1, 0x3f, UUIDs, IP
/// and MAC addresses, timestamps), paths, quoted texts, month and day names before a number.
/// "key=42," keeps its key and its comma; several variable words in a row count as one. Bytes
/// of any kind are taken; blanks, tabs and control characters part words.
///
/// The masks follow the preprocessing step of He, Zhu, Zheng, Lyu, "Drain: An Online Log Parsing
/// Approach with Fixed Depth Tree", ICWS 2017, section III-B, with one fixed set of masks.
///
/// 200 bytes, no allocation; time linear in the bytes looked at. For one thread.
class LineTokens {
public:
    static constexpr std::size_t tokens_max = 48;  ///< words behind them are not looked at
    static constexpr std::size_t bytes_max = 1024;

    explicit LineTokens(std::string_view text);

    [[nodiscard]] std::span<const TokenHash> tokens() const { return {tokens_.data(), count_}; }

private:
    void add(TokenHash token);

    std::array<TokenHash, tokens_max> tokens_;  // the first count_ are set
    std::size_t count_ = 0;
};

/// The same masks for people: `*` stands for what varies, "***" for secrets
/// (formats::mask_secrets). At most `length_max` bytes, whole words.
std::string mask_line(std::string_view line, std::size_t length_max = 160);

/// Does the line speak of a failure ("failed", "error", "panic", "refused", "timed out"), whatever
/// its severity? Looks at its first 512 bytes. "0 errors" and "no error" are no failure.
bool has_failure_word(std::string_view text);

}  // namespace foreshock::detectors
