#include "server/store/incident_page.hpp"

#include <array>

#include "core/number.hpp"

namespace foreshock::store {
namespace {

using incidents::IncidentQuery;

constexpr std::size_t limit_max = 500;
constexpr std::string_view cursor_prefix = "1";  // the version of the order below

/// A place in the order: ended, priority, foreseen, opened_at, number.
using Place = std::array<std::int64_t, 5>;

class StatementBuilder {
public:
    std::string bind(Value value) {
        statement_.parameters.push_back(std::move(value));
        return "$" + std::to_string(statement_.parameters.size());
    }

    template <class Values>
    void where_any(const std::string& column, const Values& values) {
        std::string places;
        for (const Value& value : values)
            places += (places.empty() ? "" : ", ") + bind(value);
        where(column + " IN (" + places + ")");
    }

    void where(const std::string& condition) {
        conditions_ += (conditions_.empty() ? " WHERE " : " AND ") + condition;
    }

    PageStatement finish(std::size_t rows) {
        statement_.sql =
            "SELECT id, body, ended, priority, foreseen, opened_at, number FROM incident" +
            conditions_ +
            " ORDER BY ended, priority, foreseen, opened_at DESC, number DESC LIMIT " +
            std::to_string(rows);
        return std::move(statement_);
    }

private:
    PageStatement statement_;
    std::string conditions_;
};

Result<Place> parse_cursor(std::string_view cursor) {
    const auto bad = [] {
        return fail(Errc::invalid, "cursor: it is not one that a page before has given");
    };
    if (!cursor.starts_with(cursor_prefix)) return bad();
    cursor.remove_prefix(cursor_prefix.size());
    Place place{};
    for (std::int64_t& part : place) {
        if (!cursor.starts_with('.')) return bad();
        cursor.remove_prefix(1);
        const auto end = std::min(cursor.find('.'), cursor.size());
        const auto value = parse_int(cursor.substr(0, end));
        if (!value) return bad();
        part = *value;
        cursor.remove_prefix(end);
    }
    if (!cursor.empty()) return bad();
    return place;
}

/// Newest first is descending, so times and numbers are compared with their signs turned.
void start_after(StatementBuilder& builder, const Place& place) {
    const std::string after = builder.bind(place[0]) + ", " + builder.bind(place[1]) + ", " +
                              builder.bind(place[2]) + ", " + builder.bind(-place[3]) + ", " +
                              builder.bind(-place[4]);
    builder.where("(ended, priority, foreseen, -opened_at, -number) > (" + after + ")");
}

void filter(StatementBuilder& builder, const IncidentQuery& query) {
    if (query.only_open) builder.where("ended = 0");
    if (!query.states.empty()) {
        std::vector<Value> states;
        for (const auto state : query.states)
            states.emplace_back(std::string{to_string(state)});
        builder.where_any("state", states);
    }
    if (!query.priorities.empty()) {
        std::vector<Value> levels;
        for (const int level : query.priorities)
            levels.emplace_back(std::int64_t{level});
        builder.where_any("priority", levels);
    }
    if (!query.host.empty()) {
        builder.where("id IN (SELECT incident_id FROM incident_host WHERE host = " +
                      builder.bind(query.host) + ")");
    }
    if (!query.category.empty()) builder.where("category = " + builder.bind(query.category));
    if (query.phase) {
        builder.where("foreseen = " +
                      builder.bind(std::int64_t{*query.phase == Phase::occurring ? 1 : 0}));
    }
}

}  // namespace

Result<PageStatement> page_statement(const IncidentQuery& query) {
    if (query.limit < 1 || query.limit > limit_max) {
        return fail(Errc::invalid, "limit: it must be 1 to 500");
    }
    StatementBuilder builder;
    filter(builder, query);
    if (!query.cursor.empty()) {
        const auto place = parse_cursor(query.cursor);
        if (!place) return fail(place.error());
        start_after(builder, *place);
    }
    return builder.finish(query.limit + 1);
}

std::string cursor_after(const Row& row) {
    std::string cursor{cursor_prefix};
    for (std::size_t column = 2; column < 7; ++column) {
        cursor += "." + std::to_string(row.integer(column));
    }
    return cursor;
}

}  // namespace foreshock::store
