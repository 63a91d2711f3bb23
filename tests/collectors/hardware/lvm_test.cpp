#include "collectors/hardware/lvm.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_commands.hpp"

namespace foreshock::collectors {
namespace {

const std::string question =
    "lvs --reportformat json --units b --nosuffix --options vg_name,lv_name,lv_attr,lv_size,"
    "data_percent,metadata_percent,lv_metadata_size,lv_health_status";

std::string row(const std::string& name, const std::string& attributes, const std::string& size,
                const std::string& data, const std::string& metadata,
                const std::string& metadata_size, const std::string& health = "") {
    return R"(                  {"vg_name":"pve", "lv_name":")" + name + R"(", "lv_attr":")" +
           attributes + R"(", "lv_size":")" + size + R"(", "data_percent":")" + data +
           R"(", "metadata_percent":")" + metadata + R"(", "lv_metadata_size":")" + metadata_size +
           R"(", "lv_health_status":")" + health + "\"}";
}

std::string report(const std::vector<std::string>& rows) {
    std::string text = "  {\n      \"report\": [\n          {\n              \"lv\": [\n";
    for (std::size_t i = 0; i < rows.size(); ++i)
        text += rows[i] + (i + 1 < rows.size() ? ",\n" : "\n");
    return text + "              ]\n          }\n      ]\n  }\n";
}

const std::string pool = row("data", "twi-aotz--", "1000000000000", "62.40", "3.10", "16000000000");
const std::string root = row("root", "-wi-ao----", "103079215104", "", "", "");

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{{{"dev/mapper/control", ""}, {"dev/mapper/pve-root", ""}}} {
        commands = &programs;
        make("lvm", hardware_catalog());
    }

    test::StubCommands programs;
};

TEST_CASE("lvm: a thin pool tells its use and its limit, for data and metadata",
          "[collectors][lvm]") {
    Bench bench;
    bench.programs.answer(question, report({root, pool}));
    REQUIRE(bench.tick());
    const auto value = [&](const std::string& name) {
        return bench.sink.value(name + "{group=\"pve\",volume=\"data\"}");
    };
    CHECK(value("lvm.pool.data_used_bytes") == Approx(624e9));
    CHECK(value("lvm.pool.data_limit_bytes") == 1e12);
    CHECK(value("lvm.pool.metadata_used_bytes") == Approx(0.031 * 16e9));
    CHECK(value("lvm.pool.metadata_limit_bytes") == 16e9);
    CHECK(value("lvm.volume.healthy") == 1.0);
    CHECK(bench.sink.value("lvm.volume.healthy{group=\"pve\",volume=\"root\"}") == 1.0);
    CHECK(bench.sink.count("lvm.pool.data_used_bytes") == 1);
}

TEST_CASE("lvm: a snapshot with space of its own tells its use", "[collectors][lvm]") {
    for (const std::string attributes : {"swi-a-s---", "Swi-a-s---"}) {
        Bench bench;
        bench.programs.answer(question,
                              report({row("before", attributes, "1000", "25.00", "", ""),
                                      row("thin", "Vwi-a-tz-k", "5000", "80.00", "", "")}));
        REQUIRE(bench.tick());
        const std::string labels = "{group=\"pve\",volume=\"before\"}";
        CHECK(bench.sink.value("lvm.snapshot.used_bytes" + labels) == 250.0);
        CHECK(bench.sink.value("lvm.snapshot.limit_bytes" + labels) == 1000.0);
        CHECK(bench.sink.count("lvm.snapshot.used_bytes") == 1);
    }
}

TEST_CASE("lvm: a volume with a health status is not healthy", "[collectors][lvm]") {
    Bench bench;
    bench.programs.answer(question,
                          report({row("mirror", "rwi-a-r-p-", "1000", "", "", "", "partial")}));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("lvm.volume.healthy{group=\"pve\",volume=\"mirror\"}") == 0.0);
}

TEST_CASE("lvm: a pool that is not active has no use", "[collectors][lvm]") {
    Bench bench;
    bench.programs.answer(question, report({row("data", "twi---tz--", "1000", "", "", "100")}));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("lvm.pool") == 0);
}

TEST_CASE("lvm: it is asked once a minute, volumes come and go", "[collectors][lvm]") {
    Bench bench;
    bench.programs.answer(question, report({root, pool}));
    REQUIRE(bench.tick());
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.values.empty());
    bench.programs.answer(question, report({root}));
    REQUIRE(bench.tick(std::chrono::seconds{50}));
    CHECK(bench.sink.count("lvm.volume.healthy") == 1);
    CHECK(bench.programs.started.size() == 2);
}

TEST_CASE("lvm: a failing lvs is told in its own words", "[collectors][lvm]") {
    Bench bench;
    bench.programs.answers.insert_or_assign(
        question, CommandOutput{5, "", "  WARNING: Running as a non-root user.\n"});
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::unreadable);
    CHECK(collected.error().what == "lvs: exit code 5: WARNING: Running as a non-root user.");
}

TEST_CASE("lvm: what is not lvs's report is malformed", "[collectors][lvm]") {
    for (const std::string text : {"", "{}", "[]", "{\"report\":1}", "  LV VG Attr", "\xff"}) {
        INFO(text);
        CHECK(parse_lvs(text).error().code == Errc::malformed);
    }
    const auto odd = parse_lvs(
        R"({"report":[1,{"lv":2},{"lv":[3,{"lv_name":"x","lv_size":"-5","data_percent":"y"}]}]})");
    REQUIRE(odd);
    REQUIRE(odd->size() == 1);
    CHECK(odd->front().size_bytes == 0);
    CHECK_FALSE(odd->front().data_used_ratio);
}

TEST_CASE("lvm: volumes up to the bound are told", "[collectors][lvm]") {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < logical_volumes_max + 3; ++i)
        rows.push_back(row("v" + std::to_string(i), "-wi-ao----", "1", "", "", ""));
    const auto found = parse_lvs(report(rows));
    REQUIRE(found);
    CHECK(found->size() == logical_volumes_max);
}

TEST_CASE("lvm: a host whose device mapper has nothing is not asked", "[collectors][lvm]") {
    Bench bench;
    bench.host.files.erase("dev/mapper/pve-root");
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
    CHECK(bench.programs.started.empty());
}

}  // namespace
}  // namespace foreshock::collectors
