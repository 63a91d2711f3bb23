#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::app {

/// Tells systemd, when it listens (NOTIFY_SOCKET): "READY=1", "STATUS=…". Quiet otherwise.
void tell_service_manager(std::string_view state);

/// RELOADING=1 with the moment, as Type=notify-reload wants it.
void tell_reloading();

/// How often the watchdog wants to hear from us, halved; nothing when there is none.
std::optional<Duration> watchdog_interval();

}  // namespace foreshock::app
