#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/diagnosis.hpp"
#include "core/result.hpp"
#include "core/snapshot.hpp"
#include "core/symptom.hpp"

/// What the server's API says, as plain values. What it leaves out stays empty: the command line
/// of today also reads the server of tomorrow. Texts are free of control characters.
namespace foreshock::cli {

struct IncidentSummary {
    std::string id;
    std::uint64_t number = 0;
    std::string reference;
    std::string title;
    std::string sentence;
    std::string state;
    bool is_open = true;
    std::string outcome;
    std::string phase;
    std::string severity;
    std::string category;
    std::string subcategory;
    std::string priority;
    int impact = 0;
    int urgency = 0;
    std::vector<std::string> priority_reasons;
    std::optional<Forecast> forecast;
    std::string host;
    std::vector<std::string> hosts;
    std::vector<std::string> components;
    std::string owner;
    std::optional<TimePoint> first_sign_at;
    std::optional<TimePoint> opened_at;
    std::optional<TimePoint> updated_at;
    std::optional<TimePoint> recovering_since;
    std::optional<TimePoint> resolved_at;
    int times_reopened = 0;
    std::size_t symptom_count = 0;
};

struct SymptomDetail {
    std::string id;
    std::string host;
    std::string component;
    std::string kind;
    std::string phase;
    std::string severity;
    std::string sentence;
    std::optional<TimePoint> cleared_at;
    std::vector<Evidence> evidence;
    std::vector<std::string> joined_because;
    std::optional<HostSnapshot> snapshot;
};

struct TimelineLine {
    TimePoint at;
    std::string kind;
    std::string actor;
    std::string reason;
    std::string from;
    std::string to;
    std::string text;
};

struct FirstSignLine {
    TimePoint at;
    std::string host;
    std::string component;
    std::string signal;
    std::string sentence;
};

struct IncidentDetail {
    IncidentSummary summary;
    std::vector<SymptomDetail> symptoms;
    std::vector<TimelineLine> timeline;
    std::vector<FirstSignLine> first_signs;
    DiagnosisDetail diagnosis;
    std::string guide;
};

struct HostLine {
    std::string id;
    std::string name;
    std::string presence;
    std::string goodbye;
    std::optional<TimePoint> last_seen;
    double clock_skew_seconds = 0;
    std::size_t open_incidents = 0;
    std::string kernel;
};

/// malformed when it is no JSON, or not of this shape.
Result<std::vector<IncidentSummary>> read_incident_list(std::string_view json);
Result<IncidentSummary> read_incident_summary(std::string_view json);
Result<IncidentDetail> read_incident(std::string_view json);
Result<std::vector<HostLine>> read_host_list(std::string_view json);

/// The title and detail of a problem+json; an empty text when it is none.
std::string read_problem(std::string_view json);

/// Several JSON arrays as one, or one document indented, for --json.
Result<std::string> join_arrays(const std::vector<std::string>& pages);
Result<std::string> indent_json(std::string_view json);

/// {"actor":…,"text":…} and the like.
std::string json_object(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace foreshock::cli
