#include "server/words/incident_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/number.hpp"
#include "server/incidents/leading.hpp"

namespace foreshock::words {
namespace {

using incidents::Incident;
using incidents::IncidentSymptom;

constexpr std::array<std::string_view, 36> names{
    "reference",   "title",      "sentence",  "priority",     "priority_name", "severity",
    "phase",       "impending",  "state",     "outcome",      "category",      "owner",
    "since",       "duration",   "eta",       "eta_in",       "eta_earliest",  "eta_latest",
    "disruption",  "confidence", "value_now", "limit",        "grew",          "hosts",
    "host_count",  "components", "services",  "why",          "what_to_do",    "questions",
    "explanation", "actor",      "update",    "update_every", "url",           "times_reopened"};

constexpr std::size_t listed_max = 5;
constexpr std::size_t components_max = 3;

std::string number_text(std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "INC-" + digits;
}

std::string in_list(const std::vector<std::string>& items, std::size_t most,
                    const Phrases& phrases) {
    std::string list;
    for (std::size_t i = 0; i < std::min(items.size(), most); ++i)
        list += (i == 0 ? "" : ", ") + items[i];
    if (items.size() > most) {
        list +=
            " +" + std::to_string(items.size() - most) + " " + std::string{phrases.of("list.more")};
    }
    return list;
}

std::string in_lines(const std::vector<std::string>& items) {
    std::string lines;
    for (const std::string& item : items)
        lines += (lines.empty() ? "- " : "\n- ") + item;
    return lines;
}

/// Words from outside are one line where a line is meant.
std::string as_line(std::string_view text) {
    std::string line{text};
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < ' '; }, ' ');
    return line;
}

class Wording {
public:
    Wording(const Incident& incident, const TellContext& context, const Phrases& phrases)
        : incident_(incident), context_(context), phrases_(phrases) {}

    Values all() {
        add_names();
        add_times();
        add_forecast();
        add_scope();
        add_evidence();
        add_advice();
        add_context();
        return std::move(values_);
    }

private:
    std::string time(TimePoint at) const {
        return context_.local_time ? context_.local_time(at) : format_rfc3339(at);
    }

    std::string phrase(std::string_view group, std::string_view name) const {
        return std::string{phrases_.of(std::string{group} + "." + std::string{name})};
    }

    void add_names() {
        values_["reference"] = number_text(incident_.number);
        values_["title"] = as_line(incident_.title);
        values_["sentence"] = as_line(incident_.sentence);
        values_["priority"] = "P" + std::to_string(incident_.priority.level);
        values_["priority_name"] = phrase("priority", std::to_string(incident_.priority.level));
        values_["severity"] = phrase("severity", to_string(incident_.severity));
        values_["phase"] = phrase("phase", to_string(incident_.phase));
        values_["impending"] = incident_.phase == Phase::impending ? "1" : "";
        values_["state"] = phrase("state", to_string(incident_.state));
        values_["outcome"] = phrase("outcome", to_string(incident_.outcome));
        values_["category"] = incident_.category;
        values_["owner"] = as_line(incident_.owner);
        if (incident_.times_reopened > 0) {
            values_["times_reopened"] = std::to_string(incident_.times_reopened);
        }
    }

    void add_times() {
        values_["since"] = time(incident_.first_sign_at);
        const TimePoint end =
            incident_.is_open() ? context_.now : incident_.resolved_at.value_or(context_.now);
        values_["duration"] = phrases_.span(end - incident_.first_sign_at);
    }

    void add_forecast() {
        const auto& forecast = incident_.forecast;
        const bool is_ahead = forecast && incident_.is_open() &&
                              incident_.phase == Phase::impending &&
                              forecast->expected > context_.now;
        if (!is_ahead) return;
        values_["disruption"] = as_line(forecast->disruption);
        values_["eta"] = time(forecast->expected);
        values_["eta_in"] = phrases_.span(forecast->expected - context_.now);
        values_["eta_earliest"] = time(forecast->earliest);
        values_["eta_latest"] = time(forecast->latest);
        values_["confidence"] = std::to_string(std::lround(forecast->confidence * 100)) + " %";
    }

    void add_scope() {
        const std::vector<std::string> hosts = incident_.hosts();
        const std::size_t count = incidents::host_count(incident_);
        values_["hosts"] = in_list(hosts, listed_max, phrases_);
        values_["host_count"] = std::to_string(count) + " " +
                                std::string{phrases_.of(count == 1 ? "host.one" : "host.many")};
        values_["components"] = in_list(incident_.components(), components_max, phrases_);
        values_["services"] = in_list(context_.services, listed_max, phrases_);
    }

    void add_evidence() {
        const IncidentSymptom* leading = incidents::leading_symptom(incident_);
        if (!leading || leading->symptom.evidence.empty()) return;
        const Evidence& first = leading->symptom.evidence.front();
        const bool is_bytes = first.signal.ends_with("_bytes");
        const auto text = [&](double value) {
            return is_bytes ? describe_bytes(value) : describe_number(value);
        };
        values_["value_now"] = first.signal + " " + text(first.value);
        if (first.limit) {
            values_["limit"] = text(*first.limit);
            values_["value_now"] +=
                " " + std::string{phrases_.of("value.of")} + " " + text(*first.limit);
        }
        values_["grew"] = as_line(first.note);
    }

    void add_advice() {
        std::vector<std::string> why;
        for (const incidents::Reason& reason : incident_.priority.reasons)
            why.push_back(as_line(reason.text));
        values_["why"] = in_list(why, why.size(), phrases_);
        const IncidentSymptom* leading = incidents::leading_symptom(incident_);
        if (!leading) return;
        values_["what_to_do"] = leading->symptom.guide;
        values_["questions"] = in_lines(leading->symptom.questions);
    }

    void add_context() {
        values_["explanation"] = context_.phrase.empty()
                                     ? as_line(context_.explanation)
                                     : std::string{phrases_.of(context_.phrase)};
        values_["actor"] = as_line(context_.actor);
        values_["update"] = context_.update;
        values_["url"] = context_.url;
        if (context_.update_every > Duration{0} && incident_.is_open()) {
            values_["update_every"] = phrases_.span(context_.update_every);
        }
    }

    const Incident& incident_;
    const TellContext& context_;
    const Phrases& phrases_;
    Values values_;
};

}  // namespace

Values incident_words(const Incident& incident, const TellContext& context,
                      const Phrases& phrases) {
    return Wording{incident, context, phrases}.all();
}

bool is_word_of_incident(std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace foreshock::words
