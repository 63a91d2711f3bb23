#pragma once

#include <optional>

#include "core/time.hpp"
#include "server/store/database.hpp"

// For the sources of this room only: what every table does alike.

namespace foreshock::store {

/// For statements whose rows nobody wants.
inline Result<void> forget_rows(Result<std::vector<Row>> rows) {
    if (!rows) return fail(std::move(rows).error());
    return {};
}

inline Result<void> run(Connection& connection, std::string_view sql,
                        const std::vector<Value>& parameters) {
    return forget_rows(connection.execute(sql, parameters));
}

/// A column of milliseconds where 0 stands for "never".
inline std::optional<TimePoint> moment(std::int64_t ms) {
    return ms == 0 ? std::nullopt : std::optional{from_unix_ms(ms)};
}

inline std::int64_t ms_of(const std::optional<TimePoint>& at) {
    return at ? to_unix_ms(*at) : 0;
}

}  // namespace foreshock::store
