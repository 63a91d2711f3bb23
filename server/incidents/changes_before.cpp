#include "server/incidents/changes_before.hpp"

#include <algorithm>
#include <array>

namespace foreshock::incidents {
namespace {

constexpr std::size_t letters_min = 4;

constexpr std::array<std::string_view, 9> general_words{
    "process", "service", "package", "packages", "container", "systemd", "unit", "host", "version"};

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper || (c >= 'a' && c <= 'z')) {
            words.back() += is_upper ? static_cast<char>(c + 32) : c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase_if(words, [](const std::string& word) {
        return word.size() < letters_min ||
               std::find(general_words.begin(), general_words.end(), word) != general_words.end();
    });
    return words;
}

bool share_a_word(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const std::string& one) {
        return std::any_of(b.begin(), b.end(), [&](const std::string& other) {
            return one.starts_with(other) || other.starts_with(one);
        });
    });
}

Duration distance(TimePoint a, TimePoint b) {
    return a < b ? b - a : a - b;
}

void add(const Change& change, const std::string& host, std::vector<HostChange>& found) {
    const auto same = std::find_if(found.begin(), found.end(), [&](const HostChange& one) {
        return one.fact == change.fact && one.from == change.from && one.to == change.to;
    });
    if (same == found.end()) {
        return found.push_back({change.at, change.fact, change.from, change.to, {host}});
    }
    same->at = std::min(same->at, change.at);
    if (std::find(same->hosts.begin(), same->hosts.end(), host) == same->hosts.end()) {
        same->hosts.push_back(host);
    }
}

}  // namespace

std::vector<HostChange> changes_before(const Incident& incident, const std::vector<Host>& hosts) {
    const std::vector<std::string> touched = incident.hosts();
    std::vector<HostChange> found;
    for (const Host& host : hosts) {
        if (std::find(touched.begin(), touched.end(), host.name) == touched.end()) continue;
        for (const Change& change : host.changes) {
            const bool counts = change.at >= incident.first_sign_at - changes_span &&
                                change.at <= incident.first_sign_at + changes_noticed_late;
            if (counts) add(change, host.name, found);
        }
    }
    std::stable_sort(found.begin(), found.end(), [&](const HostChange& a, const HostChange& b) {
        return distance(a.at, incident.first_sign_at) < distance(b.at, incident.first_sign_at);
    });
    if (found.size() > changes_shown_max) found.resize(changes_shown_max);
    return found;
}

std::string describe_change(const HostChange& change) {
    const std::string from = change.from.empty() ? "nothing" : change.from;
    return change.fact + ": " + from + " → " + (change.to.empty() ? "nothing" : change.to);
}

bool names(const HostChange& change, const Symptom& symptom) {
    return share_a_word(words_of(change.fact + " " + change.to),
                        words_of(symptom.subject.component + " " + symptom.kind));
}

}  // namespace foreshock::incidents
