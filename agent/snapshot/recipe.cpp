#include "agent/snapshot/recipe.hpp"

#include <algorithm>
#include <array>

#include "agent/snapshot/sections.hpp"
#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

constexpr std::size_t command_bytes_max = 160;

constexpr std::array<Recipe, 13> recipes{{
    {"processes_by_cpu", true, true, false, processes_by_cpu},
    {"processes_by_memory", true, false, false, processes_by_memory},
    {"processes_by_files", true, false, false, processes_by_files},
    {"processes_by_io", true, true, false, processes_by_io},
    {"blocked_tasks", true, false, false, blocked_tasks},
    {"mounts", false, false, false, mounts},
    {"sockets", false, false, false, sockets},
    {"kernel_log", false, false, false, kernel_log},
    {"log_tail", false, false, false, log_tail},
    {"growing_files", true, true, true, growing_files},
    {"recent_changes", true, false, false, recent_changes},
    {"files_of_process", false, false, false, files_of_process},
    {"cgroup_processes", true, false, false, cgroup_processes},
}};

std::string_view after(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view{};
}

std::optional<std::int64_t> pid_in(std::string_view component) {
    const auto at = component.rfind("(pid ");
    if (at == std::string_view::npos || !component.ends_with(')')) return std::nullopt;
    const std::string_view digits = component.substr(at + 5, component.size() - at - 6);
    const auto pid = parse_int(digits);
    return pid ? std::optional{*pid} : std::nullopt;
}

}  // namespace

std::span<const Recipe> all_recipes() {
    return recipes;
}

const Recipe* find_recipe(std::string_view name) {
    const auto found = std::find_if(recipes.begin(), recipes.end(),
                                    [name](const Recipe& recipe) { return recipe.name == name; });
    return found == recipes.end() ? nullptr : &*found;
}

SubjectHints hints_of(const Symptom& symptom) {
    const std::string& component = symptom.subject.component;
    SubjectHints hints{pid_in(component), std::string{after(component, "filesystem ")},
                       std::string{after(component, "cgroup ")},
                       std::string{after(component, "unit ")}};
    for (const Evidence& evidence : symptom.evidence) {
        const auto pid = parse_int(evidence.labels.get("pid"));
        if (!hints.pid && pid) hints.pid = *pid;
        if (hints.mount.empty()) hints.mount = evidence.labels.get("mount");
        if (hints.cgroup.empty()) hints.cgroup = evidence.labels.get("cgroup");
        if (hints.unit.empty()) hints.unit = evidence.labels.get("unit");
    }
    return hints;
}

std::string describe_rate(double bytes_per_second) {
    return describe_bytes(bytes_per_second) + "/s";
}

std::string command_of(const collectors::ProcessEntry& process) {
    if (process.cmdline.empty()) return "[" + process.comm + "]";
    return process.cmdline.substr(0, command_bytes_max);
}

std::optional<std::size_t> row_of(const SnapshotSection& section,
                                  const std::optional<std::int64_t>& pid) {
    if (!pid) return std::nullopt;
    const std::string wanted = std::to_string(*pid);
    for (std::size_t row = 0; row < section.rows.size(); ++row) {
        if (section.rows[row].front() == wanted) return row;
    }
    return std::nullopt;
}

}  // namespace foreshock::agent::snapshot
