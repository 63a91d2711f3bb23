#include "collectors/all/catalog.hpp"

#include "collectors/checks/catalog.hpp"
#include "collectors/hardware/catalog.hpp"
#include "collectors/logs/catalog.hpp"
#include "collectors/network/catalog.hpp"
#include "collectors/storage/catalog.hpp"
#include "collectors/system/catalog.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> collector_catalog() {
    static const auto catalog = [] {
        std::vector<CollectorEntry> all;
        for (const auto room :
             {kernel_catalog(), network_catalog(), storage_catalog(), hardware_catalog(),
              system_catalog(), logs_catalog(), checks_catalog()})
            all.insert(all.end(), room.begin(), room.end());
        return all;
    }();
    return catalog;
}

}  // namespace foreshock::collectors
