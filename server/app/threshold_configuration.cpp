#include "server/app/threshold_configuration.hpp"

#include "server/app/table_reader.hpp"
#include "server/app/toml_text.hpp"

namespace foreshock::app {
namespace {

using incidents::ThresholdRule;

constexpr std::int64_t numbers_max = 1'000'000;
constexpr std::size_t rules_max = 100;

}  // namespace

void read_threshold(TableReader& in, std::vector<ThresholdRule>& into) {
    ThresholdRule read;
    std::string effect = "announce";
    in.text("kinds", read.kinds);
    in.number("hosts", read.hosts, 1, numbers_max);
    in.number("symptoms", read.symptoms, 1, numbers_max);
    in.choice("effect", effect, {"announce", "escalate"});
    if (effect == "escalate") read.effect = ThresholdRule::Effect::escalate;
    if (read.kinds.empty()) in.complain_of("kinds", "needs a kind or a glob, such as \"check.*\"");
    if (read.hosts == 1 && read.symptoms == 1) {
        in.complain_of("hosts", "needs hosts or symptoms above 1: any one symptom reaches this");
    }
    if (into.size() >= rules_max) in.complain_of("kinds", "is one threshold more than 100");
    in.finish();
    into.push_back(std::move(read));
}

void write_thresholds(std::ostream& out, const std::vector<ThresholdRule>& rules) {
    for (const ThresholdRule& rule : rules) {
        const bool escalates = rule.effect == ThresholdRule::Effect::escalate;
        out << "\n[[threshold]]\nkinds = " << quoted(rule.kinds) << "\nhosts = " << rule.hosts
            << "\nsymptoms = " << rule.symptoms
            << "\neffect = " << quoted(escalates ? "escalate" : "announce") << "\n";
    }
}

}  // namespace foreshock::app
