#include "collectors/all/catalog.hpp"

#include "test_rules.hpp"
#include <catch2/catch.hpp>

using namespace foreshock::tidy;

TEST_CASE("house: every collector has its test, every signal its row in the reference", "[tidy]") {
    std::vector<CatalogRow> rows;
    for (const auto& entry : foreshock::collectors::collector_catalog()) {
        CatalogRow row{std::string(entry.name), {}};
        for (const auto& signal : entry.signals)
            row.signal_names.emplace_back(signal.name);
        rows.push_back(std::move(row));
    }
    REQUIRE(rows.size() > 5);
    CHECK(to_text(check_catalog(rows, read_source_tree(FORESHOCK_SOURCE_DIR))) == "");
}
