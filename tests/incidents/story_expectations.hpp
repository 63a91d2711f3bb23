#pragma once

#include "story_player.hpp"

#include "server/incidents/diagnose.hpp"
#include "server/incidents/leading.hpp"

namespace foreshock::incidents::test {

/// Compares what a story expects with what has come of it. Each complaint is one line that says
/// what is there instead.
class StoryExpectations {
public:
    explicit StoryExpectations(const StoryPlayer& player) : player_(player) {}

    void check(const StoryAct& act) {
        line_ = "line " + std::to_string(act.line) + ": " + act.verb.substr(7);
        for (const Mention& mention : act.mentioned)
            line_ += " " + mention.text();
        const std::string what = act.verb.substr(7);
        if (what == "open") return expect(act.words.at(0), std::to_string(player_.open_count()));
        if (what == "quiet") {
            return expect("0", std::to_string(record().announcements.size()) + " words");
        }
        std::vector<const Incident*> holders;
        for (const Mention& mention : act.mentioned) {
            holders.push_back(record().holder_of(mention));
            if (!holders.back()) return complain("no incident holds " + mention.text());
        }
        if (what == "together" || what == "apart") return check_grouping(what, holders);
        check_one(what, act, *holders.at(0));
    }

    /// Whatever was said of an incident must be what its last `told` line holds.
    void check_all_words_were_expected() {
        for (const auto& [id, incident] : record().incidents) {
            line_ = "at the end: told of " + incident.title;
            const auto told = told_.find(id);
            expect(told == told_.end() ? "nothing" : told->second, words_of(id));
        }
    }

    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

private:
    [[nodiscard]] const StoryRecord& record() const { return player_.record(); }

    void complain(const std::string& words) { complaints_.push_back(line_ + ": " + words); }

    void expect(const std::string& wanted, const std::string& is) {
        const bool is_same = wanted == is || wanted + " words" == is;
        if (!is_same) complain("wanted " + wanted + ", is " + is);
    }

    [[nodiscard]] std::string words_of(const std::string& id) const {
        std::string text;
        for (const std::string& word : record().told_of(id))
            text += (text.empty() ? "" : " ") + word;
        return text.empty() ? "nothing" : text;
    }

    void check_grouping(const std::string& what, const std::vector<const Incident*>& holders) {
        std::vector<std::uint64_t> numbers;
        std::string seen;
        for (const Incident* holder : holders) {
            numbers.push_back(holder->number);
            seen += " " + std::to_string(holder->number);
        }
        std::sort(numbers.begin(), numbers.end());
        const auto distinct = std::unique(numbers.begin(), numbers.end()) - numbers.begin();
        const std::size_t wanted = what == "together" ? 1 : holders.size();
        if (static_cast<std::size_t>(distinct) != wanted) complain("in incidents" + seen);
    }

    void check_one(const std::string& what, const StoryAct& act, const Incident& incident) {
        if (what == "cause") return check_cause(act.mentioned.at(0), incident);
        if (what == "leads") return check_leading(act.mentioned.at(0), incident);
        if (what == "priority") return check_priority(act, incident);
        if (what == "state") return check_state(act, incident);
        if (what == "category") return expect(act.words.at(0), incident.category);
        if (what == "hidden") return expect(act.words.at(0), incident.is_muted() ? "yes" : "no");
        if (what == "owner") return expect(act.words.at(0), incident.owner);
        if (what == "told") return check_told(act, incident);
        if (what == "line") return check_line(act, incident);
        if (what == "reports") {
            return expect(act.words.at(0), std::to_string(incident.reporting.reports.size()));
        }
        complain("cannot be checked yet");
    }

    // The first sign is the cause as far as the diagnosis of one host goes.
    void check_cause(const Mention& mention, const Incident& incident) {
        const Diagnosis diagnosis = diagnose(incident);
        const FirstSign& first = diagnosis.first_signs.front();
        for (const IncidentSymptom& known : incident.symptoms) {
            if (StoryRecord::is_meant(mention, known.symptom) &&
                known.symptom.subject == Subject{first.host, first.component})
                return;
        }
        complain("the first sign is " + first.component + " on " + first.host);
    }

    void check_leading(const Mention& mention, const Incident& incident) {
        const Symptom& leading = leading_symptom(incident)->symptom;
        if (!StoryRecord::is_meant(mention, leading)) complain("it is " + leading.sentence);
    }

    void check_priority(const StoryAct& act, const Incident& incident) {
        expect(act.words.at(0), "P" + std::to_string(incident.priority.level));
        std::string codes;
        for (const Reason& reason : incident.priority.reasons) {
            if (reason.code == act.words.at(1)) return;
            codes += " " + reason.code;
        }
        complain("no reason " + act.words.at(1) + " among" + codes);
    }

    void check_state(const StoryAct& act, const Incident& incident) {
        expect(act.words.at(0), std::string{to_string(incident.state)});
        if (act.words.size() > 1) expect(act.words.at(1), std::string{to_string(incident.outcome)});
    }

    void check_told(const StoryAct& act, const Incident& incident) {
        std::string wanted;
        for (const std::string& word : act.words)
            wanted += (wanted.empty() ? "" : " ") + word;
        told_[incident.id] = wanted;
        expect(wanted, words_of(incident.id));
    }

    void check_line(const StoryAct& act, const Incident& incident) {
        std::string seen;
        for (const Event& event : record().events) {
            if (event.incident_id != incident.id) continue;
            if (to_string(event.kind) == act.words.at(0) && event.reason.code == act.words.at(1))
                return;
            seen += " " + std::string{to_string(event.kind)} + "/" + event.reason.code;
        }
        complain("the timeline has only" + seen);
    }

    const StoryPlayer& player_;
    std::string line_;
    std::map<std::string, std::string> told_;
    std::vector<std::string> complaints_;
};

/// Plays the whole story; every line that did not hold, and every word that nobody expected.
inline std::vector<std::string> play(const Story& story, const detectors::Pack& pack) {
    StoryPlayer player(story, pack);
    StoryExpectations expectations(player);
    std::vector<std::string> complaints;
    for (const StoryAct& act : story.acts) {
        player.go_to(act.at);
        if (act.verb.starts_with("expect ")) {
            player.tick();
            expectations.check(act);
        } else if (const Result<void> done = player.act(act); !done) {
            complaints.push_back("line " + std::to_string(act.line) + ": " + done.error().what);
        }
    }
    expectations.check_all_words_were_expected();
    const auto& more = expectations.complaints();
    complaints.insert(complaints.end(), more.begin(), more.end());
    return complaints;
}

}  // namespace foreshock::incidents::test
