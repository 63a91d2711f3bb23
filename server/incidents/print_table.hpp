#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "server/incidents/print.hpp"

namespace foreshock::incidents {

/// Slots found by the print of their key, in one block of memory: a storm has a hundred thousand,
/// and a node for each would cost more than what it holds. Open addressing with linear probing
/// (D. Knuth: The Art of Computer Programming 3, 6.4, algorithms L and R), at most four fifths
/// full.
///
/// A new Slot holds nothing, as its `is_free()` says; `print_of(slot)`, handed in, is the print of
/// one that does. For one thread.
template <class Slot>
class PrintTable {
public:
    [[nodiscard]] std::size_t size() const { return used_; }

    /// Null when there is none. Good until the next insertion or removal.
    template <class PrintOf>
    [[nodiscard]] const Slot* find(const Print& print, const PrintOf& print_of) const {
        if (slots_.empty()) return nullptr;
        const Slot& slot = slots_[place_of(print, print_of)];
        return slot.is_free() ? nullptr : &slot;
    }

    template <class PrintOf>
    [[nodiscard]] Slot* find(const Print& print, const PrintOf& print_of) {
        return const_cast<Slot*>(std::as_const(*this).find(print, print_of));
    }

    /// Its print must not be there yet.
    template <class PrintOf>
    void insert(const Slot& slot, const PrintOf& print_of) {
        if ((used_ + 1) * 5 > slots_.size() * 4) grow(print_of);
        slots_[place_of(print_of(slot), print_of)] = slot;
        ++used_;
    }

    /// Nothing happens when it is not there.
    template <class PrintOf>
    void erase(const Print& print, const PrintOf& print_of) {
        if (slots_.empty()) return;
        std::size_t hole = place_of(print, print_of);
        if (slots_[hole].is_free()) return;
        // Whoever was pushed over the hole by it moves there, so that it is found again.
        for (std::size_t at = next(hole); !slots_[at].is_free(); at = next(at)) {
            const std::size_t home = home_of(print_of(slots_[at]));
            const bool stays = hole < at ? hole < home && home <= at : hole < home || home <= at;
            if (stays) continue;
            slots_[hole] = slots_[at];
            hole = at;
        }
        slots_[hole] = Slot{};
        --used_;
    }

private:
    static constexpr std::size_t slots_min = 16;

    // Prints are hashes already, and the number of slots is a power of two.
    [[nodiscard]] std::size_t home_of(const Print& print) const {
        return static_cast<std::size_t>(print.low) & (slots_.size() - 1);
    }

    [[nodiscard]] std::size_t next(std::size_t place) const {
        return (place + 1) & (slots_.size() - 1);
    }

    /// Where it is, or where it would be put.
    template <class PrintOf>
    [[nodiscard]] std::size_t place_of(const Print& print, const PrintOf& print_of) const {
        std::size_t place = home_of(print);
        while (!slots_[place].is_free() && print_of(slots_[place]) != print)
            place = next(place);
        return place;
    }

    template <class PrintOf>
    void grow(const PrintOf& print_of) {
        const std::size_t size = slots_.empty() ? slots_min : 2 * slots_.size();
        const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(size));
        for (const Slot& slot : before) {
            if (!slot.is_free()) slots_[place_of(print_of(slot), print_of)] = slot;
        }
    }

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace foreshock::incidents
