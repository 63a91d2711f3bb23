#include "collectors/hardware/catalog.hpp"

#include <array>

#include "collectors/hardware/bcache.hpp"
#include "collectors/hardware/btrfs.hpp"
#include "collectors/hardware/edac.hpp"
#include "collectors/hardware/fibre_channel.hpp"
#include "collectors/hardware/ipmi.hpp"
#include "collectors/hardware/iscsi.hpp"
#include "collectors/hardware/lvm.hpp"
#include "collectors/hardware/multipath.hpp"
#include "collectors/hardware/power.hpp"
#include "collectors/hardware/raid.hpp"
#include "collectors/hardware/smart.hpp"
#include "collectors/hardware/thermal.hpp"
#include "collectors/hardware/zfs.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> hardware_catalog() {
    constexpr Duration often = std::chrono::seconds{10};
    constexpr Duration rarely = std::chrono::minutes{1};
    static const std::array catalog{
        CollectorEntry{"raid", "Software arrays: what they lack and how their repair goes.", often,
                       true, raid_signals(), make_raid},
        CollectorEntry{"multipath", "Disks that are reached by several paths.", often, true,
                       multipath_signals(), make_multipath},
        CollectorEntry{"fibre_channel", "Ports of Fibre Channel adapters, and what they count.",
                       often, true, fibre_channel_signals(), make_fibre_channel},
        CollectorEntry{"iscsi", "Sessions with iSCSI targets.", often, true, iscsi_signals(),
                       make_iscsi},
        CollectorEntry{"bcache", "Disks that are cached on faster ones by bcache.", often, true,
                       bcache_signals(), make_bcache},
        CollectorEntry{"smart",
                       "What disks tell of their health, asked every ten minutes, never woken.",
                       often, true, smart_signals(), make_smart},
        CollectorEntry{"lvm", "Thin pools and snapshots of LVM, asked once a minute.", often, true,
                       lvm_signals(), make_lvm},
        CollectorEntry{"zfs", "State of ZFS pools, and once a minute their space.", often, true,
                       zfs_signals(), make_zfs},
        CollectorEntry{"btrfs", "Space, devices and errors of btrfs.", rarely, true,
                       btrfs_signals(), make_btrfs},
        CollectorEntry{"thermal", "Temperatures, fans, voltages and power of the host's sensors.",
                       often, true, thermal_signals(), make_thermal},
        CollectorEntry{"edac", "Memory errors that the hardware corrected or could not.", rarely,
                       true, edac_signals(), make_edac},
        CollectorEntry{"power", "Mains, batteries and attached UPSs.", often, true, power_signals(),
                       make_power},
        CollectorEntry{"ipmi", "Sensors of the management controller, asked once a minute.", often,
                       false, ipmi_signals(), make_ipmi},
    };
    return catalog;
}

}  // namespace foreshock::collectors
