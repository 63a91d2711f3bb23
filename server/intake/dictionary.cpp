#include "server/intake/dictionary.hpp"

#include <algorithm>

namespace foreshock::intake {
namespace {

tl::unexpected<Error> unknown(std::size_t known) {
    return fail(Errc::conflict, "the server knows " + std::to_string(known) +
                                    " series of this run: send all definitions from 0");
}

}  // namespace

Result<void> Dictionary::learn(const wire::Report& report) {
    const std::size_t from = report.definitions_from;
    const std::size_t end = from + report.definitions.size();
    if (from > keys_.size()) return unknown(keys_.size());
    if (end > series_max) {
        return fail(Errc::too_large, "more than " + std::to_string(series_max) + " series");
    }
    const std::size_t known = std::max(keys_.size(), end);
    const auto beyond = [&](const wire::SampleColumn& column) { return column.series >= known; };
    if (std::any_of(report.columns.begin(), report.columns.end(), beyond)) return unknown(known);

    keys_.resize(known);
    std::copy(report.definitions.begin(), report.definitions.end(),
              keys_.begin() + static_cast<std::ptrdiff_t>(from));
    return {};
}

Result<const Dictionary*> Dictionaries::learn(const wire::Report& report) {
    const bool names_no_series =
        report.definitions_from == 0 && report.definitions.empty() && report.columns.empty();
    if (names_no_series) return &nothing_;
    const std::string id = report.agent_id + '\n' + report.run_id;
    const auto found = by_id_.find(id);
    const bool is_new = found == by_id_.end();
    if (is_new) {
        recent_first_.push_front({id, {}});
        by_id_.emplace(id, recent_first_.begin());
    } else {
        recent_first_.splice(recent_first_.begin(), recent_first_, found->second);
    }
    Dictionary& dictionary = recent_first_.front().dictionary;
    const std::size_t before = dictionary.size();
    Result<void> learned = dictionary.learn(report);
    if (!learned) {
        if (is_new) {
            by_id_.erase(id);
            recent_first_.pop_front();
        }
        return fail(std::move(learned).error());
    }
    series_total_ += dictionary.size() - before;
    forget_beyond_bounds();
    return &dictionary;
}

void Dictionaries::forget(std::string_view agent_id) {
    const std::string prefix = std::string{agent_id} + '\n';
    for (auto at = by_id_.lower_bound(prefix);
         at != by_id_.end() && at->first.starts_with(prefix);) {
        series_total_ -= at->second->dictionary.size();
        recent_first_.erase(at->second);
        at = by_id_.erase(at);
    }
}

void Dictionaries::forget_beyond_bounds() {
    // The one in use is never dropped: a single agent keeps its own bound.
    while (recent_first_.size() > 1 &&
           (series_total_ > series_total_max_ || recent_first_.size() > dictionaries_max_)) {
        series_total_ -= recent_first_.back().dictionary.size();
        by_id_.erase(recent_first_.back().id);
        recent_first_.pop_back();
        ++forgotten_;
    }
}

}  // namespace foreshock::intake
