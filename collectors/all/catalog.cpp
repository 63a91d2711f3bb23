#include "collectors/all/catalog.hpp"

#include "collectors/logs/catalog.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> collector_catalog() {
    static const auto catalog = [] {
        std::vector<CollectorEntry> all;
        for (const auto room : {kernel_catalog(), logs_catalog()})
            all.insert(all.end(), room.begin(), room.end());
        return all;
    }();
    return catalog;
}

}  // namespace foreshock::collectors
