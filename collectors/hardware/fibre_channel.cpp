#include "collectors/hardware/fibre_channel.hpp"

#include <array>
#include <map>

#include "collectors/background_round.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"fibre_channel.port.online", gauge, "boolean",
                      "1 while the port is connected to a switch or a storage system."},
    SignalDescription{
        "fibre_channel.link.failures_new_count", gauge, "count",
        "Times within a minute that the port lost its link, signal or synchronisation."},
    SignalDescription{"fibre_channel.frames.damaged_new_count", gauge, "count",
                      "Frames within a minute that arrived damaged: a cable, plug or transceiver."},
    SignalDescription{"fibre_channel.words.invalid_new_count", gauge, "count",
                      "Words within a minute that could not be decoded; each lost link has some."},
};

enum Row : std::size_t { online, link_failures, damaged_frames, invalid_words };

static_assert(signals.size() == invalid_words + 1);

const std::string ports = "sys/class/fc_host";

/// What a port has counted since its driver was loaded. What it does not count is none.
struct Statistics {
    std::optional<std::uint64_t> link_failures;
    std::optional<std::uint64_t> damaged_frames;
    std::optional<std::uint64_t> invalid_words;
};

std::optional<std::uint64_t> read_statistic(const HostFs& host, const std::string& path) {
    const auto text = read_attribute(host, path);
    const auto count = text ? word_as_prefixed_hex(*text) : std::nullopt;
    constexpr std::uint64_t not_counted = ~std::uint64_t{0};
    return count == not_counted ? std::nullopt : count;
}

Statistics read_statistics(const HostFs& host, const std::string& port) {
    const std::string folder = ports + "/" + port + "/statistics/";
    Statistics found;
    for (const char* name : {"link_failure_count", "loss_of_sync_count", "loss_of_signal_count"}) {
        if (const auto count = read_statistic(host, folder + name))
            found.link_failures = found.link_failures.value_or(0) + *count;
    }
    found.damaged_frames = read_statistic(host, folder + "invalid_crc_count");
    found.invalid_words = read_statistic(host, folder + "invalid_tx_word_count");
    return found;
}

using AllStatistics = std::map<std::string, Statistics>;

struct Port {
    explicit Port(std::string_view) {}

    std::optional<EntitySeries> series;
    Increase link_failures;
    Increase damaged_frames;
    Increase invalid_words;
};

void add_new(SampleSink& out, EntitySeries& series, Row row, Increase& increase,
             std::optional<std::uint64_t> count) {
    if (count) series.add(out, row, increase.to(*count));
}

class FibreChannelCollector final : public Collector {
public:
    explicit FibreChannelCollector(const CollectorContext& context)
        : host_(context.host),
          host_beside_(context.host_beside),
          round_(context.background, "fibre_channel", fibre_channel_statistics_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto names = sorted_names(host_, ports);
        if (names.size() > fibre_channel_ports_max) names.resize(fibre_channel_ports_max);
        for (const std::string& name : names) {
            if (Port* port = ports_.see(name)) add_state(out, *port, name);
        }
        ports_.forget_unseen();
        if (ports_.size() == 0) return fail(Errc::no_data, "no Fibre Channel adapter");
        return collect_statistics(now, std::move(names), out);
    }

private:
    void add_state(SampleSink& out, Port& port, const std::string& name) const {
        if (!port.series) {
            const auto port_name = read_attribute(host_, ports + "/" + name + "/port_name");
            port.series.emplace(signals, Labels{{"port", label_text(port_name.value_or(name))}});
        }
        const auto state = read_attribute(host_, ports + "/" + name + "/port_state");
        if (state) port.series->add(out, online, *state == "Online" ? 1.0 : 0.0);
    }

    Result<void> collect_statistics(TimePoint now, std::vector<std::string> names,
                                    SampleSink& out) {
        if (!host_beside_) return {};
        const auto found = round_.step(
            now, [host = host_beside_, names = std::move(names)]() -> Result<AllStatistics> {
                AllStatistics all;
                for (const std::string& name : names)
                    all[name] = read_statistics(*host, name);
                return all;
            });
        if (!found) return fail(found.error());
        if (!*found) return {};
        for (const auto& [name, statistics] : **found) {
            Port* port = ports_.see(name);
            if (port && port->series) add_statistics(out, *port, statistics);
        }
        return {};
    }

    static void add_statistics(SampleSink& out, Port& port, const Statistics& counts) {
        EntitySeries& series = *port.series;
        add_new(out, series, link_failures, port.link_failures, counts.link_failures);
        add_new(out, series, damaged_frames, port.damaged_frames, counts.damaged_frames);
        add_new(out, series, invalid_words, port.invalid_words, counts.invalid_words);
    }

    const HostFs& host_;
    std::shared_ptr<const HostFs> host_beside_;
    BackgroundRound<AllStatistics> round_;
    EntityMap<Port> ports_{fibre_channel_ports_max};
};

}  // namespace

std::span<const SignalDescription> fibre_channel_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_fibre_channel(const CollectorContext& context) {
    return std::make_unique<FibreChannelCollector>(context);
}

}  // namespace foreshock::collectors
