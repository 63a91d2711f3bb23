#include <cmath>

#include "cli/pack_view.hpp"
#include "core/number.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::cli {
namespace {

using detectors::Band;
using detectors::Direction;
using detectors::ExhaustionSettings;
using detectors::KindSettings;
using detectors::LevelSettings;

std::string in_percent(double share) {
    return describe_number(std::round(share * 1000) / 10) + " %";
}

std::string or_more(Direction bad) {
    return bad == Direction::above ? " or more" : " or less";
}

std::string band_sentence(const std::string& severity, const LevelSettings& level, const Band& band,
                          detectors::Unit unit) {
    std::string text = severity + " once " + level.signal + " has been " +
                       detectors::describe_value(unit, band.enter) + or_more(level.bad);
    if (band.hold_for > Duration{0}) text += " for " + describe_duration(band.hold_for);
    return text + "; taken back when it has been " +
           (level.bad == Direction::above ? "below " : "above ") +
           detectors::describe_value(unit, band.leave) + " for " +
           describe_duration(band.clear_after) + ".";
}

/// One overload per engine that has sentences of its own.
struct Rules {
    const KindSettings& kind;

    std::vector<std::string> operator()(const ExhaustionSettings& settings) const {
        const std::string limit =
            settings.limit_constant ? detectors::describe_value(kind.unit, *settings.limit_constant)
                                    : settings.limit;
        return {"Announces that " + settings.usage + " will meet " + limit + " when even the " +
                    "latest estimate lies within " + describe_duration(settings.horizon) +
                    "; critical within " + describe_duration(settings.critical_within) + ".",
                "Has happened once " + in_percent(settings.full_ratio) + " of the limit are used " +
                    "for " + describe_duration(settings.full_hold) + "; no more below " +
                    in_percent(settings.full_leave) + " for " +
                    describe_duration(settings.clear_after) + ".",
                quiet(settings)};
    }

    std::vector<std::string> operator()(const LevelSettings& settings) const {
        std::vector<std::string> rules{
            band_sentence("Warning", settings, settings.warning, kind.unit)};
        if (settings.critical)
            rules.push_back(band_sentence("Critical", settings, *settings.critical, kind.unit));
        for (const auto& need : settings.needs)
            rules.push_back("Only while " + need.signal + " is " + describe_number(need.value) +
                            or_more(need.bad) + ".");
        rules.push_back("Quiet on anything shorter: each break begins the wait anew.");
        return rules;
    }

    template <class Settings>
    std::vector<std::string> operator()(const Settings&) const {
        return {};
    }

private:
    [[nodiscard]] std::string quiet(const ExhaustionSettings& settings) const {
        std::string text =
            "Quiet on growth that has used up less than " + in_percent(settings.headroom_consumed) +
            " of what was free, lasted less than " + describe_duration(settings.evidence_min);
        if (settings.growth_min > 0)
            text += ", or grew by less than " +
                    detectors::describe_value(kind.unit, settings.growth_min);
        text += "; on the first " + describe_duration(settings.warm_up) + " of each subject";
        if (settings.share_min > 0)
            text += "; while less than " + in_percent(settings.share_min) + " of the limit is used";
        return text + "; on steps, sawteeth, usual run-ups and growth that levels off.";
    }
};

}  // namespace

std::vector<std::string> rules_of(const KindSettings& kind) {
    return std::visit(Rules{kind}, kind.settings);
}

}  // namespace foreshock::cli
