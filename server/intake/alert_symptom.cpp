#include "server/intake/alert_symptom.hpp"

#include <algorithm>
#include <array>

#include "core/label_name.hpp"
#include "core/text_scan.hpp"
#include "server/intake/alert_word.hpp"

namespace foreshock::intake {
namespace {

using incidents::AlertTexts;
using incidents::ForeignAlert;

constexpr std::size_t kind_bytes_max = 128;
constexpr std::size_t component_bytes_max = 200;
constexpr std::size_t sentence_bytes_max = 1000;
constexpr std::size_t host_bytes_max = 253;

std::string_view get(const AlertTexts& texts, std::string_view name) {
    const auto found = texts.find(name);
    return found == texts.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string as_kind(std::string_view name) {
    std::string kind{name.substr(0, kind_bytes_max)};
    std::replace_if(
        kind.begin(), kind.end(), [](char c) { return !is_plain(c) && c != '.'; }, '_');
    return kind;
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::string host_of(const AlertTexts& labels, const AlertMapping& mapping) {
    for (const std::string& name : mapping.host_labels) {
        const std::string_view value = get(labels, name);
        if (value.empty()) continue;
        const std::string_view host = name == "instance" ? host_of_address(value) : value;
        if (!host.empty()) return cut_text(host, host_bytes_max);
    }
    return mapping.host_unnamed;
}

bool is_identity(const std::string& name, const AlertMapping& mapping) {
    constexpr std::array<std::string_view, 6> said_elsewhere{
        "alertname", "severity", "category", "component", "foreshock_kind", "foreshock_phase"};
    const auto& hosts = mapping.host_labels;
    return std::find(said_elsewhere.begin(), said_elsewhere.end(), name) == said_elsewhere.end() &&
           std::find(hosts.begin(), hosts.end(), name) == hosts.end();
}

std::string component_of(const AlertTexts& labels, const AlertMapping& mapping) {
    const std::string_view named = get(labels, "component");
    if (!named.empty()) return std::string{named};
    std::string component;
    for (const auto& [name, value] : labels) {
        if (!is_identity(name, mapping)) continue;
        if (!component.empty()) component += ", ";
        component.append(name).append(" ").append(value);
    }
    return component;
}

std::string sentence_of(const ForeignAlert& foreign) {
    for (const std::string_view name : {"summary", "description", "message", "title"}) {
        const std::string_view words = get(foreign.alert.annotations, name);
        if (!words.empty()) return cut_text(words, sentence_bytes_max);
    }
    return std::string{get(foreign.alert.labels, "alertname")} + " on " + foreign.subject.host;
}

std::string guide_of(const AlertTexts& annotations) {
    std::string guide;
    if (!get(annotations, "summary").empty()) guide = get(annotations, "description");
    const std::string_view runbook = get(annotations, "runbook_url");
    if (runbook.empty()) return guide;
    return guide + (guide.empty() ? "" : "\n\n") + "Runbook: " + std::string{runbook};
}

/// A mount is called so in our own evidence: both are then seen to be about the same one.
void add_our_names(std::vector<Labels::Pair>& pairs, const AlertTexts& labels) {
    const std::string_view mountpoint = get(labels, "mountpoint");
    if (mountpoint.empty() || labels.contains("mount")) return;
    pairs.emplace_back("mount", label_text(mountpoint));
    std::sort(pairs.begin(), pairs.end());
}

Labels evidence_labels(const AlertTexts& labels) {
    std::vector<Labels::Pair> pairs;
    pairs.reserve(labels.size() + 1);
    for (const auto& [name, value] : labels) {
        if (is_label_name(name)) pairs.emplace_back(name, label_text(value));
    }
    add_our_names(pairs, labels);
    if (pairs.size() > Labels::count_max) pairs.resize(Labels::count_max);
    return Labels::from_pairs(std::move(pairs)).value_or(Labels{});
}

Evidence evidence_of(const ForeignAlert& foreign) {
    Evidence evidence;
    evidence.signal = incidents::foreign_alert_signal;
    evidence.labels = evidence_labels(foreign.alert.labels);
    evidence.value = 1;
    evidence.note = foreign.alert.generator_url;
    return evidence;
}

}  // namespace

std::string_view host_of_address(std::string_view address) {
    const std::size_t scheme = address.find("://");
    if (scheme != std::string_view::npos) {
        address.remove_prefix(scheme + 3);
        address = address.substr(0, address.find_first_of("/?#"));
    }
    if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
    const std::size_t colon = address.find(':');
    const bool is_bare_ipv6 = colon != address.rfind(':');
    return is_bare_ipv6 ? address : address.substr(0, colon);
}

Severity severity_of(std::string_view text) {
    constexpr std::array<std::string_view, 11> critical{"critical",  "crit",  "page",     "error",
                                                        "emergency", "alert", "disaster", "fatal",
                                                        "high",      "major", "p1"};
    constexpr std::array<std::string_view, 8> info{"info", "informational", "information", "none",
                                                   "low",  "debug",         "notice",      "ok"};
    const std::string word = lower(text);
    if (std::find(critical.begin(), critical.end(), word) != critical.end()) {
        return Severity::critical;
    }
    if (std::find(info.begin(), info.end(), word) != info.end()) return Severity::info;
    return Severity::warning;
}

AlertIdentity identity_of(const AlertTexts& labels, const AlertMapping& mapping) {
    AlertIdentity identity;
    const std::string_view given = get(labels, "foreshock_kind");
    const std::string name = as_kind(get(labels, "alertname"));
    identity.kind = given.empty() ? "alert." + name : as_kind(given);
    identity.subject.host = host_of(labels, mapping);
    std::string component = component_of(labels, mapping);
    if (!given.empty()) {
        component = "alert " + name + (component.empty() ? "" : ", ") + component;
    }
    identity.subject.component = cut_text(component, component_bytes_max);
    return identity;
}

Symptom symptom_of(const ForeignAlert& foreign, SymptomStatus status, TimePoint now) {
    const AlertTexts& labels = foreign.alert.labels;
    Symptom symptom;
    symptom.id = foreign.episode;
    symptom.kind = foreign.kind;
    symptom.category = get(labels, "category");
    symptom.subject = foreign.subject;
    symptom.phase =
        get(labels, "foreshock_phase") == "impending" ? Phase::impending : Phase::occurring;
    symptom.severity = severity_of(get(labels, "severity"));
    symptom.status = status;
    symptom.onset = std::min(foreign.alert.starts_at, now);
    symptom.first_sign = symptom.onset;
    symptom.observed_at = now;
    symptom.evidence = {evidence_of(foreign)};
    symptom.reason = "foreign_alert";
    symptom.sentence = sentence_of(foreign);
    symptom.guide = guide_of(foreign.alert.annotations);
    return symptom;
}

}  // namespace foreshock::intake
