#pragma once

#include "agent/snapshot/recipe.hpp"

/// The recipes by name: what each section shows is in its title and columns. The culprit is the
/// row of the symptom's own process or mount where it has one, else the row that takes most.
namespace foreshock::agent::snapshot {

SnapshotSection processes_by_cpu(const Round& round);
SnapshotSection processes_by_memory(const Round& round);
SnapshotSection processes_by_files(const Round& round);
SnapshotSection processes_by_io(const Round& round);
SnapshotSection cgroup_processes(const Round& round);
SnapshotSection blocked_tasks(const Round& round);
SnapshotSection recent_changes(const Round& round);
SnapshotSection mounts(const Round& round);
SnapshotSection growing_files(const Round& round);
SnapshotSection files_of_process(const Round& round);
SnapshotSection sockets(const Round& round);
SnapshotSection kernel_log(const Round& round);
SnapshotSection log_tail(const Round& round);

}  // namespace foreshock::agent::snapshot
