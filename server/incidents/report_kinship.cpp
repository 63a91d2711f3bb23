#include "server/incidents/report_kinship.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "server/incidents/categorise.hpp"
#include "server/incidents/scale.hpp"
#include "server/incidents/text_likeness.hpp"

namespace foreshock::incidents {
namespace {

constexpr double likeness_least = 0.35;
constexpr double likeness_much = 0.7;

// Words of components that say nothing about which one is meant.
constexpr std::array<std::string_view, 9> kinds_of_component{
    "unit", "service", "process", "filesystem", "device", "interface", "pid", "the", "mount"};

std::vector<std::string> telling_words(std::string_view component) {
    std::vector<std::string> words(1);
    for (const char c : component) {
        const bool is_part = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        if (is_part) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase_if(words, [](const std::string& word) {
        return std::find(kinds_of_component.begin(), kinds_of_component.end(), word) !=
               kinds_of_component.end();
    });
    return words;
}

bool names_component(const IncidentReport& report, const std::string& component) {
    const std::vector<std::string> words = telling_words(component);
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return mentions(report.words, word); });
}

void weigh_host(const IncidentReport& report, const std::vector<std::string>& hosts, Scale& scale) {
    for (const std::string& host : hosts) {
        if (report.host == host)
            return scale.add(0.45, "same_host", [&] { return "it is about " + host; });
    }
    if (!report.host.empty()) return;
    for (const std::string& host : hosts) {
        if (mentions(report.words, host))
            return scale.add(0.4, "names_host", [&] { return "the words name " + host; });
    }
}

// Somebody who uses the shop sees that the shop is down, not the database that it needs.
bool weigh_service_of(const std::string& meant, const Symptom& symptom, const ServiceMap& services,
                      Scale& scale) {
    for (const Service* touched : services.touched_by(symptom)) {
        if (touched->name == meant) {
            scale.add(0.45, "same_service", [&] {
                return symptom.kind + " on " + symptom.subject.host + " touches " + touched->title;
            });
            return true;
        }
        for (const Service* dependent : services.needed_by(*touched)) {
            if (dependent->name != meant) continue;
            scale.add(0.45, "needed_service", [&] {
                return dependent->title + " needs " + touched->title + ", which " + symptom.kind +
                       " on " + symptom.subject.host + " touches";
            });
            return true;
        }
    }
    return false;
}

void weigh_category(const std::string& one, const std::string& other, Scale& scale) {
    const auto is_known = [](const std::string& category) {
        return !category.empty() && category != uncategorised;
    };
    if (!is_known(one) || !is_known(other)) return;
    if (one == other) return scale.add(0.15, "same_category", [&] { return "both are " + one; });
    scale.add(-0.15, "other_category", [&] { return "one is " + one + ", the other " + other; });
}

void weigh_symptoms(const IncidentReport& report, const Incident& incident,
                    const ReportScene& scene, Scale& scale) {
    const std::string meant = service_meant(report, scene.services);
    bool is_service_weighed = meant.empty();
    bool is_component_weighed = false;
    bool is_there = incident.beyond.occurring > 0;
    for (const IncidentSymptom& known : incident.symptoms) {
        const Symptom& symptom = known.symptom;
        if (!is_service_weighed)
            is_service_weighed = weigh_service_of(meant, symptom, scene.services, scale);
        if (!is_component_weighed && names_component(report, symptom.subject.component)) {
            is_component_weighed = true;
            scale.add(0.3, "names_component",
                      [&] { return "the words name " + symptom.subject.component; });
        }
        is_there = is_there || (known.is_active() && symptom.phase == Phase::occurring);
    }
    if (is_there) scale.add(0.15, "there_now", [] { return "it disturbs right now"; });
}

void weigh_other_reports(const IncidentReport& report, const Incident& incident,
                         const ReportScene& scene, Scale& scale) {
    const auto& others = incident.reporting.reports;
    if (others.empty()) return;
    double best = 0;
    bool is_close = false;
    bool is_same_service = false;
    const std::string meant = service_meant(report, scene.services);
    for (const IncidentReport& other : others) {
        best = std::max(best, likeness(report.words, other.words));
        is_close = is_close || report.received_at - other.received_at <= scene.window;
        is_same_service = is_same_service || (!meant.empty() && meant == other.service);
    }
    if (best >= likeness_least) {
        scale.add(best * (best >= likeness_much ? 0.6 : 0.4), "like_another_report", [&] {
            return "its words are " + std::to_string(std::lround(best * 100)) +
                   " % those of another report";
        });
    }
    if (is_close) {
        scale.add(0.2, "close_in_time", [&] {
            return "somebody else reported it within " + describe_duration(scene.window);
        });
    }
    if (is_same_service && incident.symptoms.empty()) {
        scale.add(0.45, "same_service",
                  [&] { return "another report is about " + meant + " too"; });
    }
}

}  // namespace

std::string service_meant(const IncidentReport& report, const ServiceMap& services) {
    if (!report.service.empty()) return report.service;
    for (const Service& service : services.services()) {
        if (mentions(report.words, service.name) || mentions(report.words, service.title))
            return service.name;
    }
    return {};
}

Kinship report_kinship(const IncidentReport& report, const Incident& incident,
                       const ReportScene& scene) {
    Kinship found;
    Scale scale{&found};
    weigh_host(report, incident.hosts(), scale);
    weigh_symptoms(report, incident, scene, scale);
    weigh_other_reports(report, incident, scene, scale);
    weigh_category(report.category, incident.category, scale);
    found.score = scale.score();
    return found;
}

Kinship reported_kinship(const Symptom& fresh, const Incident& incident, const ReportScene& scene) {
    Kinship best;
    for (const IncidentReport& report : incident.reporting.reports) {
        Kinship found;
        Scale scale{&found};
        weigh_host(report, {fresh.subject.host}, scale);
        const std::string meant = service_meant(report, scene.services);
        if (!meant.empty()) weigh_service_of(meant, fresh, scene.services, scale);
        if (names_component(report, fresh.subject.component)) {
            scale.add(0.3, "names_component",
                      [&] { return "the words name " + fresh.subject.component; });
        }
        if (scene.now - report.received_at <= scene.window) {
            scale.add(0.2, "close_in_time",
                      [&] { return "reported within " + describe_duration(scene.window); });
        }
        weigh_category(report.category, fresh.category, scale);
        found.score = scale.score();
        if (found.score > best.score) best = std::move(found);
    }
    return best;
}

}  // namespace foreshock::incidents
