#include "server/history/key_pool.hpp"

#include <cassert>

namespace foreshock::history {

const SeriesKey* KeyPool::acquire(const SeriesKey& key) {
    const auto held = uses_.try_emplace(key, 0).first;
    ++held->second;
    return &held->first;
}

void KeyPool::release(const SeriesKey* key) {
    const auto held = uses_.find(*key);
    assert(held != uses_.end());
    if (--held->second == 0) uses_.erase(held);
}

const SeriesKey* KeyPool::find(const SeriesKey& key) const {
    const auto held = uses_.find(key);
    return held == uses_.end() ? nullptr : &held->first;
}

}  // namespace foreshock::history
