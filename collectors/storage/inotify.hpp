#pragma once

#include "collectors/catalog.hpp"
#include "collectors/storage/inotify_walk.hpp"

namespace foreshock::collectors {

/// The bound on users with series of their own: those nearest to a limit.
inline constexpr std::size_t inotify_users_max = 32;

/// How many open files are looked at in one tick, and how often all of them.
inline constexpr std::size_t inotify_links_per_tick = 256;
inline constexpr Duration inotify_round_every = std::chrono::seconds{60};

std::span<const SignalDescription> inotify_signals();

/// What users hold of inotify, beside fs.inotify.max_user_*. The kernel has no number for it: the
/// open files of all processes are searched, a few in each tick. Without the right to look into
/// the processes of others, only the agent's own user is seen.
Result<std::unique_ptr<Collector>> make_inotify(const CollectorContext& context);

}  // namespace foreshock::collectors
