#pragma once

#include <optional>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of /proc/pressure/* (Documentation/accounting/psi.rst).
struct PressureLine {
    double avg10_percent = 0;  ///< share of time with a stall, decaying over 10 s, 0..100
    std::uint64_t total_us = 0;
};

struct PressureReading {
    PressureLine some;                 ///< at least one task waited
    std::optional<PressureLine> full;  ///< all tasks waited; cpu lacks it before Linux 5.13
};

Result<PressureReading> parse_pressure(std::string_view text);

std::span<const SignalDescription> pressure_signals();

/// A kernel without PSI gives no_data.
Result<std::unique_ptr<Collector>> make_pressure(const CollectorContext& context);

}  // namespace foreshock::collectors
