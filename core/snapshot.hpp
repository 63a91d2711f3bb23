#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock {

/// A small table of what was there: "processes by open files".
struct SnapshotSection {
    static constexpr std::size_t rows_max = 25;

    std::string title;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`, worst first
    std::optional<std::size_t> culprit;          ///< the row that explains the symptom, if known
};

/// The host as it was when a symptom was raised.
struct HostSnapshot {
    TimePoint taken_at;
    std::vector<SnapshotSection> sections;
};

}  // namespace foreshock
