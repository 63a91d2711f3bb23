#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/sys/fs/file-nr.
struct OpenFiles {
    std::uint64_t open = 0;
    std::uint64_t limit = 0;
};

Result<OpenFiles> parse_file_nr(std::string_view text);

std::span<const SignalDescription> kernel_limits_signals();
Result<std::unique_ptr<Collector>> make_kernel_limits(const CollectorContext& context);

}  // namespace foreshock::collectors
