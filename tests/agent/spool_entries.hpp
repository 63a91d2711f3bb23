#pragma once

#include "agent/spool.hpp"
#include "wire/report.hpp"

namespace foreshock::test {

/// A report that waits; its body is a real one and takes `padding` bytes more than usual.
inline agent::SpoolEntry entry_of(const std::string& run_id, std::uint64_t sequence,
                                  bool has_symptoms = false, std::size_t padding = 0) {
    wire::Report report;
    report.run_id = run_id;
    report.sequence = sequence;
    std::uint32_t noise = static_cast<std::uint32_t>(sequence) + 1;
    for (std::size_t i = 0; i < padding; ++i) {
        noise = noise * 1664525 + 1013904223;
        report.agent_id += static_cast<char>('!' + (noise >> 16U) % 90);
    }
    agent::SpoolEntry entry;
    entry.run_id = run_id;
    entry.sequence = sequence;
    entry.created = from_unix_ms(1'790'000'000'000 + 1000 * static_cast<std::int64_t>(sequence));
    entry.series_end = 2;
    entry.has_symptoms = has_symptoms;
    entry.body = wire::encode_body(report);
    return entry;
}

inline std::vector<SeriesKey> two_definitions() {
    return {{"cpu.time.busy_ratio", {}},
            {"filesystem.space.used_bytes", Labels{{"mount", "/var"}}}};
}

/// A dictionary of two series.
inline std::vector<SeriesKey> definitions_between(std::uint32_t from, std::uint32_t to) {
    std::vector<SeriesKey> keys = two_definitions();
    return {keys.begin() + from, keys.begin() + to};
}

}  // namespace foreshock::test
