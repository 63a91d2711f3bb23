#pragma once

#include <optional>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// Bits of the NVMe field "critical warning" (NVM Express base specification, SMART / health log).
struct CriticalWarning {
    bool spare_low = false;
    bool temperature = false;
    bool reliability = false;
    bool read_only = false;
    bool backup_failed = false;
};

/// What a disk tells of its health. What it does not tell is none.
struct SmartReport {
    bool asleep = false;  ///< it stands still and was not woken: nothing else is known
    std::optional<bool> passed;
    std::optional<double> reallocated_sectors;    ///< ATA attribute 5, SCSI grown defects
    std::optional<double> pending_sectors;        ///< ATA 197
    std::optional<double> uncorrectable_sectors;  ///< ATA 198
    std::optional<double> crc_errors;             ///< ATA 199: the cable
    std::optional<double> media_errors;           ///< ATA 187, NVMe, SCSI uncorrected errors
    std::optional<double> spare_percent;
    std::optional<double> spare_threshold_percent;
    std::optional<double> used_percent;  ///< of its rated life; more than 100 is possible
    std::optional<double> celsius;
    std::optional<double> celsius_limit;
    std::optional<double> powered_hours;
    std::optional<CriticalWarning> warning;  ///< NVMe only
};

/// Reads what `smartctl --json -a -n standby,3 DEVICE` prints (smartctl(8), since 7.0; the numbers
/// of attributes as its drive database names them). no_data: the device has no SMART. unreadable:
/// it could not be opened, in smartctl's words. malformed: it is not smartctl's JSON.
Result<SmartReport> parse_smart_report(std::string_view text);

}  // namespace foreshock::collectors
