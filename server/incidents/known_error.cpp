#include "server/incidents/known_error.hpp"

#include <algorithm>

#include "core/glob.hpp"
#include "core/hash.hpp"
#include "core/trimmed.hpp"
#include "server/incidents/person_step.hpp"
#include "server/incidents/similar.hpp"

namespace foreshock::incidents {
namespace {

double expected_success(const KnownError& one) {
    return static_cast<double>(one.worked + 1) / static_cast<double>(one.tried + 2);
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

std::optional<std::string> component_like(const Incident& incident, std::string_view pattern) {
    for (const std::string& component : incident.components())
        if (matches_glob(component, pattern)) return component;
    return std::nullopt;
}

std::optional<SuggestedFix> suggestion(const KnownError& known_error, const Incident& incident,
                                       const std::vector<std::string>& kinds) {
    const bool has_all = std::includes(kinds.begin(), kinds.end(), known_error.kinds.begin(),
                                       known_error.kinds.end());
    if (known_error.kinds.empty() || !has_all) return std::nullopt;
    SuggestedFix fix{known_error, {{"kinds", "the incident has " + joined(known_error.kinds)}}};
    if (!known_error.component.empty()) {
        const auto component = component_like(incident, known_error.component);
        if (!component) return std::nullopt;
        fix.reasons.push_back({"component", *component + " looks like " + known_error.component});
    }
    fix.reasons.push_back({"record", describe_record(known_error)});
    return fix;
}

/// "checked: df" is a step of that type; anything else changes something.
FixStep step_of(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view type = line.substr(0, colon);
        const std::string_view text = trimmed(line.substr(colon + 1));
        const bool is_type = std::ranges::find(step_types, type) != step_types.end();
        if (is_type && !text.empty()) return {std::string{type}, std::string{text}};
    }
    return {"changed", std::string{line}};
}

}  // namespace

Result<std::vector<FixStep>> parse_fix_steps(std::string_view text) {
    std::vector<FixStep> steps;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        if (line.size() > fix_step_bytes_max) {
            return fail(Errc::invalid, "step " + std::to_string(steps.size() + 1) + ": at most " +
                                           std::to_string(fix_step_bytes_max) + " bytes");
        }
        if (steps.size() == fix_steps_max) {
            return fail(Errc::invalid, "at most " + std::to_string(fix_steps_max) + " steps");
        }
        steps.push_back(step_of(line));
    }
    return steps;
}

std::vector<FixStep> steps_of(const KnownError& known_error) {
    if (!known_error.steps.empty()) return known_error.steps;
    return {{"changed", known_error.fix}};
}

std::string known_error_id(std::vector<std::string> kinds, std::string_view component) {
    std::sort(kinds.begin(), kinds.end());
    return "ke-" + stable_id({"known error", joined(kinds), component}).substr(0, 12);
}

std::string describe_record(const KnownError& known_error) {
    if (known_error.tried == 0) return "not tried yet";
    std::string text = "worked " + std::to_string(known_error.worked) + " of " +
                       std::to_string(known_error.tried) +
                       (known_error.tried == 1 ? " time" : " times");
    if (known_error.median_took) text += ", median " + describe_duration(*known_error.median_took);
    return text;
}

std::vector<SuggestedFix> suggested_fixes(const Incident& incident,
                                          const std::vector<KnownError>& known_errors) {
    const std::vector<std::string> kinds = kinds_of(incident);
    std::vector<SuggestedFix> fixes;
    for (const KnownError& known_error : known_errors) {
        if (auto fix = suggestion(known_error, incident, kinds)) fixes.push_back(std::move(*fix));
    }
    std::stable_sort(fixes.begin(), fixes.end(), [](const SuggestedFix& a, const SuggestedFix& b) {
        const double left = expected_success(a.known_error);
        const double right = expected_success(b.known_error);
        if (left != right) return left > right;
        return a.known_error.kinds.size() > b.known_error.kinds.size();
    });
    if (fixes.size() > suggested_fixes_max) fixes.resize(suggested_fixes_max);
    return fixes;
}

}  // namespace foreshock::incidents
