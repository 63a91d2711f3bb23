#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::collectors {

// Messages of the Domain Name System, as much of RFC 1035 §4 as a question for addresses takes.

enum class DnsType : std::uint16_t { a = 1, ns = 2, aaaa = 28 };

/// A UDP message cannot be longer without EDNS (RFC 1035 §2.3.4); larger answers come truncated.
inline constexpr std::size_t dns_message_bytes_max = 512;
inline constexpr std::size_t dns_records_max = 64;

struct DnsAnswer {
    std::uint16_t id = 0;
    int code = 0;  ///< RCODE: 0 no error, 2 server failure, 3 no such name
    bool is_truncated = false;
    std::vector<std::string> addresses;  ///< of the answer section: "192.0.2.1", "2001:db8::1"
};

/// "no such name" for 3; codes without a name of their own are "code 11".
std::string describe_dns_code(int code);

/// A question that asks for recursion; "." is the root. invalid: the name is empty, longer than 253
/// bytes, or a part of it is empty or longer than 63 bytes. A dot at its end is fine.
Result<std::string> make_dns_query(std::uint16_t id, std::string_view name, DnsType type);

/// Reads a response; malformed when it is none, or shorter than it says. Names are skipped, not
/// followed, so that no pointer leads in circles.
Result<DnsAnswer> parse_dns_answer(std::string_view message);

/// The `nameserver` lines of resolv.conf(5), without those that are no address: at most
/// name_servers_max, in their order. The library itself uses only the first three.
std::vector<std::string> parse_name_servers(std::string_view resolv_conf);

inline constexpr std::size_t name_servers_max = 8;

}  // namespace foreshock::collectors
