#include "server/app/service_configuration_file.hpp"

#include <algorithm>

#include "server/app/table_reader.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::app {
namespace {

constexpr std::int64_t users_max = 10'000'000'000;
constexpr std::int64_t hosts_max = 1'000'000;

void read_needed(TableReader& in, incidents::HostsNeeded& into) {
    using Rule = incidents::HostsNeeded::Rule;
    const toml::node* node = in.node("hosts_needed");
    if (!node) return;
    const auto count = node->value_exact<std::int64_t>();
    const auto rule = node->value_exact<std::string>();
    if (count && *count >= 1 && *count <= hosts_max) {
        into = {Rule::count, static_cast<std::size_t>(*count)};
    } else if (rule && (*rule == "all" || *rule == "quorum")) {
        into = {*rule == "all" ? Rule::all : Rule::quorum, 0};
    } else {
        in.complain_of("hosts_needed", "must be a whole number from 1, \"quorum\" or \"all\"");
    }
}

void read_labels(TableReader& in, std::vector<std::string>& into) {
    std::vector<std::pair<std::string, std::string>> labels;
    in.text_map("labels", labels);
    for (const auto& [name, value] : labels)
        into.push_back(name + "=" + value);
}

void read_hours(TableReader& in, ServiceConfiguration& into) {
    in.texts("hours", into.hours.texts);
    in.text("zone", into.hours.zone);
    for (const std::string& text : into.hours.texts) {
        const Result<desk::DailyHours> daily = desk::parse_daily_hours(text);
        if (!daily) return in.complain_of("hours", daily.error().what);
        into.hours.daily.push_back(*daily);
    }
    into.service.has_hours = !into.hours.daily.empty();
    const Result<desk::Zone> zone = desk::Zone::find(into.hours.zone);
    if (!zone) in.complain_of("zone", zone.error().what);
}

void check_service(TableReader& in, const incidents::Service& service) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    if (service.name.empty() || service.name.size() > 100 ||
        !std::all_of(service.name.begin(), service.name.end(), is_plain)) {
        in.complain_of("name", "must be of letters, digits, dots, dashes and underscores");
    }
    if (service.hosts.empty() && service.labels.empty()) {
        in.complain_of("hosts", "needs hosts = [\"web-*\"] or labels = { role = \"web\" }");
    }
}

void read_matrix(TableReader& in, incidents::PriorityMatrix& into) {
    const toml::node* node = in.node("matrix");
    if (!node) return;
    const auto wrong = [&in] {
        in.complain_of("matrix",
                       "must be three rows of three levels from 1 to 5, such as "
                       "[[1, 2, 3], [2, 3, 4], [3, 4, 5]]");
    };
    const toml::array* rows = node->as_array();
    if (!rows || rows->size() != into.size()) return wrong();
    incidents::PriorityMatrix read{};
    for (std::size_t i = 0; i < read.size(); ++i) {
        const toml::array* row = rows->get(i)->as_array();
        if (!row || row->size() != read[i].size()) return wrong();
        for (std::size_t j = 0; j < read[i].size(); ++j) {
            const auto level = row->get(j)->value_exact<std::int64_t>();
            if (!level || *level < 1 || *level > 5) return wrong();
            read[i][j] = static_cast<int>(*level);
        }
    }
    into = read;
}

}  // namespace

void read_service(TableReader& in, std::vector<ServiceConfiguration>& into) {
    ServiceConfiguration read;
    incidents::Service& service = read.service;
    read.place = in.place_of_table();
    in.text("name", service.name);
    service.title = service.name;
    in.text("title", service.title);
    in.text("team", service.team);
    in.texts("hosts", service.hosts);
    read_labels(in, service.labels);
    in.texts("components", service.components);
    in.texts("kinds", service.kinds);
    in.numbers("ports", service.ports, 1, 65535);
    in.texts("depends_on", service.depends_on);
    in.number("weight", service.weight, 1, 5);
    in.number("users", service.users, 0, users_max);
    in.flag("public", service.is_public);
    read_needed(in, service.needed);
    read_hours(in, read);
    check_service(in, service);
    in.finish();
    const auto same = std::find_if(into.begin(), into.end(), [&](const auto& one) {
        return one.service.name == service.name && !one.place.starts_with(in.file() + ":");
    });
    if (same == into.end()) {
        into.push_back(std::move(read));
    } else {
        *same = std::move(read);
    }
}

void read_priority(TableReader& in, incidents::Settings& into) {
    incidents::PriorityRules& rules = into.priority;
    read_matrix(in, into.matrix);
    in.span("urgent_within", into.urgent_within);
    in.span("soon_within", into.soon_within);
    in.number("weight_for_impact_one", rules.weight_for_impact_one, 1, 6);
    in.number("weight_for_impact_two", rules.weight_for_impact_two, 1, 6);
    in.number("users_many", rules.users_many, 1, users_max);
    in.number("services_many", rules.services_many, 1, hosts_max);
    in.number("hosts_for_impact_one", rules.hosts_for_impact_one, 1, hosts_max);
    in.number("hosts_for_impact_two", rules.hosts_for_impact_two, 1, hosts_max);
    in.number("reporters_many", rules.reporters_many, 1, hosts_max);
    if (into.urgent_within > into.soon_within) {
        in.complain_of("urgent_within", "must not be longer than soon_within");
    }
    if (rules.weight_for_impact_two > rules.weight_for_impact_one) {
        in.complain_of("weight_for_impact_two", "must not be above weight_for_impact_one");
    }
    if (rules.hosts_for_impact_two > rules.hosts_for_impact_one) {
        in.complain_of("hosts_for_impact_two", "must not be above hosts_for_impact_one");
    }
}

}  // namespace foreshock::app
