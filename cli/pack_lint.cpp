#include "cli/pack_lint.hpp"

#include <algorithm>

#include "cli/near_name.hpp"

namespace foreshock::cli {
namespace {

using detectors::KindOutline;
using detectors::Setting;

/// Is "file:line:column" in one of the files?
bool is_in(const std::string& place, const std::vector<std::string>& files) {
    return std::any_of(files.begin(), files.end(), [&place](const std::string& file) {
        return place.size() > file.size() && place.starts_with(file) && place[file.size()] == ':';
    });
}

bool is_touched(const KindOutline& kind, const std::vector<std::string>& files) {
    return is_in(kind.place, files) ||
           std::any_of(kind.settings.begin(), kind.settings.end(),
                       [&files](const Setting& each) { return is_in(each.place, files); });
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
    const std::string_view nearest = nearest_name(word, names);
    return nearest.empty() ? std::string{} : "; did you mean " + std::string{nearest} + "?";
}

/// Collects what is wrong with one kind after the other.
class Linter {
public:
    Linter(const std::vector<KindOutline>& kinds, const std::vector<std::string>& base,
           std::span<const std::string_view> known)
        : kinds_(kinds), base_{base.begin(), base.end()}, known_(known) {
        for (const KindOutline& kind : kinds)
            if (kind.is_enabled) names_.push_back(kind.name);
    }

    void look_at(const KindOutline& kind) {
        if (!kind.is_enabled) return look_at_switched_off(kind);
        look_at_signals(kind);
        look_at_next(kind);
        if (kind.kind.guide.empty())
            warn(kind, kind.place,
                 "has no guide; write guide = \"\"\"What it means: … Check: … Fix: …\"\"\"");
        if (kind.kind.questions.empty())
            warn(kind, kind.place,
                 "has no questions for the first line; write questions = [\"…?\"]");
        if (kind.kind.disruption.empty())
            warn(kind, kind.place, "does not say what users will notice; write disruption = \"…\"");
    }

    std::vector<PackWarning> take() { return std::move(warnings_); }

private:
    void warn(const KindOutline& kind, const std::string& place, std::string text) {
        warnings_.push_back({place, kind.name, std::move(text)});
    }

    void look_at_switched_off(const KindOutline& kind) {
        if (std::find(base_.begin(), base_.end(), kind.name) != base_.end()) return;
        warn(kind, kind.place,
             "is switched off and there is no such kind" + did_you_mean(kind.name, base_));
    }

    void look_at_signals(const KindOutline& kind) {
        for (const Setting& setting : signals_of(kind, kinds_)) {
            const auto& signal = std::get<std::string>(setting.value);
            if (is_collected(signal, known_)) continue;
            warn(kind, setting.place,
                 setting.path + ": nobody collects the signal " + signal +
                     did_you_mean(signal, known_));
        }
    }

    void look_at_next(const KindOutline& kind) {
        const Setting* setting = kind.find("leads_to");
        for (const std::string& next : kind.kind.leads_to) {
            if (std::find(names_.begin(), names_.end(), next) != names_.end()) continue;
            warn(kind, setting ? setting->place : kind.place,
                 "leads_to: there is no kind " + next + did_you_mean(next, names_));
        }
    }

    const std::vector<KindOutline>& kinds_;
    std::vector<std::string_view> base_;
    std::span<const std::string_view> known_;
    std::vector<std::string_view> names_;
    std::vector<PackWarning> warnings_;
};

}  // namespace

bool is_collected(std::string_view signal, std::span<const std::string_view> known) {
    return std::binary_search(known.begin(), known.end(), signal) || signal.starts_with("scrape.");
}

std::vector<PackWarning> lint_packs(const std::vector<KindOutline>& kinds,
                                    const std::vector<std::string>& files,
                                    const std::vector<std::string>& base,
                                    std::span<const std::string_view> known) {
    Linter linter{kinds, base, known};
    for (const KindOutline& kind : kinds)
        if (is_touched(kind, files)) linter.look_at(kind);
    return linter.take();
}

std::string with_hints(std::string complaints, const std::vector<std::string>& base) {
    constexpr std::string_view before = "kinds.\"";
    constexpr std::string_view after = "\".engine: is missing";
    const std::vector<std::string_view> names{base.begin(), base.end()};
    std::string hints;
    for (std::size_t end = complaints.find(after); end != std::string::npos;
         end = complaints.find(after, end + 1)) {
        const std::size_t begin = complaints.rfind(before, end);
        if (begin == std::string::npos) continue;
        const std::string name =
            complaints.substr(begin + before.size(), end - begin - before.size());
        const std::string_view nearest = nearest_name(name, names);
        if (!nearest.empty() && nearest != name)
            hints += "\n" + name + " is not among the kinds that are overridden; did you mean " +
                     std::string{nearest} + "?";
    }
    return complaints + hints;
}

}  // namespace foreshock::cli
