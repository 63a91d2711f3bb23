#include "collectors/system/catalog.hpp"

#include <array>

#include "collectors/system/accounts.hpp"
#include "collectors/system/certificates.hpp"
#include "collectors/system/deleted_libraries.hpp"
#include "collectors/system/inventory.hpp"
#include "collectors/system/time.hpp"
#include "collectors/system/units.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> system_catalog() {
    using std::chrono::minutes;
    using std::chrono::seconds;
    // What is asked in the background has a pace of its own; a tick only looks for the answer.
    static const std::array catalog{
        CollectorEntry{"units",
                       "systemd's units, timers, sockets and jobs; systemd is asked every 10s.",
                       seconds{1}, true, units_signals(), make_units},
        CollectorEntry{"time", "The clock, and whether somebody keeps it right.", seconds{10}, true,
                       time_signals(), make_time},
        CollectorEntry{"inventory",
                       "What the host is made of, mostly as facts; it is read once a minute.",
                       seconds{1}, true, inventory_signals(), make_inventory},
        CollectorEntry{"certificates",
                       "When certificates in files and on local ports end; read once an hour.",
                       minutes{1}, true, certificates_signals(), make_certificates},
        CollectorEntry{"accounts", "When passwords and accounts end.", minutes{5}, true,
                       accounts_signals(), make_accounts},
        CollectorEntry{"deleted_libraries",
                       "Programs that still execute deleted libraries; looked for once an hour.",
                       minutes{1}, true, deleted_libraries_signals(), make_deleted_libraries},
    };
    return catalog;
}

}  // namespace foreshock::collectors
