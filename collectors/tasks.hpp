#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> tasks_signals();

/// Zombies, tasks that cannot be interrupted and how long they have been stuck (TaskWalk; threads
/// when LoadSurplus asks for it), and what the kernel's own watch for hung tasks has counted.
Result<std::unique_ptr<Collector>> make_tasks(const CollectorContext& context);

}  // namespace foreshock::collectors
