#pragma once

#include <map>
#include <string>

#include "collectors/entity_series.hpp"

namespace foreshock::collectors {

/// The series of things that have a name and come and go with each answer: those that an answer
/// does not speak of are forgotten. Who sees names bounds them.
class NamedSeries {
public:
    explicit NamedSeries(std::span<const SignalDescription> signals) : signals_(signals) {}

    /// The thing's series, made with `labels` when it is new.
    EntitySeries& see(const std::string& name, const Labels& labels) {
        const auto [found, is_new] = things_.try_emplace(name, signals_, labels);
        found->second.seen_in = round_;
        return found->second.series;
    }

    /// Ends an answer.
    void forget_unseen() {
        std::erase_if(things_, [this](const auto& item) { return item.second.seen_in != round_; });
        ++round_;
    }

    [[nodiscard]] std::size_t size() const { return things_.size(); }

private:
    struct Thing {
        Thing(std::span<const SignalDescription> signals, const Labels& labels)
            : series(signals, labels) {}

        EntitySeries series;
        std::uint64_t seen_in = 0;
    };

    std::span<const SignalDescription> signals_;
    std::uint64_t round_ = 1;
    std::map<std::string, Thing> things_;
};

}  // namespace foreshock::collectors
