#include "core/ip_address.hpp"

#include <arpa/inet.h>

namespace foreshock {

bool is_ip_address(const std::string& text) {
    in_addr four{};
    in6_addr six{};
    return ::inet_pton(AF_INET, text.c_str(), &four) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), &six) == 1;
}

}  // namespace foreshock
