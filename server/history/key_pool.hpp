#pragma once

#include <map>

#include "core/series.hpp"

namespace foreshock::history {

/// Every series key once, counted: the same names come back in every segment and on every host.
/// For one thread at a time.
class KeyPool {
public:
    /// Valid until it was released as often as it was acquired.
    const SeriesKey* acquire(const SeriesKey& key);
    void release(const SeriesKey* key);
    /// The key if anybody holds it, else nullptr. Does not count.
    [[nodiscard]] const SeriesKey* find(const SeriesKey& key) const;

    [[nodiscard]] std::size_t size() const { return uses_.size(); }

private:
    std::map<SeriesKey, std::size_t> uses_;
};

}  // namespace foreshock::history
