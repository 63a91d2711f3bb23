#include <cstdint>
#include <cstdlib>

#include "collectors/checks/dns_message.hpp"

/// Answers of name servers, names to ask for, and resolv.conf: bounded, and whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    if (const auto answer = parse_dns_answer(text)) {
        if (answer->addresses.size() > dns_records_max) std::abort();
        for (const auto& address : answer->addresses) {
            if (address.empty()) std::abort();
        }
        if (describe_dns_code(answer->code).empty()) std::abort();
    }
    if (const auto query = make_dns_query(7, text, DnsType::a)) {
        if (query->size() > dns_message_bytes_max) std::abort();
    }
    if (parse_name_servers(text).size() > name_servers_max) std::abort();
    return 0;
}
