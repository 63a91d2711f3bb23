#include "agent/log_lines.hpp"

#include <algorithm>
#include <array>

#include "formats/mask_secrets.hpp"

namespace foreshock::agent {
namespace {

constexpr std::string_view kernel = "kernel";

std::size_t cost_of(const KeptLine& line) {
    return sizeof(KeptLine) + line.source.size() + line.unit.size() + line.text.size();
}

/// At most so many bytes, and no half character at the end.
std::string_view cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

std::string_view stem_of(std::string_view unit) {
    constexpr std::string_view ending = ".service";
    if (unit.ends_with(ending)) unit.remove_suffix(ending.size());
    return unit;
}

}  // namespace

std::string_view severity_word(LogSeverity severity) {
    static constexpr std::array<std::string_view, 8> words{
        "emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"};
    return words[static_cast<std::size_t>(severity) % words.size()];
}

void LogLines::set_keeping(bool keeping) {
    keeping_ = keeping;
    if (keeping) return;
    rings_.clear();
    bytes_ = 0;
}

void LogLines::add(const LogLine& line) {
    const bool is_wanted = line.source == kernel || line.severity <= LogSeverity::warning;
    if (!keeping_ || !is_wanted) return;
    auto ring = rings_.find(line.source);
    if (ring == rings_.end()) {
        if (rings_.size() >= sources_max) drop_quietest();
        ring = rings_.emplace(std::string{line.source}, Ring{}).first;
    }
    // A secret that is cut in two is masked all the same: masking comes first.
    const std::string masked = formats::mask_secrets(line.text);
    KeptLine kept{line.at, std::string{line.source}, std::string{line.unit}, line.severity,
                  std::string{cut(masked, text_bytes_max)}};
    ring->second.bytes += cost_of(kept);
    bytes_ += cost_of(kept);
    ring->second.lines.push_back(std::move(kept));
    make_room();
}

void LogLines::drop_oldest(Ring& ring) {
    const std::size_t bytes = cost_of(ring.lines.front());
    ring.bytes -= bytes;
    bytes_ -= bytes;
    ring.lines.pop_front();
}

void LogLines::make_room() {
    while (bytes_ > bytes_max) {
        const auto largest = std::max_element(
            rings_.begin(), rings_.end(),
            [](const auto& a, const auto& b) { return a.second.bytes < b.second.bytes; });
        drop_oldest(largest->second);
        if (largest->second.lines.empty()) rings_.erase(largest);
    }
}

/// The log whose last line is oldest.
void LogLines::drop_quietest() {
    const auto quietest =
        std::min_element(rings_.begin(), rings_.end(), [](const auto& a, const auto& b) {
            return a.second.lines.back().at < b.second.lines.back().at;
        });
    bytes_ -= quietest->second.bytes;
    rings_.erase(quietest);
}

template <class Wanted>
std::vector<KeptLine> LogLines::last(std::size_t count, Wanted wanted) const {
    std::vector<KeptLine> found;
    for (const auto& [source, ring] : rings_) {
        std::size_t taken = 0;
        for (auto line = ring.lines.rbegin(); line != ring.lines.rend() && taken < count; ++line) {
            if (!wanted(*line)) continue;
            found.push_back(*line);
            ++taken;
        }
        std::reverse(found.end() - static_cast<std::ptrdiff_t>(taken), found.end());
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const KeptLine& a, const KeptLine& b) { return a.at < b.at; });
    if (found.size() > count) {
        found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(count));
    }
    return found;
}

std::vector<KeptLine> LogLines::last_of_kernel(std::size_t count) const {
    return last(count, [](const KeptLine& line) { return line.source == kernel; });
}

std::vector<KeptLine> LogLines::last_of_unit(std::string_view unit, std::size_t count) const {
    const std::string_view stem = stem_of(unit);
    return last(count, [stem](const KeptLine& line) { return stem_of(line.unit) == stem; });
}

std::vector<KeptLine> LogLines::last_of_others(std::size_t count) const {
    return last(count, [](const KeptLine& line) { return line.source != kernel; });
}

}  // namespace foreshock::agent
