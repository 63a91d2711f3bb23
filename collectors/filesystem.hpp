#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> filesystem_signals();

/// Space, inodes and state of the mounts that watched_mounts() picks. The list of mounts is read
/// again every few seconds, from the view of process 1 where that is allowed: an agent in a
/// sandbox sees everything read-only in its own.
Result<std::unique_ptr<Collector>> make_filesystem(const CollectorContext& context);

}  // namespace foreshock::collectors
