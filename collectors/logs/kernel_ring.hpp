#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "collectors/logs/kmsg_record.hpp"

namespace foreshock::collectors {

/// The kernel's ring buffer of messages, read from a place that moves forward. For one thread;
/// nothing here blocks.
class KernelRing {
public:
    virtual ~KernelRing() = default;

    enum class From : std::uint8_t { oldest, now };

    /// Where to begin. no_data, unreadable as next().
    virtual Result<void> begin(From from) = 0;

    /// Do the sequence numbers mean the same to the next run of the agent? One whose do not always
    /// begins now.
    [[nodiscard]] virtual bool has_lasting_sequence() const = 0;

    /// The next record, good until the next call; none when there is no more for now. conflict:
    /// records were overwritten before they were read; the next call goes on behind them.
    /// no_data: the host has no such ring. unreadable: it may not be read. malformed: a record that
    /// nobody understands, passed over.
    virtual Result<std::optional<KmsgRecord>> next() = 0;
};

/// /dev/kmsg, at that path.
std::unique_ptr<KernelRing> make_kmsg_ring(std::string path);

/// The ring as syslog(2) gives it, whole at each look, for hosts without /dev/kmsg: `read_all` asks
/// for it (klogctl). Sequence numbers are made up.
std::unique_ptr<KernelRing> make_syslog_ring(std::function<Result<std::string>()> read_all);

/// klogctl(SYSLOG_ACTION_READ_ALL) of this host; no_data, unreadable.
Result<std::string> read_syslog_ring();

}  // namespace foreshock::collectors
