#pragma once

#include <functional>
#include <memory>

#include "collectors/system/unit_reading.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {

using UnitBusSource = std::function<Result<std::unique_ptr<UnitBus>>()>;

/// systemd behind the system bus of this host (sd-bus(3)); DBUS_SYSTEM_BUS_ADDRESS may name
/// another. Each question waits five seconds at most. no_data: there is no bus, or no systemd on
/// it. unreadable: it does not let us in.
Result<std::unique_ptr<UnitBus>> open_systemd_bus();

/// systemd, or who plays it, at the other end of a connected socket, without a bus between. The
/// socket is duplicated.
Result<std::unique_ptr<UnitBus>> open_unit_bus(const UniqueFd& connected);

/// CLOCK_MONOTONIC, by which systemd's timers go, in microseconds.
std::uint64_t monotonic_microseconds();

}  // namespace foreshock::collectors
