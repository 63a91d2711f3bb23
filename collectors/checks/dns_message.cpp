#include "collectors/checks/dns_message.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <arpa/inet.h>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::size_t header_bytes = 12;
constexpr std::size_t name_bytes_max = 253;
constexpr std::size_t part_bytes_max = 63;
constexpr unsigned class_internet = 1;
constexpr unsigned flag_response = 0x8000;
constexpr unsigned flag_truncated = 0x0200;
constexpr unsigned flag_recursion_desired = 0x0100;

void put_16(std::string& out, unsigned value) {
    out += static_cast<char>(value >> 8U & 0xFFU);
    out += static_cast<char>(value & 0xFFU);
}

/// False when a part of the name is empty or too long.
bool put_parts(std::string& out, std::string_view name) {
    if (name.size() > name_bytes_max) return false;
    while (true) {
        const std::string_view part = name.substr(0, name.find('.'));
        if (part.empty() || part.size() > part_bytes_max) return false;
        out += static_cast<char>(part.size());
        out += part;
        if (part.size() == name.size()) return true;
        name.remove_prefix(part.size() + 1);
    }
}

/// Reads big-endian numbers off the front; after a read beyond the end it is no longer good.
class Cursor {
public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    unsigned take_8() {
        const std::string_view byte = take(1);
        return byte.empty() ? 0 : static_cast<unsigned char>(byte.front());
    }

    unsigned take_16() {
        const unsigned high = take_8();
        return high << 8U | take_8();
    }

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            good_ = false;
            rest_ = {};
            return {};
        }
        const std::string_view bytes = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return bytes;
    }

    /// Parts with their lengths, up to an empty one or a pointer (RFC 1035 §4.1.4).
    void skip_name() {
        constexpr unsigned pointer = 0xC0;
        while (good_) {
            const unsigned length = take_8();
            if (length == 0) return;
            if ((length & pointer) == pointer) {
                take_8();
                return;
            }
            if (length > part_bytes_max) good_ = false;
            take(length);
        }
    }

    [[nodiscard]] bool good() const { return good_; }

private:
    std::string_view rest_;
    bool good_ = true;
};

std::optional<std::string> address_text(unsigned type, std::string_view bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool is_a = type == static_cast<unsigned>(DnsType::a) && bytes.size() == 4;
    const bool is_aaaa = type == static_cast<unsigned>(DnsType::aaaa) && bytes.size() == 16;
    if (!is_a && !is_aaaa) return std::nullopt;
    ::inet_ntop(is_a ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

void take_record(Cursor& cursor, DnsAnswer& answer) {
    constexpr std::size_t time_to_live_bytes = 4;
    cursor.skip_name();
    const unsigned type = cursor.take_16();
    const unsigned record_class = cursor.take_16();
    cursor.take(time_to_live_bytes);
    const std::string_view content = cursor.take(cursor.take_16());
    if (!cursor.good() || record_class != class_internet) return;
    if (auto text = address_text(type, content)) answer.addresses.push_back(std::move(*text));
}

bool is_address(const std::string& text) {
    std::array<unsigned char, 16> bytes{};
    const std::string without_scope = text.substr(0, text.find('%'));
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, without_scope.c_str(), bytes.data()) == 1;
}

}  // namespace

std::string describe_dns_code(int code) {
    constexpr std::array<std::string_view, 6> names{"no error",
                                                    "it found the question malformed",
                                                    "it failed itself",
                                                    "there is no such name",
                                                    "it does not do that",
                                                    "it refused"};
    if (code >= 0 && static_cast<std::size_t>(code) < names.size()) {
        return std::string{names[static_cast<std::size_t>(code)]};
    }
    return "code " + std::to_string(code);
}

Result<std::string> make_dns_query(std::uint16_t id, std::string_view name, DnsType type) {
    if (name.empty() || name.size() > name_bytes_max + 1) {
        return fail(Errc::invalid, "a name has 1 to 253 bytes");
    }
    if (name.ends_with('.')) name.remove_suffix(1);
    std::string out;
    put_16(out, id);
    put_16(out, flag_recursion_desired);
    for (const unsigned count : {1U, 0U, 0U, 0U})
        put_16(out, count);
    if (!name.empty() && !put_parts(out, name)) {
        return fail(Errc::invalid, "a part of a name has 1 to 63 bytes, a name at most 253");
    }
    out += '\0';
    put_16(out, static_cast<unsigned>(type));
    put_16(out, class_internet);
    return out;
}

Result<DnsAnswer> parse_dns_answer(std::string_view message) {
    if (message.size() < header_bytes) return fail(Errc::malformed, "dns: shorter than a header");
    Cursor cursor{message};
    DnsAnswer answer;
    answer.id = static_cast<std::uint16_t>(cursor.take_16());
    const unsigned flags = cursor.take_16();
    if ((flags & flag_response) == 0) return fail(Errc::malformed, "dns: not a response");
    answer.code = static_cast<int>(flags & 0x0FU);
    answer.is_truncated = (flags & flag_truncated) != 0;
    const unsigned questions = cursor.take_16();
    const unsigned records = cursor.take_16();
    cursor.take(header_bytes - 8);
    for (unsigned i = 0; i < questions && cursor.good(); ++i) {
        cursor.skip_name();
        cursor.take(4);
    }
    for (unsigned i = 0; i < std::min<std::size_t>(records, dns_records_max); ++i)
        take_record(cursor, answer);
    if (!cursor.good() && !answer.is_truncated) {
        return fail(Errc::malformed, "dns: shorter than it says");
    }
    return answer;
}

std::vector<std::string> parse_name_servers(std::string_view resolv_conf) {
    std::vector<std::string> servers;
    std::string_view line;
    while (take_line(resolv_conf, line) && servers.size() < name_servers_max) {
        if (take_word(line) != "nameserver") continue;
        std::string address{take_word(line)};
        const bool is_new = std::find(servers.begin(), servers.end(), address) == servers.end();
        if (is_new && is_address(address)) servers.push_back(std::move(address));
    }
    return servers;
}

}  // namespace foreshock::collectors
