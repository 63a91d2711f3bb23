#include "server/app/own_host_name.hpp"

#include <array>

#include <unistd.h>

namespace foreshock::app {

std::string own_host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()} : "";
}

}  // namespace foreshock::app
