#include "collectors/checks/catalog.hpp"

#include <array>

#include "collectors/checks/checks.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> checks_catalog() {
    constexpr Duration second = std::chrono::seconds{1};
    static const std::array catalog{
        CollectorEntry{"checks", "Pages, ports, names, certificates, files and plugins.", second,
                       true, checks_signals(), make_checks},
    };
    return catalog;
}

}  // namespace foreshock::collectors
