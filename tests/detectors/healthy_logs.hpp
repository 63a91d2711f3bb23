#pragma once

#include <cstdint>

#include "healthy_week.hpp"

#include "detectors/detector.hpp"

namespace foreshock::test {

/// What a healthy host writes into its logs and what its facts turn into, tick by tick of the
/// healthy week: cron, logins and strangers at the door, timers, the nightly backup, an upgrade of
/// packages, two deploys with their refused connections, and a reboot with the kernel's lines.
class HealthyLogs {
public:
    explicit HealthyLogs(detectors::Detector& detector) : detector_(detector) {}

    /// One tick of twenty seconds at `at`. `hour` of `now` must ascend.
    void tell(const HostMoment& now, TimePoint at, detectors::SymptomSink& out);

private:
    struct Tick;

    void tell_services(const Tick& tick);
    void tell_logins(const Tick& tick);
    void tell_timers(const Tick& tick);
    void tell_backup(const Tick& tick);
    void tell_upgrade(const Tick& tick);
    void tell_deploy(const Tick& tick);
    void tell_reboot(const Tick& tick);

    detectors::Detector& detector_;
    std::uint64_t ticks_ = 0;
    double before_ = -1;  // the hour of the last tick
};

}  // namespace foreshock::test
