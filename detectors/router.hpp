#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "detectors/engine.hpp"

namespace foreshock::detectors {

/// All kinds of a pack as one detector. Which engines want a series is found out once, when it is
/// attached; from then on its number leads straight to them.
class Router final : public Detector {
public:
    /// States that wait for their series; more are refused and counted.
    static constexpr std::size_t waiting_max = 20000;

    /// `kinds`: the name of each engine's kind, by which states are given back; empty where nothing
    /// is. What the `weak_kinds` say is heard by the engines that listen and goes no further.
    /// `sleeps`, for each engine or empty: it does nothing until a series is attached to it, and is
    /// spared `advance` until then. Of a large pack most kinds are for things a host has not.
    explicit Router(std::vector<std::unique_ptr<Engine>> engines,
                    std::vector<std::string> kinds = {}, std::set<std::string> weak_kinds = {},
                    std::vector<bool> sleeps = {});

    bool attach(SeriesId id, const SeriesKey& key) override;
    void observe(const Sample& sample, SymptomSink& out) override;
    void read(const LogLine& line, SymptomSink& out) override;
    void notice(const Change& change, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    [[nodiscard]] std::vector<Learned> save() const override;
    std::optional<std::size_t> save_part(std::size_t part, std::size_t wanted,
                                         std::vector<Learned>& out) const override;
    void restore(std::vector<Learned>&& learned) override;

    /// States that were refused because too many waited.
    [[nodiscard]] std::uint64_t states_refused() const { return states_refused_; }

    /// Summed over all kinds.
    [[nodiscard]] EngineCounters counters() const;

private:
    struct Route {
        Engine* engine;
        std::uint32_t slot;
    };

    struct Routes {
        std::uint32_t first = 0;  // into routes_
        std::uint32_t count = 0;
    };

    class Relay;

    void wake(std::size_t engine);
    void give_back(std::size_t engine, const SeriesKey& subject);

    std::vector<std::unique_ptr<Engine>> engines_;
    std::vector<std::string> kinds_;  // of engines_, or none
    std::set<std::string> weak_kinds_;
    std::map<std::pair<SeriesKey, std::string>, Learned> waiting_;  // by subject and kind
    std::uint64_t states_refused_ = 0;
    std::vector<bool> sleeps_;        // of engines_
    std::vector<std::size_t> awake_;  // whose turn in advance comes, rising; without listeners_
    std::vector<Engine*> listeners_;  // to symptoms
    std::vector<Engine*> readers_;    // of log lines
    std::vector<Engine*> noticers_;   // of changed facts
    std::vector<Route> routes_;
    std::vector<Routes> by_series_;  // dense: indexed by the series' number
};

}  // namespace foreshock::detectors
