#include "detectors/csv.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

TEST_CASE("csv: cells are split at commas, quotes keep them together", "[detectors][csv]") {
    using Cells = std::vector<std::string>;
    CHECK(parse_csv_line("a,b,c").value() == Cells{"a", "b", "c"});
    CHECK(parse_csv_line("a,,\r\n").value() == Cells{"a", "", ""});
    CHECK(parse_csv_line("").value() == Cells{""});
    CHECK(parse_csv_line("\"a,b\",\"say \"\"hi\"\"\"").value() == Cells{"a,b", "say \"hi\""});
    CHECK(parse_csv_line("a\"b,c").value() == Cells{"a\"b", "c"});
}

TEST_CASE("csv: an open quote is malformed", "[detectors][csv]") {
    CHECK(parse_csv_line("a,\"b").error().code == Errc::malformed);
    CHECK(parse_csv_line("\"\"\"").error().code == Errc::malformed);
}

TEST_CASE("csv: columns at the bound are read, one more is too large", "[detectors][csv]") {
    CHECK(parse_csv_line(std::string(csv_columns_max - 1, ',')).value().size() == csv_columns_max);
    CHECK(parse_csv_line(std::string(csv_columns_max, ',')).error().code == Errc::too_large);
}

TEST_CASE("csv: times are read in all their usual dresses", "[detectors][csv]") {
    const TimePoint expected = from_unix_ms(1'790'000'000'500);
    for (const char* text :
         {"1790000000.5", "1790000000500", "2026-09-21T14:13:20.5Z",
          "2026-09-21T16:13:20.500+02:00", "2026-09-21 14:13:20.5", " 2026-09-21T14:13:20.5 "}) {
        INFO(text);
        const auto at = parse_csv_time(text);
        REQUIRE(at);
        CHECK(*at == expected);
    }
}

TEST_CASE("csv: what is no time is malformed", "[detectors][csv]") {
    for (const char* text : {"", "noon", "2026-13-01 00:00:00", "inf", "nan", "1e300"}) {
        INFO(text);
        CHECK(parse_csv_time(text).error().code == Errc::malformed);
    }
}

TEST_CASE("csv: an absent number is nothing, a wrong one is malformed", "[detectors][csv]") {
    CHECK(parse_csv_number("1.5e3").value() == 1500.0);
    CHECK(parse_csv_number(" -2 ").value() == -2.0);
    for (const char* text : {"", " ", "NaN", "null", "None", "-", "inf"}) {
        INFO(text);
        CHECK_FALSE(parse_csv_number(text).value());
    }
    CHECK(parse_csv_number("12 apples").error().code == Errc::malformed);
}
