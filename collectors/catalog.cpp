#include "collectors/catalog.hpp"

#include <array>

#include "collectors/cgroup.hpp"
#include "collectors/cpu.hpp"
#include "collectors/cpu_throttle.hpp"
#include "collectors/deleted_files.hpp"
#include "collectors/disk.hpp"
#include "collectors/filesystem.hpp"
#include "collectors/kernel_limits.hpp"
#include "collectors/keys.hpp"
#include "collectors/load.hpp"
#include "collectors/memory.hpp"
#include "collectors/memory_zones.hpp"
#include "collectors/network.hpp"
#include "collectors/numa.hpp"
#include "collectors/pressure.hpp"
#include "collectors/process.hpp"
#include "collectors/process_sampler.hpp"
#include "collectors/run_queue.hpp"
#include "collectors/slab.hpp"
#include "collectors/sockets.hpp"
#include "collectors/tasks.hpp"
#include "collectors/tick_readings.hpp"
#include "collectors/vmstat.hpp"

namespace foreshock::collectors {

std::shared_ptr<TickReadings> readings_of(const CollectorContext& context) {
    return context.readings ? context.readings : std::make_shared<TickReadings>(context.host);
}

std::span<const CollectorEntry> kernel_catalog() {
    constexpr Duration second = std::chrono::seconds{1};
    static const std::array catalog{
        CollectorEntry{"cpu", "Where processor time goes, and which cores are busy.", second, true,
                       cpu_signals(), make_cpu},
        CollectorEntry{"load", "How many tasks run or wait.", second, true, load_signals(),
                       make_load},
        CollectorEntry{"memory", "Memory and swap of the host.", second, true, memory_signals(),
                       make_memory},
        CollectorEntry{"pressure", "Time lost waiting for cores, memory and disks (PSI).", second,
                       true, pressure_signals(), make_pressure},
        CollectorEntry{"vmstat", "Paging, swapping, reclaim and kills for lack of memory.", second,
                       true, vmstat_signals(), make_vmstat},
        CollectorEntry{"filesystem", "Space, inodes and state of mounted filesystems.", second,
                       true, filesystem_signals(), make_filesystem},
        CollectorEntry{"disk", "Rates, latency, queue and busy time of whole disks.", second, true,
                       disk_signals(), make_disk},
        CollectorEntry{"network", "Traffic, errors and links of network interfaces.", second, true,
                       network_signals(), make_network},
        CollectorEntry{"sockets", "Sockets, TCP and UDP of the whole host.", second, true,
                       sockets_signals(), make_sockets},
        CollectorEntry{"process",
                       "Named processes, and those nearest to their limit of open files.", second,
                       true, process_signals(), make_process},
        CollectorEntry{"cgroup", "Memory and processes of cgroups that have a limit.", second, true,
                       cgroup_signals(), make_cgroup},
        CollectorEntry{"kernel_limits",
                       "Limits of the kernel for the whole host, each beside its use.", second,
                       true, kernel_limits_signals(), make_kernel_limits},
        CollectorEntry{"keys", "Keys that users keep in the kernel, beside their quotas.",
                       std::chrono::seconds{10}, true, keys_signals(), make_keys},
        CollectorEntry{"tasks", "Zombies, and tasks that are stuck in the kernel.", second, true,
                       tasks_signals(), make_tasks},
        CollectorEntry{"run_queue", "How long ready tasks wait for a core.", second, true,
                       run_queue_signals(), make_run_queue},
        CollectorEntry{"cpu_throttle", "Cores that heat or a setting slows down.", 10 * second,
                       true, cpu_throttle_signals(), make_cpu_throttle},
        CollectorEntry{"memory_zones", "Free memory of each zone, and how broken up it is.",
                       10 * second, true, memory_zones_signals(), make_memory_zones},
        CollectorEntry{"slab", "The largest caches of kernel objects.", 60 * second, true,
                       slab_signals(), make_slab},
        CollectorEntry{"numa", "Memory of each node, on hosts with several.", 10 * second, true,
                       numa_signals(), make_numa},
        CollectorEntry{"deleted_files", "Space of deleted files that are still open.", second, true,
                       deleted_files_signals(), make_deleted_files},
    };
    return catalog;
}

}  // namespace foreshock::collectors
