#include "server/incidents/leading.hpp"

#include <algorithm>
#include <tuple>

namespace foreshock::incidents {
namespace {

auto rank(const IncidentSymptom& known) {
    const Symptom& symptom = known.symptom;
    const TimePoint expected =
        symptom.forecast ? symptom.forecast->expected : TimePoint{Duration::max()};
    return std::make_tuple(!known.is_active(), symptom.phase == Phase::impending,
                           -static_cast<int>(symptom.severity), expected, symptom.first_sign);
}

// "filesystem.state.read_only" as words; the kind of an unknown pack still reads well.
std::string words_of_kind(std::string_view kind) {
    std::string words{kind};
    std::replace(words.begin(), words.end(), '.', ' ');
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

// The name of a foreign alert may have had no letter that a kind can carry: "alert.____".
bool says_nothing(std::string_view kind) {
    const std::string_view last = kind.substr(kind.rfind('.') + 1);
    return last.find_first_not_of('_') == std::string_view::npos;
}

std::string trouble(const Symptom& symptom) {
    if (!symptom.forecast || symptom.forecast->disruption.empty()) {
        return says_nothing(symptom.kind) ? symptom.sentence : words_of_kind(symptom.kind);
    }
    return symptom.forecast->disruption + (symptom.phase == Phase::impending ? " soon" : "");
}

std::string place(const Incident& incident, const Subject& subject) {
    std::string text =
        subject.component.empty() ? subject.host : subject.component + " on " + subject.host;
    const std::size_t more = host_count(incident) - 1;
    if (more > 0)
        text += " and " + std::to_string(more) + (more == 1 ? " more host" : " more hosts");
    return text;
}

}  // namespace

const IncidentSymptom* leading_symptom(const Incident& incident) {
    const auto found = std::min_element(
        incident.symptoms.begin(), incident.symptoms.end(),
        [](const IncidentSymptom& a, const IncidentSymptom& b) { return rank(a) < rank(b); });
    return found == incident.symptoms.end() ? nullptr : &*found;
}

std::string describe_title(const Incident& incident) {
    const IncidentSymptom* leading = leading_symptom(incident);
    if (!leading) return "";
    return place(incident, leading->symptom.subject) + ": " + trouble(leading->symptom);
}

}  // namespace foreshock::incidents
