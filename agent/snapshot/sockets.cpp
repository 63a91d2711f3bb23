#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "agent/snapshot/sections.hpp"

namespace foreshock::agent::snapshot {
namespace {

// include/net/tcp_states.h
constexpr std::array<std::string_view, 13> states{
    "?",          "established", "syn sent",        "syn received", "fin wait 1",
    "fin wait 2", "time wait",   "close",           "close wait",   "last ack",
    "listen",     "closing",     "new syn received"};

/// The fourth column of a line of /proc/net/tcp, hexadecimal.
std::size_t state_of(std::string_view line) {
    for (int column = 0; column < 3; ++column) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        line.remove_prefix(std::min(line.find(' '), line.size()));
    }
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.size() < 2 || line[0] != '0') return 0;
    const char digit = line[1];
    if (digit >= '1' && digit <= '9') return static_cast<std::size_t>(digit - '0');
    if (digit >= 'A' && digit <= 'C') return static_cast<std::size_t>(digit - 'A') + 10;
    return 0;
}

using Counts = std::map<std::string_view, std::size_t>;

void count_lines(std::string_view text, Counts& counts) {
    text.remove_prefix(std::min(text.find('\n'), text.size()));  // the headings
    while (text.size() > 1) {
        text.remove_prefix(1);
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size());
        const std::size_t state = state_of(line);
        if (state > 0) ++counts[states[state]];
    }
}

Counts count_in_files(const HostFs& host) {
    Counts counts;
    for (const char* path : {"proc/net/tcp", "proc/net/tcp6"}) {
        const auto text = host.read(path);
        if (text) count_lines(*text, counts);
    }
    return counts;
}

/// Of the last round: what the symptom, if it is about sockets, was told by.
std::optional<Counts> count_in_table(collectors::SocketTable* table, TimePoint now) {
    const auto read = table ? table->read(now) : fail(Errc::no_data, "");
    if (!read || (*read)->number == 0) return std::nullopt;
    Counts counts;
    for (const collectors::TcpSocket& socket : (*read)->sockets)
        ++counts[states[static_cast<std::size_t>(socket.state)]];
    return counts;
}

}  // namespace

SnapshotSection sockets(const Round& round) {
    SnapshotSection section{"TCP sockets by state", {"state", "count"}, {}, {}};
    const auto in_table = count_in_table(round.sources.sockets, round.second.at);
    const Counts counts = in_table ? *in_table : count_in_files(round.sources.host);
    std::vector<std::pair<std::string_view, std::size_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [state, count] : sorted) {
        section.rows.push_back({std::string{state}, std::to_string(count)});
    }
    return section;
}

}  // namespace foreshock::agent::snapshot
