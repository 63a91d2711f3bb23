#pragma once

#include <string>

namespace foreshock {

/// An IPv4 address in four decimal parts, or an IPv6 address without brackets and scope.
bool is_ip_address(const std::string& text);

}  // namespace foreshock
