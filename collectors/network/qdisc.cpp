#include "collectors/network/qdisc.hpp"

#include <array>
#include <map>

#include "collectors/background_round.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/network/qdisc_message.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"qdisc.packets.sent_per_second", gauge, "per_second",
                      "Packets that the queue handed to the interface."},
    SignalDescription{"qdisc.packets.dropped_per_second", gauge, "per_second",
                      "Packets that the queue dropped instead: it was full, or its rules say so."},
    SignalDescription{"qdisc.packets.dropped_ratio", gauge, "ratio",
                      "Share of the packets that were dropped; absent when there were none."},
    SignalDescription{"qdisc.packets.overlimits_per_second", gauge, "per_second",
                      "Times that a shaper held packets back because its rate was used up."},
    SignalDescription{"qdisc.packets.requeues_per_second", gauge, "per_second",
                      "Packets put back because the interface did not take them."},
    SignalDescription{"qdisc.queue.waiting_count", gauge, "count",
                      "Packets that wait in the queue."},
    SignalDescription{"qdisc.queue.waiting_bytes", gauge, "bytes", "Bytes that wait in the queue."},
};

enum Row : std::size_t {
    sent,
    dropped,
    dropped_ratio,
    overlimits,
    requeues,
    waiting_count,
    waiting_bytes
};

static_assert(signals.size() == waiting_bytes + 1);

/// One queue of one interface; another discipline is another queue.
struct Queue {
    explicit Queue(std::string_view) {}

    std::optional<EntitySeries> series;
    Increase sent_packets;
    Increase dropped_packets;
    Increase held_back;
    Increase put_back;
};

class QdiscCollector final : public Collector {
public:
    explicit QdiscCollector(const CollectorContext& context)
        : host_(context.host),
          netlink_(context.netlink),
          round_(context.background, "qdisc", qdisc_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!netlink_) return fail(Errc::no_data, "this host's kernel cannot be asked");
        const auto answer = round_.step(now, [netlink = netlink_]() -> Result<std::vector<Qdisc>> {
            const auto text = netlink->ask(qdisc_question());
            if (!text) return fail(text.error());
            return parse_qdiscs(*text, qdiscs_max);
        });
        if (!answer) return fail(answer.error());
        if (*answer) take(now, **answer, out);
        return {};
    }

private:
    void take(TimePoint now, const std::vector<Qdisc>& qdiscs, SampleSink& out) {
        const double seconds = interval_.to(now);
        for (const Qdisc& qdisc : qdiscs) {
            const std::string& interface = name_of(qdisc.interface_index);
            if (interface.empty()) continue;
            Queue* queue = queues_.see(interface + " " + qdisc.discipline);
            if (!queue) continue;
            if (!queue->series) {
                queue->series.emplace(signals, Labels{{"interface", label_text(interface)},
                                                      {"discipline", qdisc.discipline}});
            }
            add(out, *queue, qdisc, seconds);
        }
        queues_.forget_unseen();
    }

    static void add(SampleSink& out, Queue& queue, const Qdisc& qdisc, double seconds) {
        EntitySeries& series = *queue.series;
        const auto went = queue.sent_packets.to(qdisc.sent_packets);
        const auto lost = queue.dropped_packets.to(qdisc.dropped_packets);
        series.add(out, sent, per_second(went, seconds));
        series.add(out, dropped, per_second(lost, seconds));
        if (went && lost) series.add(out, dropped_ratio, ratio(lost, *went + *lost));
        series.add(out, overlimits, per_second(queue.held_back.to(qdisc.overlimits), seconds));
        series.add(out, requeues, per_second(queue.put_back.to(qdisc.requeues), seconds));
        series.add(out, waiting_count, static_cast<double>(qdisc.waiting_packets));
        series.add(out, waiting_bytes, static_cast<double>(qdisc.waiting_bytes));
    }

    /// Empty for an interface that went meanwhile, or lives in another namespace of the files.
    const std::string& name_of(int index) {
        const auto found = names_.find(index);
        if (found != names_.end()) return found->second;
        names_.clear();
        if (const auto interfaces = host_.list("sys/class/net")) {
            for (const std::string& name : *interfaces) {
                const auto text = host_.read("sys/class/net/" + name + "/ifindex");
                const auto number = text ? only_uint(*text) : std::nullopt;
                if (number) names_[static_cast<int>(*number)] = name;
            }
        }
        return names_[index];
    }

    const HostFs& host_;
    std::shared_ptr<const Netlink> netlink_;
    BackgroundRound<std::vector<Qdisc>> round_;
    Interval interval_;
    std::map<int, std::string> names_;
    EntityMap<Queue> queues_{qdiscs_max};
};

}  // namespace

std::span<const SignalDescription> qdisc_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_qdisc(const CollectorContext& context) {
    return std::make_unique<QdiscCollector>(context);
}

}  // namespace foreshock::collectors
