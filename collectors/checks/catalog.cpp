#include "collectors/checks/catalog.hpp"

#include <array>

#include "collectors/checks/checks.hpp"
#include "collectors/checks/name_servers.hpp"
#include "collectors/checks/scrape.hpp"
#include "collectors/checks/statsd.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> checks_catalog() {
    constexpr Duration second = std::chrono::seconds{1};
    static const std::array catalog{
        CollectorEntry{"checks", "Pages, ports, names, certificates, files and plugins.", second,
                       true, checks_signals(), make_checks},
        CollectorEntry{"scrape",
                       "Pages in Prometheus' text format: their metrics are scrape.NAME.METRIC.",
                       second, true, scrape_signals(), make_scrape},
        CollectorEntry{"statsd", "What programs of this host send as StatsD lines.", second, false,
                       statsd_signals(), make_statsd},
        CollectorEntry{"name_servers", "Whether the host's name servers answer, each of them.",
                       second, true, name_servers_signals(), make_name_servers},
    };
    return catalog;
}

}  // namespace foreshock::collectors
