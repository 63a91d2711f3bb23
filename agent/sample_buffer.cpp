#include "agent/sample_buffer.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "wire/utf8.hpp"

namespace foreshock::agent {
namespace {

/// Cuts without leaving half a character at the end.
std::string cut(std::string text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U) {
        --bytes_max;
    }
    text.resize(bytes_max);
    return text;
}

std::string presentable(std::string_view value) {
    std::string text = wire::to_utf8(value);
    const auto is_control = [](unsigned char c) { return c < 0x20; };
    std::replace_if(text.begin(), text.end(), is_control, '?');
    return cut(std::move(text), Labels::value_bytes_max);
}

bool is_fit(const Labels& labels) {
    const bool texts = std::all_of(labels.pairs().begin(), labels.pairs().end(),
                                   [](const auto& pair) { return wire::is_utf8(pair.second); });
    return texts && Labels::from_pairs(labels.pairs()).has_value();
}

/// Labels that the server will take; only values are repaired, names are ours.
Labels fitted(const Labels& labels) {
    std::vector<Labels::Pair> pairs = labels.pairs();
    for (auto& [name, value] : pairs)
        value = presentable(value);
    auto made = Labels::from_pairs(std::move(pairs));
    assert(made);
    return made ? std::move(*made) : Labels{};
}

}  // namespace

void SampleBuffer::begin_tick(TimePoint at) {
    assert(ticks_.empty() || at > ticks_.back());
    ticks_.push_back(at);
    tick_samples_.clear();
}

SeriesId SampleBuffer::series(const SignalDescription& signal, const Labels& labels) {
    const SeriesId id = table_.intern(signal.name, is_fit(labels) ? labels : fitted(labels));
    if (last_tick_.size() < table_.size()) last_tick_.resize(table_.size(), no_tick);
    return id;
}

void SampleBuffer::add(SeriesId series, double value) {
    assert(!ticks_.empty());
    if (series == SeriesTable::overflow || !std::isfinite(value)) {
        ++dropped_;
        return;
    }
    const auto number = static_cast<std::uint32_t>(series);
    const auto tick = static_cast<std::uint32_t>(ticks_.size() - 1);
    std::uint32_t& last = last_tick_[number];
    if (last == tick) {
        ++dropped_;
        return;
    }
    if (last == no_tick) used_.push_back(number);
    last = tick;
    values_.push_back({number, tick, value});
    tick_samples_.push_back({series, ticks_.back(), value});
}

bool SampleBuffer::is_full() const {
    return values_.size() >= values_max || ticks_.size() >= wire::ReportLimits{}.ticks_max;
}

void SampleBuffer::move_into(wire::Report& report) {
    std::vector<std::uint32_t> counts(table_.size());
    for (const Value& value : values_)
        ++counts[value.series];
    // From here on `last_tick_` is where the series' column is.
    report.columns.reserve(used_.size());
    for (const std::uint32_t number : used_) {
        last_tick_[number] = static_cast<std::uint32_t>(report.columns.size());
        auto& column = report.columns.emplace_back();
        column.series = number;
        column.values.reserve(counts[number]);
    }
    for (const Value& value : values_) {
        auto& column = report.columns[last_tick_[value.series]];
        const bool every_tick = counts[value.series] == ticks_.size();
        if (!every_tick) column.ticks.push_back(value.tick);
        column.values.push_back(value.value);
    }
    for (const std::uint32_t number : used_)
        last_tick_[number] = no_tick;
    report.ticks = std::move(ticks_);
    ticks_.clear();
    used_.clear();
    values_.clear();
}

std::vector<SeriesKey> SampleBuffer::definitions(std::uint32_t from, std::uint32_t to) const {
    std::vector<SeriesKey> keys;
    for (std::uint32_t number = from; number < to; ++number) {
        keys.push_back(table_.key(SeriesId{number}));
    }
    return keys;
}

}  // namespace foreshock::agent
