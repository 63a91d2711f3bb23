#include "core/series.hpp"

#include <cassert>

namespace foreshock {

SeriesId SeriesTable::intern(std::string_view signal, const Labels& labels) {
    SeriesKey key{std::string{signal}, labels};
    if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
    if (keys_.size() >= series_max_) {
        ++refused_;
        return overflow;
    }
    const SeriesId id{static_cast<std::uint32_t>(keys_.size())};
    const auto [place, added] = ids_.emplace(std::move(key), id);
    assert(added);
    keys_.push_back(&place->first);
    return id;
}

const SeriesKey& SeriesTable::key(SeriesId id) const {
    const auto index = static_cast<std::size_t>(id);
    assert(index < keys_.size());
    return *keys_[index];
}

}  // namespace foreshock
