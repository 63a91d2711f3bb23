#include "server/reports/token.hpp"

#include <cassert>

#include "core/number.hpp"
#include "server/digest/digest.hpp"

namespace foreshock::reports {
namespace {

constexpr std::size_t mark_bytes = 20;
constexpr std::size_t reply_mark_bytes = 10;
constexpr std::size_t id_bytes = 20;
constexpr std::size_t reply_token_bytes = 33;
constexpr std::size_t key_bytes_min = 32;

constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base32 = "abcdefghijklmnopqrstuvwxyz234567";  // RFC 4648, lower case

/// Digits of 2^bits, RFC 4648 without padding.
std::string to_digits(std::string_view bytes, std::string_view digits, unsigned bits) {
    std::string text;
    unsigned held = 0;
    unsigned count = 0;
    for (const char byte : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(byte);
        count += 8;
        while (count >= bits) {
            count -= bits;
            text += digits[(held >> count) & ((1U << bits) - 1)];
        }
        held &= (1U << count) - 1;
    }
    if (count > 0) text += digits[(held << (bits - count)) & ((1U << bits) - 1)];
    return text;
}

/// False for a letter that is no digit.
bool from_digits(std::string_view text, std::string_view digits, unsigned bits,
                 std::string& bytes) {
    unsigned held = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::size_t value = digits.find(c);
        if (value == std::string_view::npos) return false;
        held = (held << bits) | static_cast<unsigned>(value);
        count += bits;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(held >> count);
        held &= (1U << count) - 1;
    }
    return true;
}

std::string mark_of(std::string_view words, std::string_view key, std::size_t bytes) {
    const digest::Sha256 mark = digest::hmac_sha256(key, words);
    return {reinterpret_cast<const char*>(mark.data()), bytes};
}

// Fields are parted by NUL, which none of them holds.
std::string words_of(const Grant& grant) {
    std::string words(1, static_cast<char>('0' + static_cast<int>(grant.purpose)));
    words += std::to_string(
        std::chrono::floor<std::chrono::minutes>(grant.good_until).time_since_epoch().count());
    words += '\0';
    words += grant.subject;
    words += '\0';
    words += grant.holder;
    words += '\0';
    words += grant.occasion;
    return words;
}

std::size_t next_nul(std::string_view words, std::size_t after) {
    return after == std::string_view::npos ? after : words.find('\0', after + 1);
}

Result<Grant> grant_from(std::string_view words) {
    const auto bad = fail(Errc::refused, "the link is none of this server");
    if (words.size() < 2 || words[0] < '0' || words[0] > '3') return bad;
    const std::size_t first = words.find('\0');
    const std::size_t second = next_nul(words, first);
    const std::size_t third = next_nul(words, second);
    if (third == std::string_view::npos) return bad;
    const auto minutes = parse_uint(words.substr(1, first - 1));
    if (!minutes || *minutes > 100'000'000ULL) return bad;
    Grant grant;
    grant.purpose = static_cast<Purpose>(words[0] - '0');
    grant.good_until = TimePoint{std::chrono::minutes{static_cast<std::int64_t>(*minutes)}};
    grant.subject = words.substr(first + 1, second - first - 1);
    grant.holder = words.substr(second + 1, third - second - 1);
    grant.occasion = words.substr(third + 1);
    return grant;
}

std::string reply_mark(std::string_view subject, std::string_view holder, std::string_view key) {
    std::string words{"reply"};
    words += '\0';
    words += subject;
    words += '\0';
    words += holder;
    return to_digits(mark_of(words, key, reply_mark_bytes), base32, 5);
}

}  // namespace

std::string seal(const Grant& grant, std::string_view key) {
    assert(key.size() >= key_bytes_min);
    const std::string words = words_of(grant);
    return to_digits(mark_of(words, key, mark_bytes) + words, base64url, 6);
}

Result<Grant> unseal(std::string_view token, std::string_view key, TimePoint now) {
    std::string bytes;
    const bool is_readable = token.size() <= token_bytes_max &&
                             from_digits(token, base64url, 6, bytes) && bytes.size() > mark_bytes;
    if (!is_readable) return fail(Errc::refused, "the link is none of this server");
    const std::string words = bytes.substr(mark_bytes);
    if (!digest::is_equal(mark_of(words, key, mark_bytes), bytes.substr(0, mark_bytes))) {
        return fail(Errc::refused, "the link is none of this server");
    }
    Result<Grant> grant = grant_from(words);
    if (grant && grant->good_until < now) {
        return fail(Errc::refused,
                    "the link is good no more: it ended at " + format_rfc3339(grant->good_until));
    }
    return grant;
}

// "rep-" and "inc-" become one letter.
std::string reply_token(std::string_view subject, std::string_view holder, std::string_view key) {
    assert(subject.size() == id_bytes && key.size() >= key_bytes_min);
    return std::string{subject.substr(0, 1)} + std::string{subject.substr(4)} +
           reply_mark(subject, holder, key);
}

Result<std::string> check_reply_token(std::string_view token, std::string_view holder,
                                      std::string_view key) {
    const auto bad = fail(Errc::refused, "the address is none to answer to");
    std::string lowered{token};
    for (char& c : lowered)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lowered.size() != reply_token_bytes || (lowered[0] != 'r' && lowered[0] != 'i')) return bad;
    const std::string subject = (lowered[0] == 'r' ? "rep-" : "inc-") + lowered.substr(1, 16);
    if (!digest::is_equal(reply_mark(subject, holder, key), lowered.substr(17))) return bad;
    return subject;
}

std::string digest_of(std::string_view token) {
    return digest::hex(digest::sha256(token));
}

}  // namespace foreshock::reports
