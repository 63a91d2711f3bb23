#include "collectors/hardware/smart_report.hpp"

#include "smart_reports.hpp"
#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("smart report: an ATA disk's sectors, errors and temperature", "[collectors][smart]") {
    const auto report = parse_smart_report(ata_disk("8", "3"));
    REQUIRE(report);
    CHECK(report->passed == true);
    CHECK(report->reallocated_sectors == 8.0);
    CHECK(report->pending_sectors == 3.0);
    CHECK(report->uncorrectable_sectors == 1.0);
    CHECK(report->media_errors == 2.0);
    CHECK(report->crc_errors == 7.0);
    CHECK(report->celsius == 34.0);
    CHECK(report->powered_hours == 47657.0);
    CHECK_FALSE(report->celsius_limit);
    CHECK_FALSE(report->used_percent);
    CHECK_FALSE(report->warning);
}

TEST_CASE("smart report: an NVMe disk's spare, wear and errors", "[collectors][smart]") {
    const auto report = parse_smart_report(nvme_disk());
    REQUIRE(report);
    CHECK(report->passed == true);
    CHECK(report->spare_percent == 97.0);
    CHECK(report->spare_threshold_percent == 10.0);
    CHECK(report->used_percent == 12.0);
    CHECK(report->media_errors == 5.0);
    CHECK(report->celsius == 29.0);
    REQUIRE(report->warning);
    CHECK_FALSE(report->warning->spare_low);
    CHECK_FALSE(report->reallocated_sectors);
}

TEST_CASE("smart report: every bit of an NVMe disk's warning", "[collectors][smart]") {
    for (int bit = 0; bit < 5; ++bit) {
        const auto report = parse_smart_report(nvme_disk(1 << bit));
        REQUIRE(report);
        REQUIRE(report->warning);
        CHECK(report->warning->spare_low == (bit == 0));
        CHECK(report->warning->temperature == (bit == 1));
        CHECK(report->warning->reliability == (bit == 2));
        CHECK(report->warning->read_only == (bit == 3));
        CHECK(report->warning->backup_failed == (bit == 4));
    }
}

TEST_CASE("smart report: a SAS disk's defects, uncorrected errors and trip point",
          "[collectors][smart]") {
    const auto report = parse_smart_report(sas_disk());
    REQUIRE(report);
    CHECK(report->reallocated_sectors == 4.0);
    CHECK(report->media_errors == 3.0);
    CHECK(report->celsius == 27.0);
    CHECK(report->celsius_limit == 85.0);
}

TEST_CASE("smart report: the wear of an SSD behind SATA is what its life has lost",
          "[collectors][smart]") {
    for (const std::string name :
         {"SSD_Life_Left", "Media_Wearout_Indicator", "Wear_Leveling_Count"}) {
        std::string text = ata_disk();
        const std::string row = attribute(231, name, 83, 0, "0") + "," +
                                attribute(232, "Available_Reservd_Space", 95, 10, "0") + ",";
        text.insert(text.find("\"table\":[") + 9, row);
        const auto report = parse_smart_report(text);
        REQUIRE(report);
        CHECK(report->used_percent == 17.0);
        CHECK(report->spare_percent == 95.0);
        CHECK(report->spare_threshold_percent == 10.0);
    }
}

TEST_CASE("smart report: a raw value that is more than a counter is left out",
          "[collectors][smart]") {
    const auto report = parse_smart_report(ata_disk("281470681743360"));
    REQUIRE(report);
    CHECK_FALSE(report->reallocated_sectors);
}

TEST_CASE("smart report: a disk that expects to fail says so, whatever the exit status",
          "[collectors][smart]") {
    const auto report = parse_smart_report(ata_disk("2000", "40", false));
    REQUIRE(report);
    CHECK(report->passed == false);
    CHECK(report->reallocated_sectors == 2000.0);
}

TEST_CASE("smart report: a disk that sleeps is asleep and no failure", "[collectors][smart]") {
    const auto report = parse_smart_report(sleeping_disk());
    REQUIRE(report);
    CHECK(report->asleep);
    CHECK_FALSE(report->passed);
}

TEST_CASE("smart report: a device without SMART has no data", "[collectors][smart]") {
    const std::string unknown =
        smartctl_head("/dev/sda", 1, "/dev/sda: Unable to detect device type") + "}";
    CHECK(parse_smart_report(unknown).error().code == Errc::no_data);
    const std::string without =
        smartctl_head("/dev/sda", 4) + R"(,"smart_support":{"available":false}})";
    CHECK(parse_smart_report(without).error().code == Errc::no_data);
}

TEST_CASE("smart report: a device that may not be opened is unreadable, in smartctl's words",
          "[collectors][smart]") {
    const auto report = parse_smart_report(
        smartctl_head("/dev/sda", 2, "Smartctl open device: /dev/sda failed: Permission denied") +
        "}");
    REQUIRE_FALSE(report);
    CHECK(report.error().code == Errc::unreadable);
    CHECK(report.error().what ==
          "smartctl: Smartctl open device: /dev/sda failed: Permission denied");
}

TEST_CASE("smart report: text that is not smartctl's JSON is malformed, cut anywhere",
          "[collectors][smart]") {
    for (const std::string text : {"", "smartctl 7.3", "[]", "{}", "{\"smartctl\":{}}",
                                   "{\"smartctl\":{\"exit_status\":-1}}", "\xff\xfe"}) {
        INFO(text);
        CHECK(parse_smart_report(text).error().code == Errc::malformed);
    }
    const std::string whole = ata_disk();
    for (std::size_t length = 0; length + 2 < whole.size(); length += 7)
        CHECK_FALSE(parse_smart_report(std::string_view{whole}.substr(0, length)));
}

TEST_CASE("smart report: fields of another type are left out", "[collectors][smart]") {
    const auto report = parse_smart_report(
        smartctl_head("/dev/sda", 0) +
        R"(,"smart_status":{"passed":true},"temperature":"hot","power_on_time":[1],)"
        R"("ata_smart_attributes":{"table":[7,{"id":"5"},{"id":197,"raw":{"value":-1}}]}})");
    REQUIRE(report);
    CHECK(report->passed == true);
    CHECK_FALSE(report->celsius);
    CHECK_FALSE(report->pending_sectors);
}

}  // namespace
}  // namespace foreshock::collectors
