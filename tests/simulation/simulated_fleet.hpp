#pragma once

#include <deque>

#include "chance.hpp"
#include "simulated_server.hpp"

#include "tests/support/engine_drive.hpp"

namespace foreshock::incidents::test {

/// Agents whose hosts have faults that come, get better and worse, go and return. Each speaks in
/// parcels that are numbered; it keeps what was not acknowledged and sends it again.
class SimulatedFleet {
public:
    SimulatedFleet(Chance& chance, std::size_t agents, std::size_t faults)
        : chance_(chance), agents_(agents) {
        Words none;
        none.id.clear();
        for (Agent& agent : agents_)
            agent.faults.resize(faults, none);
    }

    [[nodiscard]] std::size_t size() const { return agents_.size(); }

    /// Something happens on some host: its agent has a parcel more to send.
    void live_a_little(TimePoint now) {
        Agent& agent = chance_.one_of(agents_);
        std::vector<Symptom> words;
        for (int count = 1 + chance_.pick(2); count > 0; --count) {
            const auto fault =
                static_cast<std::size_t>(chance_.pick(static_cast<int>(agent.faults.size())));
            change(agent, fault, now, words);
        }
        post(agent, std::move(words));
    }

    /// Every host gets this fault at once, or loses it.
    void storm(TimePoint now, bool begins) {
        for (Agent& agent : agents_) {
            std::vector<Symptom> words;
            Words& fault = agent.faults.front();
            if (begins && fault.id.empty()) begin(agent, 0, now, words);
            if (!begins && !fault.id.empty()) end(fault, now, words);
            if (!words.empty()) post(agent, std::move(words));
        }
    }

    /// The agent begins anew: it knows nothing of what it said.
    void restart(std::size_t index) {
        Agent& agent = agents_[index];
        ++agent.run;
        agent.sequence = 0;
        agent.is_away = false;
        for (Words& fault : agent.faults)
            fault.id.clear();
        post(agent, {});
    }

    void leave(std::size_t index, Goodbye reason) {
        Agent& agent = agents_[index];
        post(agent, {});
        agent.parcels.back().goodbye = reason;
        agent.is_away = true;
    }

    /// It cannot reach the server for now; what it says waits.
    void cut_off(std::size_t index, bool is_cut_off) { agents_[index].is_cut_off = is_cut_off; }

    void report_all() {
        for (Agent& agent : agents_) {
            if (!agent.is_away) post(agent, {});
        }
    }

    /// What reaches the server now, of every agent that can speak, in its order or in none; all but
    /// an agent's last parcel have waited.
    std::vector<Parcel> send(bool is_out_of_order) {
        std::vector<Parcel> sent;
        for (Agent& agent : agents_) {
            if (agent.is_cut_off || agent.parcels.empty()) continue;
            std::vector<Parcel> mine(agent.parcels.begin(), agent.parcels.end());
            for (std::size_t i = 0; i + 1 < mine.size(); ++i)
                mine[i].is_spooled = true;
            if (is_out_of_order) chance_.shuffle(mine);
            std::move(mine.begin(), mine.end(), std::back_inserter(sent));
        }
        return sent;
    }

    /// The server has all that these agents sent.
    void acknowledged(const std::vector<Parcel>& sent) {
        for (const Parcel& parcel : sent) {
            auto& parcels = agents_[parcel.agent].parcels;
            std::erase_if(parcels, [&](const Parcel& one) {
                return one.run == parcel.run && one.sequence == parcel.sequence;
            });
        }
    }

    /// All is well again: everybody is there, and began anew.
    void settle() {
        for (std::size_t i = 0; i < agents_.size(); ++i) {
            agents_[i].is_cut_off = false;
            restart(i);
        }
    }

private:
    struct Agent {
        int run = 1;
        std::uint64_t sequence = 0;
        bool is_away = false;
        bool is_cut_off = false;
        std::vector<Words> faults = {};  // an empty id: not there at the moment
        std::deque<Parcel> parcels = {};
    };

    static constexpr std::size_t parcels_max = 20;

    std::size_t index_of(const Agent& agent) const {
        return static_cast<std::size_t>(&agent - agents_.data());
    }

    void post(Agent& agent, std::vector<Symptom> words) {
        Parcel parcel;
        parcel.agent = index_of(agent);
        parcel.run = agent.run;
        parcel.sequence = ++agent.sequence;
        parcel.words = std::move(words);
        agent.parcels.push_back(std::move(parcel));
        if (agent.parcels.size() > parcels_max) agent.parcels.pop_front();
    }

    void change(Agent& agent, std::size_t slot, TimePoint now, std::vector<Symptom>& words) {
        Words& fault = agent.faults[slot];
        if (fault.id.empty()) return begin(agent, slot, now, words);
        switch (chance_.pick(6)) {
            case 0:
                return begin(agent, slot, now, words);
            case 1:
                return words.push_back(
                    make_symptom(fault, SymptomStatus::updated, now - minutes{10}));
            case 2:
            case 3:
                return end(fault, now, words);
            default:
                vary(fault);
                return words.push_back(make_symptom(fault, SymptomStatus::updated, now));
        }
    }

    void begin(Agent& agent, std::size_t slot, TimePoint now, std::vector<Symptom>& words) {
        static constexpr std::array kinds{"disk.latency", "service.down", "memory.pressure",
                                          "filesystem.space.exhaustion"};
        Words& fault = agent.faults[slot];
        fault.id = "episode-" + std::to_string(++episodes_);
        fault.host = SimulatedServer::name_of(index_of(agent));
        fault.kind = kinds.at(slot % kinds.size());
        fault.component = slot < kinds.size() ? "disk vda" : "cpu " + std::to_string(slot);
        fault.leads_to = {"service.down"};
        fault.onset = now - start;
        fault.impact = 1 + chance_.pick(3);
        vary(fault);
        words.push_back(make_symptom(fault, SymptomStatus::raised, now));
    }

    void vary(Words& fault) {
        fault.phase = chance_.one_in(3) ? Phase::occurring : Phase::impending;
        fault.severity = static_cast<Severity>(chance_.pick(3));
        fault.expected_in = chance_.one_in(4) ? Duration{0} : Duration{chance_.pick(20'000'000)};
    }

    static void end(Words& fault, TimePoint now, std::vector<Symptom>& words) {
        words.push_back(make_symptom(fault, SymptomStatus::cleared, now));
        fault.id.clear();
    }

    Chance& chance_;
    std::vector<Agent> agents_;
    int episodes_ = 0;
};

}  // namespace foreshock::incidents::test
