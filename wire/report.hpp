#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.hpp"
#include "core/learned_limits.hpp"
#include "core/pack_in_use.hpp"
#include "core/series.hpp"
#include "core/sighting.hpp"
#include "core/symptom.hpp"

namespace foreshock::wire {

/// The values of one series in one report. `ticks` are positions in Report::ticks, ascending and
/// unique; empty means "every tick". `values` is as long as the ticks it stands for.
struct SampleColumn {
    std::uint32_t series = 0;  ///< its number in the agent's dictionary
    std::vector<std::uint32_t> ticks;
    std::vector<double> values;
};

/// What an agent tells the server, all at once (wire/report.proto is the specification).
///
/// Series have numbers in a dictionary that lives as long as one run of the agent. A report
/// carries only the definitions that the agent believes the server lacks, first number in
/// `definitions_from`. A server that lacks earlier ones answers 409 with type
/// "…/dictionary-unknown", and the agent sends the same report again with all of them.
struct Report {
    std::string agent_id;   ///< who; must be the identity that the token belongs to
    std::string host_name;  ///< as people call it
    std::string run_id;  ///< one run of the agent process: the dictionary and sequence belong to it
    std::string boot_id;         ///< /proc/sys/kernel/random/boot_id
    std::uint64_t sequence = 0;  ///< 1, 2, 3 … within a run; acked only when durable
    TimePoint sent_at;           ///< the agent's clock when sending, for the skew
    Duration interval{1000};     ///< how often the agent ticks: what silence means
    bool replay = false;         ///< spooled earlier: history, not alarm

    std::uint32_t definitions_from = 0;
    std::vector<SeriesKey> definitions;

    std::vector<TimePoint> ticks;  ///< ascending
    std::vector<SampleColumn> columns;
    std::vector<Symptom> symptoms;
    std::vector<Fact> facts;  ///< all known ones in the first report of a run, then only news;
                              ///< a value that is empty says that the fact is gone
    std::vector<Change> changes;
    std::vector<Sighting> sightings;  ///< of hosts that the server asked about
    Goodbye goodbye = Goodbye::none;

    std::optional<LearnedLimits> learned;  ///< seldom: replaces what was told before
    std::optional<PackInUse> pack;         ///< with the first report of a run, and when it changed
};

/// Bounds of a report; decode refuses what is beyond with too_large.
struct ReportLimits {
    std::size_t body_bytes_max = 4 << 20;       ///< compressed, as received
    std::size_t inflated_bytes_max = 32 << 20;  ///< zstd bombs end here
    std::size_t definitions_max = 20000;
    std::size_t ticks_max = 4096;
    std::size_t columns_max = 20000;
    std::size_t values_max = 4 << 20;  ///< in all columns together
    std::size_t symptoms_max = 1000;
    std::size_t evidence_max = 64;                     ///< of one symptom
    std::size_t sections_max = 16;                     ///< of one snapshot
    std::size_t rows_max = SnapshotSection::rows_max;  ///< of one section
    std::size_t texts_max = 64;  ///< in one list: questions, columns, cells of a row
    std::size_t facts_max = 4096;
    std::size_t changes_max = 4096;
    std::size_t sightings_max = 64;
    std::size_t learned_max = LearnedLimits::limits_max;
    std::size_t parts_max = PackInUse::parts_max;  ///< of the pack
    std::size_t text_bytes_max = 64 << 10;         ///< any one text
};

/// Report → protobuf → zstd. Never fails for reports within the limits. Bytes in texts that are
/// not UTF-8 become U+FFFD: a process may be called anything.
std::string encode(const Report& report);

/// What is known only when a report leaves: when, whether late, and what the server lacks.
struct ReportHead {
    TimePoint sent_at;
    bool replay = false;
    std::uint32_t definitions_from = 0;
    std::vector<SeriesKey> definitions;
};

/// A report in two parts, so that it can wait in a spool: `encode_head(head) + encode_body(report)`
/// decodes as the report with the head's fields. The body leaves those fields out.
std::string encode_body(const Report& report);
std::string encode_head(const ReportHead& head);

/// zstd → protobuf → Report, within the limits; malformed or too_large otherwise, and the error
/// names the field. Unknown fields are passed over, so that newer agents are understood.
/// Texts are checked to be UTF-8 and labels to keep the bounds of Labels.
Result<Report> decode(std::string_view body, const ReportLimits& limits = {});

}  // namespace foreshock::wire
