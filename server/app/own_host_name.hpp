#pragma once

#include <string>

namespace foreshock::app {

/// As the kernel has it; empty when it tells none.
std::string own_host_name();

}  // namespace foreshock::app
