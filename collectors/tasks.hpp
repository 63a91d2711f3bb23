#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The load average counts every task in state D (proc(5)): one that has been there for 42 seconds
/// has raised it by this much. Below it, threads are not worth a look.
inline constexpr double threads_load_min = 0.5;

std::span<const SignalDescription> tasks_signals();

/// Zombies, tasks that cannot be interrupted and how long they have been stuck (TaskWalk), and what
/// the kernel's own watch for hung tasks has counted.
Result<std::unique_ptr<Collector>> make_tasks(const CollectorContext& context);

}  // namespace foreshock::collectors
