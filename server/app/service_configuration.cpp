#include "server/app/service_configuration.hpp"

#include <set>

#include "server/app/toml_text.hpp"

namespace foreshock::app {
namespace {

std::string numbers_of(const std::vector<std::uint16_t>& numbers) {
    std::string list;
    for (const std::uint16_t number : numbers)
        list += (list.empty() ? "" : ", ") + std::to_string(number);
    return "[" + list + "]";
}

std::string label_table(const std::vector<std::string>& labels) {
    std::string table;
    for (const std::string& label : labels) {
        const std::size_t equals = label.find('=');
        table += (table.empty() ? " " : ", ") + quoted(label.substr(0, equals)) + " = " +
                 quoted(label.substr(equals + 1));
    }
    return table.empty() ? "{}" : "{" + table + " }";
}

std::string needed_text(const incidents::HostsNeeded& needed) {
    using Rule = incidents::HostsNeeded::Rule;
    if (needed.rule == Rule::count) return std::to_string(needed.count);
    return quoted(needed.rule == Rule::all ? "all" : "quorum");
}

void write_service(std::ostream& out, const ServiceConfiguration& one) {
    const incidents::Service& service = one.service;
    out << "\n[[service]]\nname = " << quoted(service.name) << "\ntitle = " << quoted(service.title)
        << "\nteam = " << quoted(service.team) << "\nhosts = " << list_of(service.hosts)
        << "\nlabels = " << label_table(service.labels)
        << "\ncomponents = " << list_of(service.components)
        << "\nkinds = " << list_of(service.kinds) << "\nports = " << numbers_of(service.ports)
        << "\ndepends_on = " << list_of(service.depends_on) << "\nweight = " << service.weight
        << "\nusers = " << service.users << "\npublic = " << (service.is_public ? "true" : "false")
        << "\nhosts_needed = " << needed_text(service.needed)
        << "\nhours = " << list_of(one.hours.texts) << "\nzone = " << quoted(one.hours.zone)
        << "\n";
}

}  // namespace

Result<void> check_services(const std::vector<ServiceConfiguration>& services) {
    std::set<std::string> names;
    std::string known;
    for (const ServiceConfiguration& one : services) {
        if (!names.insert(one.service.name).second) {
            return fail(Errc::invalid,
                        one.place + "service.name: '" + one.service.name + "' is there twice");
        }
        known += (known.empty() ? "" : ", ") + one.service.name;
    }
    for (const ServiceConfiguration& one : services) {
        for (const std::string& needed : one.service.depends_on) {
            if (names.contains(needed) && needed != one.service.name) continue;
            return fail(Errc::invalid, one.place + "service.depends_on: '" + needed + "' is no " +
                                           "other service; there are " + known);
        }
    }
    return {};
}

void write_priority(std::ostream& out, const incidents::Settings& settings) {
    const incidents::PriorityRules& rules = settings.priority;
    out << "\n[priority]\nmatrix = [";
    for (std::size_t row = 0; row < settings.matrix.size(); ++row) {
        const auto& levels = settings.matrix[row];
        out << (row == 0 ? "" : ", ") << "[" << levels[0] << ", " << levels[1] << ", " << levels[2]
            << "]";
    }
    out << "]\nurgent_within = " << quoted(format_duration(settings.urgent_within))
        << "\nsoon_within = " << quoted(format_duration(settings.soon_within))
        << "\nweight_for_impact_one = " << rules.weight_for_impact_one
        << "\nweight_for_impact_two = " << rules.weight_for_impact_two
        << "\nusers_many = " << rules.users_many << "\nservices_many = " << rules.services_many
        << "\nhosts_for_impact_one = " << rules.hosts_for_impact_one
        << "\nhosts_for_impact_two = " << rules.hosts_for_impact_two
        << "\nreporters_many = " << rules.reporters_many << "\n";
}

void write_services(std::ostream& out, const std::vector<ServiceConfiguration>& services) {
    for (const ServiceConfiguration& one : services)
        write_service(out, one);
}

}  // namespace foreshock::app
