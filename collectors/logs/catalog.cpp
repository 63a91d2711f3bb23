#include "collectors/logs/catalog.hpp"

#include <array>

#include "collectors/logs/audit.hpp"
#include "collectors/logs/journal.hpp"
#include "collectors/logs/kernel_log.hpp"
#include "collectors/logs/log_files.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> logs_catalog() {
    using std::chrono::seconds;
    static const std::array catalog{
        CollectorEntry{"kernel_log", "What the kernel says, and which failures it tells of.",
                       seconds{1}, true, kernel_log_signals(), make_kernel_log},
        CollectorEntry{"journal", "Lines of systemd's journal, by severity and unit.", seconds{1},
                       true, journal_signals(), make_journal},
        CollectorEntry{"audit", "Records of the kernel's audit that wait, and that are lost.",
                       seconds{5}, true, audit_signals(), make_audit},
        CollectorEntry{"log_files", "Lines of log files, by severity and program.", seconds{1},
                       true, log_files_signals(), make_log_files},
    };
    return catalog;
}

}  // namespace foreshock::collectors
