#include "cli/oncall_table.hpp"

#include <nlohmann/json.hpp>

#include "cli/json_field.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

std::optional<TimePoint> time(const Json& json, const char* name) {
    const auto at = parse_rfc3339(text(json, name));
    if (!at) return std::nullopt;
    return *at;
}

/// "2026-11-26T09:00:00+07:00" to the minute.
std::string wall(std::string local) {
    constexpr std::size_t minutes_end = 16;
    if (local.size() < minutes_end) return local;
    local.resize(minutes_end);
    local[10] = ' ';
    return local;
}

std::optional<TurnLine> turn(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    return TurnLine{text(json, "person"), time(json, "begins_at"), time(json, "ends_at"),
                    wall(text(json, "begins_local")), wall(text(json, "ends_local"))};
}

std::string left(const std::optional<TimePoint>& end, TimePoint now) {
    return end && *end > now ? short_duration(*end - now) : "-";
}

std::vector<TableCell> row_of(const OnCallLine& line, TimePoint now) {
    const TurnLine nothing{"-", {}, {}, "-", "-"};
    const TurnLine current = line.now.value_or(nothing);
    const TurnLine next = line.next.value_or(nothing);
    return {{line.schedule},
            {line.now ? current.person : "nobody", line.now ? Colour::green : Colour::red},
            {left(current.ends, now)},
            {current.ends_local},
            {next.person},
            {next.begins_local}};
}

}  // namespace

Result<std::vector<OnCallLine>> read_on_call(std::string_view json) {
    const Json read = Json::parse(json, nullptr, false);
    if (!read.is_array())
        return fail(Errc::malformed, "the server's answer is no list of who is on call");
    std::vector<OnCallLine> lines;
    for (const Json& item : read)
        lines.push_back(
            {text(item, "schedule"), turn(field(item, "now")), turn(field(item, "next"))});
    return lines;
}

std::string render_on_call(const std::vector<OnCallLine>& lines, const Look& look) {
    if (lines.empty())
        return "There is no schedule: the server's configuration has [[schedule]].\n";
    const std::vector<TableColumn> columns{{"SCHEDULE", 40, true}, {"NOW", 40}, {"LEFT"}, {"UNTIL"},
                                           {"NEXT", 40},           {"FROM"}};
    std::vector<std::vector<TableCell>> rows;
    for (const OnCallLine& line : lines)
        rows.push_back(row_of(line, look.now));
    return render_table(columns, rows, look);
}

}  // namespace foreshock::cli
