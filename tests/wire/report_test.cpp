#include "wire/report.hpp"

#include <cmath>
#include <limits>

#include "random_report.hpp"
#include "same_report.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::wire;
using foreshock::test::check_same;
using foreshock::test::RandomReport;

namespace {

Report with_values(std::vector<double> values) {
    Report report;
    for (std::size_t i = 0; i < values.size(); ++i) {
        report.ticks.push_back(from_unix_ms(1'790'000'000'000 + 1000 * static_cast<int>(i)));
    }
    report.columns.push_back({7, {}, std::move(values)});
    return report;
}

}  // namespace

TEST_CASE("report: an empty one comes back", "[wire][report]") {
    const Report report;
    const auto back = decode(encode(report));
    REQUIRE(back);
    check_same(*back, report);
}

TEST_CASE("report: random ones come back as they were", "[wire][report]") {
    for (unsigned seed = 0; seed < 150; ++seed) {
        const Report report = RandomReport{seed}.make();
        const auto back = decode(encode(report));
        INFO("seed " << seed << " " << (back ? "" : back.error().what));
        REQUIRE(back);
        check_same(*back, report);
    }
}

TEST_CASE("report: every double survives, bit by bit", "[wire][report]") {
    const double infinity = std::numeric_limits<double>::infinity();
    const std::vector<double> values =
        GENERATE_COPY(std::vector<double>{0.0, -0.0, 1.0}, std::vector<double>{-0.0},
                      std::vector<double>{std::nan("7"), 1, infinity, -infinity},
                      std::vector<double>{std::numeric_limits<double>::denorm_min(), 5e-324},
                      std::vector<double>{9007199254740991.0, -9007199254740991.0},
                      std::vector<double>{9007199254740992.0, 1e300, -1e300},
                      std::vector<double>{0.1, 0.2, 0.30000000000000004});
    const auto back = decode(encode(with_values(values)));
    REQUIRE(back);
    CHECK(test::same_bits(back->columns[0].values, values));
}

TEST_CASE("report: a constant of whole numbers takes few bytes", "[wire][report]") {
    const std::string constant = encode(with_values(std::vector<double>(1000, 65536.0)));
    Report none = with_values(std::vector<double>(1000, 65536.0));
    none.columns.clear();
    CHECK(constant.size() < encode(none).size() + 20);
}

TEST_CASE("report: head and body together are the report", "[wire][report]") {
    for (unsigned seed = 0; seed < 50; ++seed) {
        const Report report = RandomReport{seed}.make();
        const ReportHead head{report.sent_at, report.replay, report.definitions_from,
                              report.definitions};
        const auto back = decode(encode_head(head) + encode_body(report));
        REQUIRE(back);
        check_same(*back, report);
    }
}

TEST_CASE("report: a body alone carries neither definitions nor the time of sending",
          "[wire][report]") {
    Report report = RandomReport{3}.make();
    report.definitions = {{"cpu.time.busy_ratio", {}}};
    report.replay = true;
    const auto back = decode(encode_body(report));
    REQUIRE(back);
    CHECK(back->definitions.empty());
    CHECK_FALSE(back->replay);
    CHECK(back->sent_at == TimePoint{});
    CHECK(back->sequence == report.sequence);
}

TEST_CASE("report: texts of any bytes become UTF-8 on the way", "[wire][report]") {
    Report report;
    report.facts = {{"process", "shop\xFF"}};
    const auto back = decode(encode(report));
    REQUIRE(back);
    CHECK(back->facts[0].value == "shop\xEF\xBF\xBD");
}

TEST_CASE("report: every truncation is refused", "[wire][report]") {
    const std::string body = encode(RandomReport{11}.make());
    for (std::size_t length = 0; length < body.size(); ++length) {
        const auto cut = decode(std::string_view{body}.substr(0, length));
        REQUIRE_FALSE(cut);
        CHECK(cut.error().code == Errc::malformed);
    }
}

TEST_CASE("report: an interval of nothing is malformed", "[wire][report]") {
    Report report;
    report.interval = Duration{0};
    const auto back = decode(encode(report));
    REQUIRE_FALSE(back);
    CHECK(back.error().what == "interval_ms: it is 0");
}
