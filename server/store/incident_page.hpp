#pragma once

#include <string>
#include <vector>

#include "server/incidents/ports.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// A list query as SQL with its parameters: selects id, body and the five columns of the order,
/// one row more than the limit, so that the reader knows whether a next page exists.
struct PageStatement {
    std::string sql;
    std::vector<Value> parameters;
};

/// invalid when the cursor is not one of ours or the limit is not 1 to 500.
Result<PageStatement> page_statement(const incidents::IncidentQuery& query);

/// The cursor that continues after this row of such a statement.
std::string cursor_after(const Row& row);

}  // namespace foreshock::store
