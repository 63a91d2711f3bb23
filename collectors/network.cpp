#include "collectors/network.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"network.receive.bytes_per_second", gauge, "bytes_per_second",
                      "Bytes that came in."},
    SignalDescription{"network.receive.packets_per_second", gauge, "per_second",
                      "Packets that came in."},
    SignalDescription{"network.receive.errors_per_second", gauge, "per_second",
                      "Packets that came in broken."},
    SignalDescription{"network.receive.drops_per_second", gauge, "per_second",
                      "Packets that came in and were dropped for lack of room."},
    SignalDescription{"network.transmit.bytes_per_second", gauge, "bytes_per_second",
                      "Bytes that went out."},
    SignalDescription{"network.transmit.packets_per_second", gauge, "per_second",
                      "Packets that went out."},
    SignalDescription{"network.transmit.errors_per_second", gauge, "per_second",
                      "Packets that failed to go out."},
    SignalDescription{"network.transmit.drops_per_second", gauge, "per_second",
                      "Packets dropped instead of going out."},
    SignalDescription{"network.link.up", gauge, "boolean",
                      "1 while the link is up, 0 after it was lost; absent until it was up once."},
};

enum Row : std::size_t { receive = 0, transmit = 4, link_up = 8 };

static_assert(signals.size() == link_up + 1);

bool parse_traffic(std::string_view& words, TrafficCounters& out) {
    std::uint64_t last = 0;
    // The end of a line: frame, compressed, multicast when received; colls, carrier, compressed
    // when sent. What does not fit the direction is for its caller to ignore.
    for (std::uint64_t* counter : {&out.bytes, &out.packets, &out.errors, &out.drops, &out.overruns,
                                   &out.frame_errors, &out.carrier_errors, &last}) {
        const auto value = take_uint(words);
        if (!value) return false;
        *counter = *value;
    }
    return true;
}

/// "  eth0: 153830930 2885 0 …"; the number may follow the colon without a blank.
bool parse_interface(std::string_view line, std::size_t colon, InterfaceCounters& out) {
    std::string_view name = line.substr(0, colon);
    out.name = take_word(name);
    std::string_view words = line.substr(colon + 1);
    const bool whole = !out.name.empty() && parse_traffic(words, out.receive) &&
                       parse_traffic(words, out.transmit);
    out.receive.carrier_errors = out.transmit.frame_errors = 0;
    return whole;
}

class Direction {
public:
    void add(SampleSink& out, EntitySeries& series, Row first, const TrafficCounters& now_at,
             double seconds) {
        const std::array values{now_at.bytes, now_at.packets, now_at.errors, now_at.drops};
        for (std::size_t i = 0; i < values.size(); ++i) {
            series.add(out, first + i, per_second(counters_[i].to(values[i]), seconds));
        }
    }

private:
    std::array<Increase, 4> counters_;
};

struct Interface {
    explicit Interface(std::string_view name)
        : series(signals, Labels{{"interface", label_text(name)}}) {}

    EntitySeries series;
    Direction receive_rates;
    Direction transmit_rates;
    std::optional<KernelFile> operstate;
    bool was_up = false;
};

class NetworkCollector final : public Collector {
public:
    explicit NetworkCollector(const HostFs& host) : host_(host), file_(host, "proc/net/dev") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_net_dev(*text, readings_); !parsed) return parsed;
        const double seconds = interval_.to(now);
        for (const InterfaceCounters& reading : readings_) {
            if (!is_watched_interface(reading.name)) continue;
            if (Interface* found = interfaces_.see(reading.name))
                add(out, *found, reading, seconds);
        }
        interfaces_.forget_unseen();
        return {};
    }

private:
    void add(SampleSink& out, Interface& known, const InterfaceCounters& reading, double seconds) {
        known.receive_rates.add(out, known.series, receive, reading.receive, seconds);
        known.transmit_rates.add(out, known.series, transmit, reading.transmit, seconds);
        if (!known.operstate) known.operstate.emplace(host_, operstate_path(reading.name));
        const auto text = known.operstate->read();
        const LinkState state = text ? parse_operstate(*text) : LinkState::unknown;
        if (state == LinkState::unknown) return;
        known.was_up = known.was_up || state == LinkState::up;
        if (known.was_up) known.series.add(out, link_up, state == LinkState::up ? 1.0 : 0.0);
    }

    static std::string operstate_path(std::string_view name) {
        return "sys/class/net/" + std::string{name} + "/operstate";
    }

    const HostFs& host_;
    KernelFile file_;
    std::vector<InterfaceCounters> readings_;
    Interval interval_;
    EntityMap<Interface> interfaces_{interfaces_max};
};

}  // namespace

Result<void> parse_net_dev(std::string_view text, std::vector<InterfaceCounters>& out) {
    out.clear();
    std::string_view line;
    bool has_heading = false;
    while (take_line(text, line)) {
        const auto colon = line.find(':');
        const bool heading = line.find('|') != std::string_view::npos;
        has_heading = has_heading || heading;
        if (heading) continue;
        InterfaceCounters counters;
        if (colon == std::string_view::npos || !parse_interface(line, colon, counters)) {
            return fail(Errc::malformed, "net/dev: a line is no interface");
        }
        out.push_back(counters);
    }
    if (!has_heading) return fail(Errc::malformed, "net/dev: no heading");
    return {};
}

bool is_watched_interface(std::string_view name) {
    constexpr std::array<std::string_view, 10> crowds{"veth", "cali",  "lxc",  "tap", "vnet",
                                                      "ifb",  "dummy", "tunl", "sit", "docker"};
    const auto in_crowd = [name](std::string_view crowd) { return name.starts_with(crowd); };
    return name != "lo" && std::none_of(crowds.begin(), crowds.end(), in_crowd);
}

LinkState parse_operstate(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const std::string_view word = take_word(line);
    if (word == "up") return LinkState::up;
    const bool down = word == "down" || word == "lowerlayerdown" || word == "notpresent";
    return down ? LinkState::down : LinkState::unknown;
}

std::span<const SignalDescription> network_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_network(const CollectorContext& context) {
    return std::make_unique<NetworkCollector>(context.host);
}

}  // namespace foreshock::collectors
