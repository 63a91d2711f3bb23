#include "collectors/hardware/smart_report.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>

#include "collectors/hardware/json_fields.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

// Bits of the exit status (smartctl(8) EXIT STATUS).
constexpr unsigned no_such_device_type = 1U << 0U;
constexpr unsigned open_failed = 1U << 1U;

/// Makers who put more than a counter into the 48 bits of an attribute fill the upper ones.
constexpr double counter_max = 4294967295.0;

struct CountedAttribute {
    double id;
    std::optional<double> SmartReport::*count;
};

constexpr std::array counted{
    CountedAttribute{5, &SmartReport::reallocated_sectors},
    CountedAttribute{187, &SmartReport::media_errors},
    CountedAttribute{197, &SmartReport::pending_sectors},
    CountedAttribute{198, &SmartReport::uncorrectable_sectors},
    CountedAttribute{199, &SmartReport::crc_errors},
};

/// Their normalised value is what is left of the life, in percent.
constexpr std::array<std::string_view, 4> life_left_names{
    "SSD_Life_Left", "Media_Wearout_Indicator", "Percent_Lifetime_Remain", "Wear_Leveling_Count"};

std::optional<double> first_of(std::initializer_list<std::optional<double>> values) {
    for (const std::optional<double>& value : values) {
        if (value) return value;
    }
    return std::nullopt;
}

/// The words of the first message; those about sleep are no errors.
std::string_view message_of(const Json& root) {
    const Json* messages = json_field(&root, "smartctl", "messages");
    if (!messages || !messages->is_array()) return {};
    for (const Json& message : *messages) {
        const std::string_view text = json_text(&message, "string");
        if (!text.empty()) return text;
    }
    return {};
}

/// "Device is in STANDBY mode, exit(3)", also STANDBY_Y, STANDBY (OS), SLEEP.
bool says_asleep(std::string_view message) {
    const bool low_power = message.find("STANDBY") != std::string_view::npos ||
                           message.find("SLEEP") != std::string_view::npos;
    return low_power && message.find("mode, exit(") != std::string_view::npos;
}

void read_attribute_row(const Json& row, SmartReport& out) {
    const auto id = json_count(&row, "id");
    const auto raw = json_count(&row, "raw", "value");
    for (const CountedAttribute& attribute : counted) {
        if (id == attribute.id && raw && *raw <= counter_max) out.*attribute.count = raw;
    }
    const std::string_view name = json_text(&row, "name");
    const auto normalised = json_count(&row, "value");
    if (!normalised || *normalised > 100) return;
    if (name == "Available_Reservd_Space") {
        out.spare_percent = normalised;
        out.spare_threshold_percent = json_count(&row, "thresh");
    }
    const bool is_life =
        std::find(life_left_names.begin(), life_left_names.end(), name) != life_left_names.end();
    if (is_life && !out.used_percent) out.used_percent = 100 - *normalised;
}

void read_ata(const Json& root, SmartReport& out) {
    const Json* table = json_field(&root, "ata_smart_attributes", "table");
    if (!table || !table->is_array()) return;
    for (const Json& row : *table)
        read_attribute_row(row, out);
}

void read_scsi(const Json& root, SmartReport& out) {
    if (const auto defects = json_count(&root, "scsi_grown_defect_list"))
        out.reallocated_sectors = defects;
    for (const std::string_view operation : {"read", "write", "verify"}) {
        const auto errors = json_count(&root, "scsi_error_counter_log", operation,
                                       std::string_view{"total_uncorrected_errors"});
        if (errors) out.media_errors = out.media_errors.value_or(0) + *errors;
    }
}

CriticalWarning warning_of(double bits) {
    const auto set = static_cast<unsigned>(std::min(bits, 255.0));
    const auto is_set = [set](unsigned bit) { return ((set >> bit) & 1U) != 0; };
    return {is_set(0), is_set(1), is_set(2), is_set(3), is_set(4)};
}

void read_nvme(const Json& root, SmartReport& out) {
    const Json* log = json_field(&root, "nvme_smart_health_information_log");
    if (!log) return;
    out.spare_percent = json_count(log, "available_spare");
    out.spare_threshold_percent = json_count(log, "available_spare_threshold");
    out.used_percent = json_count(log, "percentage_used");
    out.media_errors = json_count(log, "media_errors");
    if (const auto bits = json_count(log, "critical_warning")) out.warning = warning_of(*bits);
}

void read_for_all(const Json& root, SmartReport& out) {
    out.passed = json_bool(&root, "smart_status", "passed");
    out.celsius = json_count(&root, "temperature", "current");
    out.celsius_limit =
        first_of({json_count(&root, "temperature", "drive_trip"),
                  json_count(&root, "nvme_composite_temperature_threshold", "critical"),
                  json_count(&root, "temperature", "op_limit_max")});
    out.powered_hours = json_count(&root, "power_on_time", "hours");
    const auto endurance =
        first_of({json_count(&root, "endurance_used", "current_percent"),
                  json_count(&root, "scsi_percentage_used_endurance_indicator")});
    if (endurance) out.used_percent = endurance;
}

/// A trip point of 0 is one that the disk does not have.
void drop_empty_limits(SmartReport& report) {
    if (report.celsius_limit.value_or(1) <= 0) report.celsius_limit.reset();
    if (report.celsius.value_or(1) <= 0) report.celsius.reset();
}

}  // namespace

Result<SmartReport> parse_smart_report(std::string_view text) {
    const auto root = json_object(text);
    const auto status = root ? json_count(&*root, "smartctl", "exit_status") : std::nullopt;
    if (!status || *status > 255) return fail(Errc::malformed, "smartctl: its answer is not JSON");
    SmartReport report;
    const std::string_view message = message_of(*root);
    report.asleep = says_asleep(message);
    if (report.asleep) return report;
    const auto bits = static_cast<unsigned>(*status);
    if (bits & no_such_device_type) return fail(Errc::no_data, label_text(message));
    if (bits & open_failed) return fail(Errc::unreadable, "smartctl: " + label_text(message));
    read_for_all(*root, report);
    read_ata(*root, report);
    read_scsi(*root, report);
    read_nvme(*root, report);
    drop_empty_limits(report);
    const bool has_health =
        report.passed || report.reallocated_sectors || report.media_errors || report.spare_percent;
    if (!has_health) return fail(Errc::no_data, "the disk has no SMART");
    return report;
}

}  // namespace foreshock::collectors
