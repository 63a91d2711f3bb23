#pragma once

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
    /// What the `weak_kinds` say is heard by the engines that listen and goes no further.
    explicit Router(std::vector<std::unique_ptr<Engine>> engines,
                    std::set<std::string> weak_kinds = {});

    bool attach(SeriesId id, const SeriesKey& key) override;
    void observe(const Sample& sample, SymptomSink& out) override;
    void read(const LogLine& line, SymptomSink& out) override;
    void notice(const Change& change, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;

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

    std::vector<std::unique_ptr<Engine>> engines_;
    std::set<std::string> weak_kinds_;
    std::vector<Engine*> listeners_;  // to symptoms
    std::vector<Engine*> readers_;    // of log lines
    std::vector<Engine*> noticers_;   // of changed facts
    std::vector<Route> routes_;
    std::vector<Routes> by_series_;  // dense: indexed by the series' number
};

}  // namespace foreshock::detectors
