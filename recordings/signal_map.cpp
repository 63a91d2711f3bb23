#include "recordings/signal_map.hpp"

#include <algorithm>
#include <filesystem>

#include "detectors/pack/settings_reader.hpp"

namespace foreshock::recordings {
namespace {

using detectors::SettingsReader;

bool is_label_name(std::string_view name) {
    return !name.empty() && (name[0] < '0' || name[0] > '9') &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

LabelTemplates read_labels(SettingsReader& rule) {
    LabelTemplates templates;
    if (!rule.has("labels")) {
        (void)rule.table("labels");
        return templates;
    }
    SettingsReader labels = rule.table("labels");
    for (const std::string& name : labels.keys()) {
        if (!is_label_name(name))
            labels.complain(name, "must be written in small letters, digits and _");
        labels.read(name, templates[name]);
    }
    if (templates.size() > Labels::count_max) rule.complain("labels", "are more than 16");
    return templates;
}

void read_rule(SettingsReader& signals, const std::string& name, std::vector<SignalRule>& rules) {
    SettingsReader rule = signals.table(name);
    bool is_enabled = true;
    rule.read("enabled", is_enabled);
    std::string text;
    rule.require("value", "\"their_metric_bytes - their_other_metric_bytes\"");
    rule.read("value", text);
    LabelTemplates labels = read_labels(rule);
    rule.finish();
    if (text.empty() || !is_enabled) return;
    auto value = Expression::parse(text);
    if (!value)
        rule.complain("value", value.error().what);
    else
        rules.push_back({name, std::move(*value), std::move(labels)});
}

}  // namespace

Result<SignalMap> SignalMap::parse(const std::vector<detectors::PackText>& texts) {
    SettingsReader top{texts};
    SignalMap map;
    if (top.complaints().empty()) {
        SettingsReader signals = top.table("signals");
        for (const std::string& name : signals.keys())
            read_rule(signals, name, map.rules_);
        top.finish();
    }
    if (std::string complaints = top.complaints(); !complaints.empty())
        return fail(Errc::invalid, std::move(complaints));
    for (const SignalRule& rule : map.rules_)
        for (std::string& metric : rule.value.metrics())
            map.metrics_.push_back(std::move(metric));
    std::sort(map.metrics_.begin(), map.metrics_.end());
    return map;
}

void SignalMap::apply(const Scrape& scrape, const Take& take) {
    for (SignalRule& rule : rules_)
        for (const auto& [labels, value] : rule.value.evaluate(scrape, rule.labels))
            take(rule.signal, labels, value);
}

bool SignalMap::uses(std::string_view metric) const {
    return std::binary_search(metrics_.begin(), metrics_.end(), metric, std::less<>{});
}

std::uint64_t SignalMap::refused() const {
    std::uint64_t sum = 0;
    for (const SignalRule& rule : rules_)
        sum += rule.value.refused();
    return sum;
}

std::string stock_maps() {
    namespace files = std::filesystem;
    std::error_code unknown;
    const auto program = files::read_symlink("/proc/self/exe", unknown);
    for (const files::path& beside : {program.parent_path() / "maps",
                                      program.parent_path().parent_path() / "share/foreshock/maps"})
        if (files::exists(beside, unknown)) return beside.string();
    return "/usr/share/foreshock/maps";
}

}  // namespace foreshock::recordings
