#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// A column of a table under /proc/net/stat.
struct CpuColumn {
    std::string_view name;
    std::uint64_t first = 0;  ///< of the first processor: some columns are the same for all
    std::uint64_t sum = 0;    ///< of all processors
    bool found = false;
};

/// A whole word as a hexadecimal number, without "0x"; none when it is anything else.
std::optional<std::uint64_t> word_as_hex(std::string_view word);

/// Reads a line of names and then a line of hexadecimal numbers for each processor
/// (/proc/net/stat/{arp_cache,ndisc_cache,nf_conntrack}). Columns that the kernel does not have
/// are not found. malformed when there is no line of numbers, or one is too short.
Result<void> read_cpu_table(std::string_view text, std::span<CpuColumn> columns);

}  // namespace foreshock::collectors
