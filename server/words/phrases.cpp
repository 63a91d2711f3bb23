#include "server/words/phrases.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/text_scan.hpp"
#include "core/trimmed.hpp"

namespace foreshock::words {
namespace {

constexpr std::array<std::string_view, 30> keys{
    "unit.day",          "unit.hour",         "unit.minute",
    "unit.second",       "phase.impending",   "phase.occurring",
    "severity.info",     "severity.warning",  "severity.critical",
    "state.new",         "state.assigned",    "state.in_progress",
    "state.pending",     "state.resolved",    "state.closed",
    "outcome.open",      "outcome.prevented", "outcome.recovered",
    "outcome.dismissed", "outcome.merged",    "priority.1",
    "priority.2",        "priority.3",        "priority.4",
    "priority.5",        "list.more",         "value.of",
    "host.one",          "host.many",         "resolved.host_forgotten"};

}  // namespace

Result<Phrases> Phrases::read(const WordFile& file) {
    Phrases phrases;
    const auto section = file.sections.find("phrases");
    if (section == file.sections.end()) {
        return fail(Errc::invalid, file.name + ": needs a section '== phrases'");
    }
    std::string_view rest = section->second.text;
    std::string_view line;
    for (std::size_t number = section->second.line; take_line(rest, line); ++number) {
        if (trimmed(line).empty()) continue;
        const std::string place = file.name + ":" + std::to_string(number) + ": ";
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos)
            return fail(Errc::invalid, place + "needs 'key = words'");
        const std::string key{trimmed(line.substr(0, equals))};
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            return fail(Errc::invalid, place + "'" + key + "' is unknown");
        }
        const std::string words{trimmed(line.substr(equals + 1))};
        if (!phrases.words_.emplace(key, words).second) {
            return fail(Errc::invalid, place + "'" + key + "' is there twice");
        }
    }
    for (const std::string_view key : keys) {
        if (phrases.words_.contains(key)) continue;
        return fail(Errc::invalid, file.name + ": '" + std::string{key} + "' is missing");
    }
    return phrases;
}

std::string_view Phrases::of(std::string_view key) const {
    const auto found = words_.find(key);
    assert(found != words_.end());
    return found == words_.end() ? std::string_view{} : std::string_view{found->second};
}

std::string Phrases::span(Duration span) const {
    using Unit = std::pair<std::string_view, std::int64_t>;
    constexpr std::array<Unit, 4> units{
        Unit{"unit.day", 86'400}, {"unit.hour", 3600}, {"unit.minute", 60}, {"unit.second", 1}};
    std::int64_t rest =
        std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(span).count());
    std::string text;
    int count = 0;
    for (const auto& [key, seconds] : units) {
        const std::int64_t amount = rest / seconds;
        rest %= seconds;
        if (count > 0) ++count;
        if (amount == 0 || count > 2) continue;
        count = std::max(count, 1);
        text += (text.empty() ? "" : " ") + std::to_string(amount) + " " + std::string{of(key)};
    }
    return text.empty() ? "0 " + std::string{of("unit.second")} : text;
}

}  // namespace foreshock::words
