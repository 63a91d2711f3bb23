#include "cli/demo_scene.hpp"

#include <unistd.h>

#include "core/number.hpp"

namespace foreshock::cli {
namespace {

std::vector<std::string> timing(const DemoArguments& arguments) {
    return {"--seconds", std::to_string(arguments.length / std::chrono::seconds{1}), "--baseline",
            std::to_string(arguments.baseline / std::chrono::seconds{1})};
}

std::string span_words(const DemoArguments& arguments) {
    return "After " + describe_duration(arguments.baseline) + " of quiet it will take about " +
           describe_duration(arguments.length) + " to fail.";
}

Result<DemoScene> start_filling(const DemoArguments& arguments) {
    if (::geteuid() != 0) return fail(Errc::refused, "--filesystem needs root, to mount one");
    Result<LoopFilesystem> filesystem = LoopFilesystem::create();
    if (!filesystem) return fail(std::move(filesystem).error());
    const std::string mount_point = filesystem->mount_point();
    std::vector<std::string> words{"demo-fill", "--path", mount_point};
    for (std::string& word : timing(arguments))
        words.push_back(std::move(word));
    Result<ChildProcess> child = ChildProcess::start_self(words);
    if (!child) return fail(std::move(child).error());
    const std::string pid = std::to_string(child->pid());
    return DemoScene{std::move(*filesystem),
                     std::move(*child),
                     "filesystem " + mount_point,
                     pid,
                     "write()",
                     "A new filesystem of " +
                         describe_bytes(static_cast<double>(LoopFilesystem::image_bytes)) + " at " +
                         mount_point + " is being filled by process " + pid + ". " +
                         span_words(arguments)};
}

Result<DemoScene> start_leaking(const DemoArguments& arguments) {
    std::vector<std::string> words{"demo-leak", "--files", std::to_string(arguments.files_max)};
    for (std::string& word : timing(arguments))
        words.push_back(std::move(word));
    Result<ChildProcess> child = ChildProcess::start_self(words);
    if (!child) return fail(std::move(child).error());
    const std::string pid = std::to_string(child->pid());
    return DemoScene{std::nullopt,
                     std::move(*child),
                     "(pid " + pid + ")",
                     pid,
                     "open()",
                     "Process " + pid + " leaks file descriptors towards its own limit of " +
                         std::to_string(arguments.files_max) + ". " + span_words(arguments)};
}

}  // namespace

Result<DemoScene> start_demo_scene(const DemoArguments& arguments) {
    return arguments.is_filesystem ? start_filling(arguments) : start_leaking(arguments);
}

}  // namespace foreshock::cli
