#include "collectors/check_settings.hpp"

#include <array>

namespace foreshock::collectors {

std::string_view check_type(const CheckTarget& target) {
    constexpr std::array<std::string_view, std::variant_size_v<CheckTarget>> names{
        "http", "tcp", "dns", "tls", "icmp", "file", "plugin"};
    return names[target.index()];
}

}  // namespace foreshock::collectors
