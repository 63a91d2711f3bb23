#pragma once

#include "collectors/catalog.hpp"
#include "collectors/checks/check_report.hpp"

namespace foreshock::collectors {

/// One check that is asked again and again. For one thread.
class Check {
public:
    virtual ~Check() = default;

    /// Asks when it is time, and tells what has come of it. Never waits.
    virtual void collect(TimePoint now, SampleSink& out) = 0;

    /// As CheckReport::state.
    [[nodiscard]] virtual const std::string& state() const = 0;
};

/// Asks in the background; `context` must outlive it.
std::unique_ptr<Check> make_probed_check(const CheckSettings& settings,
                                         const CollectorContext& context);

/// Runs a plugin; `context` must outlive it.
std::unique_ptr<Check> make_plugin_check(const CheckSettings& settings,
                                         const CollectorContext& context);

/// What has not answered by then counts as failing: a lookup or a mount hangs.
inline constexpr Duration overdue_grace = std::chrono::seconds{30};

/// Asks every check of the configuration at its own pace. No checks: no_data.
Result<std::unique_ptr<Collector>> make_checks(const CollectorContext& context);

}  // namespace foreshock::collectors
