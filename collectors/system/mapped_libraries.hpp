#pragma once

#include <cstddef>
#include <string_view>

namespace foreshock::collectors {

/// Does a path in /proc/PID/maps name a library or a program of the system that was deleted, or
/// replaced, since it was loaded? Not: memory that only looks like a file, what programs write and
/// delete for themselves (compilers just in time, plugins unpacked into /tmp).
bool is_deleted_library(std::string_view path);

/// How many of such are mapped to be executed, by the text of /proc/PID/maps (proc(5)).
std::size_t count_deleted_libraries(std::string_view maps);

/// The unit of the host in the text of /proc/PID/cgroup: "nginx.service"; empty when there is none.
std::string_view unit_of_process(std::string_view cgroups);

}  // namespace foreshock::collectors
