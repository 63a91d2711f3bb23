#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace foreshock::agent {

/// A range of this process's memory.
struct MemoryRange {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;

    auto operator<=>(const MemoryRange&) const = default;
};

/// The mappings of files in a text of /proc/PID/smaps (proc(5)) of which every page is still as it
/// is in the file: they can be read in again, so they can be given back. A mapping that may be
/// written, or of which the loader has changed a page (relocations), is not among them.
std::vector<MemoryRange> unchanged_file_mappings(std::string_view smaps);

/// Gives back what the start alone has needed of program and libraries (madvise(2),
/// MADV_DONTNEED): pages that are still in use come back from the page cache when they are touched.
/// Does nothing where /proc is not to be read.
void give_back_idle_pages();

}  // namespace foreshock::agent
