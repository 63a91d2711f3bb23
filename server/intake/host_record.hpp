#pragma once

#include "server/incidents/host.hpp"
#include "wire/report.hpp"

namespace foreshock::intake {

constexpr std::size_t facts_max = 5000;
constexpr std::size_t changes_max = 50;

/// What the server knows of a host once `report` is taken in. `known` is null for a host never
/// seen before. A replayed report of an earlier run leaves the current run and its sequence alone.
/// The clock skew is taken from live reports only: a replay was written when it was written.
incidents::Host merged_host(const incidents::Host* known, const wire::Report& report,
                            TimePoint received_at);

/// The same, of a host that is known.
void merge_report(incidents::Host& host, const wire::Report& report, TimePoint received_at);

/// Adds news to what is known, newest first, and keeps the newest `changes_max`.
void merge_changes(std::vector<Change>& changes, const std::vector<Change>& news);

/// Is it of an earlier run, sent from the spool after a newer run has spoken?
bool is_of_earlier_run(const incidents::Host& known, const wire::Report& report);

}  // namespace foreshock::intake
