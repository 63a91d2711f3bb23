#pragma once

#include <array>
#include <random>

#include "server/incidents/absence.hpp"
#include "tests/support/engine_drive.hpp"

namespace foreshock::incidents::test {

/// Seeded inputs that look like a small fleet on a bad day: faults that come, get better and worse,
/// go and return, repeats, late and spooled words, restarts, and people who step in.
class RandomWorld {
public:
    explicit RandomWorld(unsigned seed) : random_(seed) {}

    /// `ids`: incidents that people may act on.
    Input next(const std::vector<std::string>& ids) {
        now_ += Duration{pick(3) == 0 ? pick(400'000) : pick(4'000)};
        switch (pick(12)) {
            case 0:
                return act(ids);
            case 1:
                return pick(4) == 0 ? Input{AgentStarted{now_, host()}} : TimePassed{now_};
            case 2:
                return pick(8) == 0 ? Input{ListeningBegan{now_}} : TimePassed{now_};
            case 3:
            case 4:
                return TimePassed{now_};
            default:
                return word();
        }
    }

    /// Ends every episode that is running.
    std::vector<Input> take_all_back() {
        std::vector<Input> words;
        for (Words& running : faults_) {
            if (running.id.empty()) continue;
            words.push_back(said(running, SymptomStatus::cleared, now_));
            running.id.clear();
        }
        return words;
    }

    [[nodiscard]] TimePoint now() const { return now_; }

    void pass(Duration span) { now_ += span; }

private:
    int pick(int below) { return std::uniform_int_distribution<int>{0, below - 1}(random_); }

    std::string host() { return "web-" + std::to_string(pick(3)); }

    SymptomArrived said(const Words& words, SymptomStatus status, TimePoint observed_at) {
        return {now_, make_symptom(words, status, observed_at), pick(6) == 0};
    }

    // A slot is one possible fault; an empty id means that it is not there at the moment.
    void begin(Words& words, std::size_t slot) {
        static constexpr std::array kinds{"disk.latency", "service.down", "memory.pressure",
                                          "filesystem.space.exhaustion", "agent.lost"};
        words.id = "episode-" + std::to_string(++episodes_);
        words.host = "web-" + std::to_string(slot % 3);
        words.kind = kinds.at(slot / 3 % kinds.size());
        words.component = words.kind == agent_lost_kind ? "agent" : slot < 15 ? "disk vda" : "cpu";
        words.leads_to = {"service.down"};
        words.onset = now_ - start;
        words.impact = 1 + pick(3);
    }

    void change(Words& words) {
        words.phase = pick(3) == 0 ? Phase::occurring : Phase::impending;
        words.severity = static_cast<Severity>(pick(3));
        words.expected_in = pick(4) == 0 ? Duration{0} : Duration{pick(20'000'000)};
    }

    Input word() {
        const auto slot = static_cast<std::size_t>(pick(static_cast<int>(faults_.size())));
        Words& words = faults_.at(slot);
        if (words.id.empty()) {
            begin(words, slot);
            change(words);
            return said(words, SymptomStatus::raised, now_);
        }
        const Words before = words;
        switch (pick(6)) {
            case 0:
                return said(before, SymptomStatus::updated, now_ - minutes{10});
            case 1:
                begin(words, slot);
                return said(words, SymptomStatus::raised, now_);
            case 2:
            case 3:
                words.id.clear();
                return said(before, SymptomStatus::cleared, now_);
            default:
                change(words);
                return said(words, SymptomStatus::updated, now_);
        }
    }

    Input act(const std::vector<std::string>& ids) {
        const std::string id =
            ids.empty() ? "inc-none"
                        : ids.at(static_cast<std::size_t>(pick(static_cast<int>(ids.size()))));
        const std::string actor = pick(2) == 0 ? "mali" : "somchai";
        switch (pick(4)) {
            case 0:
                return NoteAdded{now_, id, actor, "a note"};
            case 1:
                return ResolveAsked{now_, id, actor, "known"};
            default:
                return Acknowledged{now_, id, actor, ""};
        }
    }

    std::mt19937 random_;
    TimePoint now_ = start;
    int episodes_ = 0;
    std::array<Words, 30> faults_ = [] {
        std::array<Words, 30> faults;
        for (Words& words : faults)
            words.id.clear();
        return faults;
    }();
};

}  // namespace foreshock::incidents::test
