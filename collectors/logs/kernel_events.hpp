#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace foreshock::collectors {

/// Lines of the kernel that announce or are a failure, in classes: "io_error", "oom_kill". The
/// names are the label `class` of kernel.log.events_count.
std::span<const std::string_view> kernel_event_classes();

/// The position of the class that a line belongs to; none for an ordinary line.
std::optional<std::size_t> kernel_event_class(std::string_view text);

}  // namespace foreshock::collectors
