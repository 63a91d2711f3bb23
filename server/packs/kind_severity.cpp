#include "server/packs/kind_severity.hpp"

namespace foreshock::packs {
namespace {

using namespace detectors;

SeverityRule fixed(Severity severity) {
    SeverityRule rule;
    rule.usual = severity;
    return rule;
}

SeverityRule critical_if(Severity usual, CriticalWhen when, std::optional<double> at) {
    SeverityRule rule = fixed(usual);
    rule.critical_when = when;
    rule.critical_at = at;
    return rule;
}

struct RuleOf {
    SeverityRule operator()(const LevelSettings& settings) const {
        SeverityRule rule;
        rule.said_at = settings.warning.enter;
        rule.is_learned = settings.learning.has_value();
        rule.is_below = settings.bad == Direction::below;
        if (!settings.critical) return rule;
        rule.critical_when = CriticalWhen::beyond;
        rule.critical_at = settings.critical->enter;
        return rule;
    }

    SeverityRule operator()(const ExhaustionSettings& settings) const {
        return critical_if(Severity::warning, CriticalWhen::soon,
                           to_seconds(settings.critical_within));
    }

    SeverityRule operator()(const LeakSettings& settings) const {
        return critical_if(Severity::warning, CriticalWhen::soon,
                           to_seconds(settings.critical_within));
    }

    SeverityRule operator()(const CombinationSettings& settings) const {
        return critical_if(Severity::warning, CriticalWhen::signs,
                           to_seconds(settings.critical_within));
    }

    SeverityRule operator()(const ExpirySettings& settings) const {
        if (settings.severity_max != Severity::critical) return fixed(settings.severity_max);
        return critical_if(Severity::warning, CriticalWhen::soon, to_seconds(settings.critical));
    }

    SeverityRule operator()(const StateSettings& settings) const {
        if (settings.critical.empty()) return fixed(settings.severity);
        return critical_if(settings.severity, CriticalWhen::values, std::nullopt);
    }

    SeverityRule operator()(const BurstSettings& settings) const {
        if (settings.critical_factor <= 0) return fixed(settings.severity);
        return critical_if(settings.severity, CriticalWhen::times, settings.critical_factor);
    }

    SeverityRule operator()(const ShiftSettings& settings) const {
        if (settings.critical_ratio <= 0) return fixed(Severity::warning);
        return critical_if(Severity::warning, CriticalWhen::times, settings.critical_ratio);
    }

    SeverityRule operator()(const TemplateSettings& settings) const {
        if (!settings.critical_count) return fixed(settings.severity);
        return critical_if(settings.severity, CriticalWhen::count,
                           static_cast<double>(*settings.critical_count));
    }

    SeverityRule operator()(const InventorySettings& settings) const {
        return fixed(settings.severity);
    }

    SeverityRule operator()(const CadenceSettings& settings) const {
        return fixed(settings.severity);
    }

    SeverityRule operator()(const AnomalySettings&) const { return fixed(Severity::warning); }
};

}  // namespace

SeverityRule severity_rule(const KindSettings& kind) {
    return std::visit(RuleOf{}, kind.settings);
}

std::string_view to_string(CriticalWhen when) {
    switch (when) {
        case CriticalWhen::never:
            return "never";
        case CriticalWhen::beyond:
            return "beyond";
        case CriticalWhen::soon:
            return "soon";
        case CriticalWhen::values:
            return "values";
        case CriticalWhen::times:
            return "times";
        case CriticalWhen::count:
            return "count";
        case CriticalWhen::signs:
            return "signs";
    }
    return "never";
}

}  // namespace foreshock::packs
