#include "server/render/csv_cell.hpp"

#include <catch2/catch.hpp>

namespace foreshock::render {
namespace {

TEST_CASE("csv cell: quoted where a reader would take it for more than one cell", "[render][csv]") {
    CHECK(csv_cell("").empty());
    CHECK(csv_cell("disk full") == "disk full");
    CHECK(csv_cell("a,b") == "\"a,b\"");
    CHECK(csv_cell("a \"b\"") == "\"a \"\"b\"\"\"");
    CHECK(csv_cell("a\nb") == "\"a\nb\"");
    CHECK(quoted_csv_cell("") == "\"\"");
    CHECK(quoted_csv_cell("disk full") == "\"disk full\"");
    CHECK(quoted_csv_cell("a \"b\"") == "\"a \"\"b\"\"\"");
}

TEST_CASE("csv cell: what a spreadsheet would run is a text", "[render][csv]") {
    for (const char* text : {"=1+1", "+1", "-1", "@x", "\tx"}) {
        INFO(text);
        CHECK(csv_cell(text) == "'" + std::string{text});
        CHECK(quoted_csv_cell(text) == "\"'" + std::string{text} + "\"");
    }
    CHECK(csv_cell("\rx") == "\"'\rx\"");
}

}  // namespace
}  // namespace foreshock::render
