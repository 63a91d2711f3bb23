#include "server/app/sample_watch_configuration.hpp"

#include <algorithm>

#include "server/app/table_reader.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t signals_max = 16;

std::string list_of(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "\"" : ", \"") + text + "\"";
    return "[" + list + "]";
}

/// The least distance is known for stock signals; for others the share of the median alone counts.
incidents::PeerSignal peer_signal(const std::string& name) {
    for (const incidents::PeerSignal& stock : incidents::stock_peer_signals()) {
        if (stock.signal == name) return stock;
    }
    return {name, 0};
}

bool is_plain(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

}  // namespace

void read_peers(TableReader& in, incidents::PeersSettings& into) {
    std::vector<std::string> names;
    in.texts("signals", names);
    if (in.node("signals")) {
        into.signals.clear();
        for (const std::string& name : names)
            into.signals.push_back(peer_signal(name));
    }
    in.texts("group_by", into.group_by);
    in.number("peers_min", into.peers_min, 3, 1000);
    in.span("hold_for", into.hold_for);
    in.span("clear_after", into.clear_after);
    in.span("alike_for", into.alike_for);
    if (names.size() > signals_max || !std::all_of(names.begin(), names.end(), is_plain)) {
        in.complain_of("signals", "must be at most 16 names of signals");
    }
    if (!std::all_of(into.group_by.begin(), into.group_by.end(), is_plain)) {
        in.complain_of("group_by", "must be names of labels");
    }
}

void read_silence(TableReader& in, incidents::SilenceSettings& into) {
    in.span("silent_min", into.silent_min);
    in.span("known_for", into.known_for);
}

void write_sample_watch(std::ostream& out, const SampleWatchSettings& settings) {
    const auto span = [](Duration time) { return "\"" + format_duration(time) + "\""; };
    std::vector<std::string> signals;
    for (const incidents::PeerSignal& one : settings.peers.signals)
        signals.push_back(one.signal);
    out << "\n[peers]\nsignals = " << list_of(signals)
        << "\ngroup_by = " << list_of(settings.peers.group_by)
        << "\npeers_min = " << settings.peers.peers_min
        << "\nhold_for = " << span(settings.peers.hold_for)
        << "\nclear_after = " << span(settings.peers.clear_after)
        << "\nalike_for = " << span(settings.peers.alike_for)
        << "\n\n[silence]\nsilent_min = " << span(settings.silence.silent_min)
        << "\nknown_for = " << span(settings.silence.known_for) << "\n";
}

}  // namespace foreshock::app
