#pragma once

#include <cstdint>
#include <string_view>

#include "core/log_line.hpp"
#include "core/result.hpp"

namespace foreshock::collectors {

/// One record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg):
///   "6,339,5140900,-,caller=T1;NET: Registered protocol family 10\n SUBSYSTEM=net\n"
/// The text is escaped as the kernel does it ("\x0a"), views are into the record.
struct KmsgRecord {
    LogSeverity severity = LogSeverity::informational;
    std::uint64_t facility = 0;  ///< 0: the kernel itself; others: programs that write to /dev/kmsg
    std::uint64_t sequence = 0;
    std::uint64_t microseconds = 0;  ///< since boot, suspend not counted
    bool is_fragment = false;        ///< continues the line before
    std::string_view text;
};

/// malformed when a field is missing or no number.
Result<KmsgRecord> parse_kmsg_record(std::string_view record);

/// One line of syslog(2)'s ring, "<6>[    5.140900] NET: Registered …", with or without the caller
/// "[    T1]" right behind the time. It has no sequence number (0). malformed otherwise.
Result<KmsgRecord> parse_ring_line(std::string_view line);

}  // namespace foreshock::collectors
