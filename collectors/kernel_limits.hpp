#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

// Limits of the kernel that hold for the whole host, each beside its use. What they mean:
// Documentation/admin-guide/sysctl/{fs,kernel}.rst, sysvipc(7), pty(7), proc(5).

/// /proc/sys/fs/file-nr.
struct OpenFiles {
    std::uint64_t open = 0;
    std::uint64_t limit = 0;
};

Result<OpenFiles> parse_file_nr(std::string_view text);

/// /proc/sys/kernel/sem: "SEMMSL SEMMNS SEMOPM SEMMNI".
struct SemaphoreLimits {
    std::uint64_t semaphores = 0;  ///< SEMMNS: in all sets together
    std::uint64_t sets = 0;        ///< SEMMNI
};

Result<SemaphoreLimits> parse_semaphore_limits(std::string_view text);

/// A table with one line of column names (/proc/sysvipc/*): how many rows it has, and the sum of
/// one column. malformed when there is no such column or a row has no number there. An empty
/// `column` asks for no sum.
struct TableUse {
    std::uint64_t rows = 0;
    double sum = 0;
};

Result<TableUse> parse_table_use(std::string_view text, std::string_view column);

/// /proc/net/sockstat: bytes of memory that wait for the rest of their datagrams ("FRAG: …").
Result<std::uint64_t> parse_fragment_bytes(std::string_view text);

std::span<const SignalDescription> kernel_limits_signals();
Result<std::unique_ptr<Collector>> make_kernel_limits(const CollectorContext& context);

}  // namespace foreshock::collectors
