#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace foreshock::collectors {

/// Things that come and go (disks, interfaces), by name, at most `entities_max` at a time. Each
/// tick sees those that are there and forgets the others. `Entity` is made from its name.
template <class Entity>
class EntityMap {
public:
    explicit EntityMap(std::size_t entities_max) : entities_max_(entities_max) {}

    /// The thing of that name, made when it is new; null when there are too many already.
    Entity* see(std::string_view name) {
        auto found = entities_.find(name);
        if (found == entities_.end()) {
            if (entities_.size() >= entities_max_) {
                ++refused_;
                return nullptr;
            }
            found = entities_.emplace(std::string{name}, Slot{Entity{name}, 0}).first;
        }
        found->second.seen_in = round_;
        return &found->second.entity;
    }

    /// Ends the tick.
    void forget_unseen() {
        std::erase_if(entities_,
                      [this](const auto& item) { return item.second.seen_in != round_; });
        ++round_;
    }

    [[nodiscard]] std::size_t size() const { return entities_.size(); }

    /// How often see() said no.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    struct Slot {
        Entity entity;
        std::uint64_t seen_in;
    };

    std::size_t entities_max_;
    std::uint64_t round_ = 1;
    std::uint64_t refused_ = 0;
    std::map<std::string, Slot, std::less<>> entities_;
};

}  // namespace foreshock::collectors
