#include "collectors/network/links.hpp"

#include <array>
#include <cmath>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/network.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"network.link.changes_count", gauge, "count",
                      "Times that the link went up or down since the last sample."},
    SignalDescription{"network.link.speed_bytes_per_second", gauge, "bytes_per_second",
                      "How much the link can carry in one direction; absent while it is down."},
    SignalDescription{"network.link.full_duplex", gauge, "boolean",
                      "1 when the link carries both directions at once; 0 is a fault of settings."},
    SignalDescription{"network.link.receive_ratio", gauge, "ratio",
                      "Share of the link's speed used by what came in."},
    SignalDescription{"network.link.transmit_ratio", gauge, "ratio",
                      "Share of the link's speed used by what went out."},
    SignalDescription{"network.receive.overruns_per_second", gauge, "per_second",
                      "Packets lost because the card's own buffer was full."},
    SignalDescription{"network.receive.frame_errors_per_second", gauge, "per_second",
                      "Packets that came in with a wrong length or checksum."},
    SignalDescription{"network.transmit.overruns_per_second", gauge, "per_second",
                      "Packets not sent because the card could not read them fast enough."},
    SignalDescription{"network.transmit.carrier_errors_per_second", gauge, "per_second",
                      "Packets not sent because the link was lost meanwhile."},
};

enum Row : std::size_t {
    changes,
    speed,
    full_duplex,
    receive_share,
    transmit_share,
    receive_overruns,
    receive_frames,
    transmit_overruns,
    transmit_carrier
};

static_assert(signals.size() == transmit_carrier + 1);

constexpr double bytes_per_megabit = 1e6 / 8;

std::string path_of(std::string_view name, std::string_view file) {
    return "sys/class/net/" + std::string{name} + "/" + std::string{file};
}

struct Link {
    explicit Link(std::string_view interface)
        : name(label_text(interface)), series(signals, Labels{{"interface", name}}) {}

    std::string name;
    EntitySeries series;
    std::optional<KernelFile> carrier_file{};
    std::optional<KernelFile> speed_file{};
    std::optional<KernelFile> duplex_file{};
    std::string last_speed{};  // as a fact; empty until it is known
    Increase carrier_changes;
    std::array<Increase, 6> counters;
};

class LinksCollector final : public Collector {
public:
    explicit LinksCollector(const HostFs& host) : host_(host), file_(host, "proc/net/dev") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_net_dev(*text, readings_); !parsed) return parsed;
        const double seconds = interval_.to(now);
        facts_.clear();
        for (const InterfaceCounters& reading : readings_) {
            if (!is_watched_interface(reading.name)) continue;
            if (Link* link = links_.see(reading.name)) add(out, *link, reading, seconds);
        }
        links_.forget_unseen();
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        out.insert(out.end(), facts_.begin(), facts_.end());
    }

private:
    void add(SampleSink& out, Link& link, const InterfaceCounters& reading, double seconds) {
        if (!link.carrier_file) {
            link.carrier_file.emplace(host_, path_of(reading.name, "carrier_changes"));
            link.speed_file.emplace(host_, path_of(reading.name, "speed"));
            link.duplex_file.emplace(host_, path_of(reading.name, "duplex"));
        }
        add_changes(out, link);
        const auto bytes_per_second = add_speed(out, link);
        add_counters(out, link, reading, seconds, bytes_per_second);
        if (link.last_speed.empty()) return;
        facts_.push_back({"interface." + link.name + ".speed", link.last_speed});
    }

    static void add_changes(SampleSink& out, Link& link) {
        const auto text = link.carrier_file->read();
        const auto count = text ? only_uint(*text) : std::nullopt;
        if (count) link.series.add(out, changes, link.carrier_changes.to(*count));
    }

    static std::optional<double> add_speed(SampleSink& out, Link& link) {
        const auto text = link.speed_file->read();
        const auto megabits = text ? parse_speed(*text) : std::nullopt;
        if (!megabits) return std::nullopt;
        const auto duplex_text = link.duplex_file->read();
        std::string_view line = duplex_text ? *duplex_text : std::string_view{};
        std::string_view first;
        take_line(line, first);
        const std::string_view duplex = take_word(first);
        const bool known = duplex == "full" || duplex == "half";
        link.series.add(out, speed, *megabits * bytes_per_megabit);
        if (known) link.series.add(out, full_duplex, duplex == "full" ? 1.0 : 0.0);
        link.last_speed = speed_text(*megabits, known ? duplex : std::string_view{});
        return *megabits * bytes_per_megabit;
    }

    static void add_counters(SampleSink& out, Link& link, const InterfaceCounters& reading,
                             double seconds, std::optional<double> bytes_per_second) {
        const auto rate = [&](std::size_t counter, std::uint64_t value) {
            return per_second(link.counters[counter].to(value), seconds);
        };
        const auto received = rate(0, reading.receive.bytes);
        const auto sent = rate(1, reading.transmit.bytes);
        link.series.add(out, receive_share, ratio(received, bytes_per_second.value_or(0)));
        link.series.add(out, transmit_share, ratio(sent, bytes_per_second.value_or(0)));
        link.series.add(out, receive_overruns, rate(2, reading.receive.overruns));
        link.series.add(out, receive_frames, rate(3, reading.receive.frame_errors));
        link.series.add(out, transmit_overruns, rate(4, reading.transmit.overruns));
        link.series.add(out, transmit_carrier, rate(5, reading.transmit.carrier_errors));
    }

    const HostFs& host_;
    KernelFile file_;
    std::vector<InterfaceCounters> readings_;
    Interval interval_;
    EntityMap<Link> links_{interfaces_max};
    std::vector<Fact> facts_;
};

}  // namespace

std::optional<double> parse_speed(std::string_view text) {
    const auto megabits = only_uint(text);
    // An unknown speed is -1, which older drivers print as a number without sign.
    constexpr std::uint64_t unknown = 0xFFFF;
    if (!megabits || *megabits == 0 || *megabits == unknown || *megabits > 100'000'000) {
        return std::nullopt;
    }
    return static_cast<double>(*megabits);
}

std::string speed_text(double megabits, std::string_view duplex) {
    std::string text = std::to_string(std::llround(megabits)) + " Mbit/s";
    if (!duplex.empty()) text += " " + std::string{duplex};
    return text;
}

std::span<const SignalDescription> links_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_links(const CollectorContext& context) {
    return std::make_unique<LinksCollector>(context.host);
}

}  // namespace foreshock::collectors
