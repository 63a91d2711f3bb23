#pragma once

#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "cli/child_process.hpp"
#include "cli/loop_filesystem.hpp"

namespace foreshock::cli {

/// What breaks in the demo. The child goes first, so that the filesystem can be unmounted.
struct DemoScene {
    std::optional<LoopFilesystem> filesystem;
    ChildProcess child;
    std::string component_mark;  ///< in the component of the incident that we wait for
    std::string culprit_mark;    ///< in the culprit's row of the snapshot
    std::string failing_call;    ///< "open()"
    std::string opening;         ///< what is about to happen
};

/// Starts it. refused without the rights that it needs.
Result<DemoScene> start_demo_scene(const DemoArguments& arguments);

}  // namespace foreshock::cli
