#include "cli/incident.hpp"

#include <nlohmann/json.hpp>

#include "cli/json_field.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {
namespace {

/// Guides have lines of their own.
std::string lines(const Json& json, const char* name) {
    const Json& value = field(json, name);
    if (!value.is_string()) return {};
    std::string clean;
    std::string rest = value.get<std::string>();
    for (std::size_t begin = 0; begin < rest.size();) {
        const std::size_t end = std::min(rest.find('\n', begin), rest.size());
        clean += printable(rest.substr(begin, end - begin)) + (end < rest.size() ? "\n" : "");
        begin = end + 1;
    }
    return clean;
}

bool truth(const Json& json, const char* name) {
    const Json& value = field(json, name);
    return value.is_boolean() && value.get<bool>();
}

std::optional<TimePoint> moment(const Json& json, const char* name) {
    const auto at = parse_rfc3339(text(json, name));
    return at ? std::optional{*at} : std::nullopt;
}

TimePoint moment_or_epoch(const Json& json, const char* name) {
    return moment(json, name).value_or(TimePoint{});
}

std::vector<std::string> texts(const Json& json, const char* name) {
    std::vector<std::string> list;
    for (const Json& item : field(json, name)) {
        if (item.is_string()) list.push_back(printable(item.get<std::string>()));
    }
    return list;
}

std::vector<std::string> reasons(const Json& json, const char* name) {
    std::vector<std::string> list;
    for (const Json& item : field(json, name))
        list.push_back(text(item, "text"));
    return list;
}

std::optional<Forecast> forecast(const Json& json) {
    const Json& value = field(json, "forecast");
    if (!value.is_object()) return std::nullopt;
    Forecast read;
    read.disruption = text(value, "disruption");
    read.made_at = moment_or_epoch(value, "made_at");
    read.earliest = moment_or_epoch(value, "earliest_at");
    read.expected = moment_or_epoch(value, "expected_at");
    read.latest = moment_or_epoch(value, "latest_at");
    read.confidence = number(value, "confidence").value_or(0);
    read.level = number(value, "level").value_or(0);
    read.limit = number(value, "limit").value_or(0);
    read.slope_per_second = number(value, "slope_per_second").value_or(0);
    return read;
}

void read_times(const Json& json, IncidentSummary& read) {
    read.first_sign_at = moment(json, "first_sign_at");
    read.opened_at = moment(json, "opened_at");
    read.updated_at = moment(json, "updated_at");
    read.recovering_since = moment(json, "recovering_since");
    read.resolved_at = moment(json, "resolved_at");
}

IncidentSummary summary(const Json& json) {
    IncidentSummary read;
    read.id = text(json, "id");
    read.number = count(json, "number");
    read.reference = text(json, "reference");
    read.title = text(json, "title");
    read.sentence = text(json, "sentence");
    read.state = text(json, "state");
    read.is_open = truth(json, "open");
    read.outcome = text(json, "outcome");
    read.phase = text(json, "phase");
    read.severity = text(json, "severity");
    read.category = text(json, "category");
    read.subcategory = text(json, "subcategory");
    read.priority = text(json, "priority");
    read.impact = static_cast<int>(number(json, "impact").value_or(0));
    read.urgency = static_cast<int>(number(json, "urgency").value_or(0));
    read.priority_reasons = reasons(json, "priority_reasons");
    read.forecast = forecast(json);
    read.host = text(json, "host");
    read.hosts = texts(json, "hosts");
    read.components = texts(json, "components");
    read.owner = text(json, "owner");
    read_times(json, read);
    read.times_reopened = static_cast<int>(number(json, "times_reopened").value_or(0));
    read.symptom_count = count(json, "symptom_count");
    return read;
}

Labels labels(const Json& json) {
    std::vector<Labels::Pair> pairs;
    for (const auto& [name, value] : json.items()) {
        if (value.is_string()) pairs.emplace_back(name, printable(value.get<std::string>()));
    }
    return Labels::from_pairs(std::move(pairs)).value_or(Labels{});
}

std::vector<Evidence> evidence(const Json& json) {
    std::vector<Evidence> list;
    for (const Json& item : field(json, "evidence")) {
        Evidence read;
        read.signal = text(item, "signal");
        if (field(item, "labels").is_object()) read.labels = labels(field(item, "labels"));
        read.value = number(item, "value").value_or(0);
        read.limit = number(item, "limit");
        read.window = from_seconds(number(item, "window_seconds").value_or(0));
        read.note = text(item, "note");
        list.push_back(std::move(read));
    }
    return list;
}

SnapshotSection section(const Json& json) {
    SnapshotSection read;
    read.title = text(json, "title");
    read.columns = texts(json, "columns");
    for (const Json& row : field(json, "rows")) {
        std::vector<std::string> cells;
        for (const Json& cell : row) {
            cells.push_back(cell.is_string() ? printable(cell.get<std::string>()) : "");
        }
        cells.resize(read.columns.size());
        read.rows.push_back(std::move(cells));
    }
    if (field(json, "culprit").is_number_unsigned()) read.culprit = count(json, "culprit");
    return read;
}

std::optional<HostSnapshot> snapshot(const Json& json) {
    const Json& value = field(json, "snapshot");
    if (!value.is_object()) return std::nullopt;
    HostSnapshot read;
    read.taken_at = moment_or_epoch(value, "taken_at");
    for (const Json& item : field(value, "sections"))
        read.sections.push_back(section(item));
    return read;
}

SymptomDetail symptom(const Json& json) {
    SymptomDetail read;
    read.id = text(json, "id");
    read.host = text(json, "host");
    read.component = text(json, "component");
    read.kind = text(json, "kind");
    read.phase = text(json, "phase");
    read.severity = text(json, "severity");
    read.sentence = text(json, "sentence");
    read.cleared_at = moment(json, "cleared_at");
    read.evidence = evidence(json);
    read.joined_because = reasons(json, "joined_because");
    read.snapshot = snapshot(json);
    return read;
}

TimelineLine timeline_line(const Json& json) {
    return {moment_or_epoch(json, "at"), text(json, "kind"),
            text(json, "actor"),         text(field(json, "reason"), "text"),
            text(json, "from"),          text(json, "to"),
            text(json, "text")};
}

FirstSignLine first_sign(const Json& json) {
    return {moment_or_epoch(json, "at"), text(json, "host"), text(json, "component"),
            text(json, "signal"), text(json, "sentence")};
}

HostLine host(const Json& json) {
    HostLine read;
    read.id = text(json, "id");
    read.name = text(json, "name");
    read.presence = text(json, "presence");
    read.goodbye = text(json, "goodbye");
    read.last_seen = moment(json, "last_seen");
    read.clock_skew_seconds = number(json, "clock_skew_seconds").value_or(0);
    read.open_incidents = count(json, "open_incidents");
    read.kernel = text(field(json, "facts"), "kernel");
    return read;
}

Result<Json> parsed(std::string_view json, Json::value_t wanted) {
    Json read = Json::parse(json, nullptr, false);
    if (read.type() != wanted) {
        return fail(Errc::malformed, "the server's answer is not what was asked for");
    }
    return read;
}

template <class Item, class Read>
Result<std::vector<Item>> read_list(std::string_view json, Read read_item) {
    const Result<Json> array = parsed(json, Json::value_t::array);
    if (!array) return fail(array.error());
    std::vector<Item> list;
    for (const Json& item : *array)
        list.push_back(read_item(item));
    return list;
}

std::string dump(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<std::vector<IncidentSummary>> read_incident_list(std::string_view json) {
    return read_list<IncidentSummary>(json, summary);
}

Result<IncidentSummary> read_incident_summary(std::string_view json) {
    const Result<Json> object = parsed(json, Json::value_t::object);
    if (!object) return fail(object.error());
    return summary(*object);
}

Result<IncidentDetail> read_incident(std::string_view json) {
    const Result<Json> object = parsed(json, Json::value_t::object);
    if (!object) return fail(object.error());
    IncidentDetail read;
    read.summary = summary(*object);
    for (const Json& item : field(*object, "symptoms"))
        read.symptoms.push_back(symptom(item));
    for (const Json& item : field(*object, "timeline")) {
        read.timeline.push_back(timeline_line(item));
    }
    const Json& diagnosis = field(*object, "diagnosis");
    for (const Json& item : field(diagnosis, "first_signs")) {
        read.first_signs.push_back(first_sign(item));
    }
    read.diagnosis = read_diagnosis(diagnosis);
    read.guide = lines(diagnosis, "guide");
    return read;
}

Result<std::vector<HostLine>> read_host_list(std::string_view json) {
    return read_list<HostLine>(json, host);
}

std::string read_problem(std::string_view json) {
    const Json problem = Json::parse(json, nullptr, false);
    const std::string title = text(problem, "title");
    const std::string detail = text(problem, "detail");
    return title.empty() || detail.empty() ? title + detail : title + ": " + detail;
}

Result<std::string> join_arrays(const std::vector<std::string>& pages) {
    Json all = Json::array();
    for (const std::string& page : pages) {
        const Result<Json> array = parsed(page, Json::value_t::array);
        if (!array) return fail(array.error());
        for (const Json& item : *array)
            all.push_back(item);
    }
    return dump(all, 2);
}

Result<std::string> indent_json(std::string_view json) {
    const Json read = Json::parse(json, nullptr, false);
    if (read.is_discarded()) return fail(Errc::malformed, "the server's answer is no JSON");
    return dump(read, 2);
}

std::string json_object(const std::vector<std::pair<std::string, std::string>>& fields) {
    Json json = Json::object();
    for (const auto& [name, value] : fields)
        json[name] = value;
    return dump(json, -1);
}

}  // namespace foreshock::cli
