#include "collectors/logs/audit.hpp"

#include <array>

#include "collectors/background_round.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/logs/audit_message.hpp"
#include "collectors/rate.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"audit.backlog.waiting_count", gauge, "count",
                      "Audit records that wait for auditd to take them."},
    SignalDescription{"audit.backlog.limit_count", gauge, "count",
                      "How many may wait: then programs are held up, and records are lost."},
    SignalDescription{"audit.records.lost_count", counter, "count",
                      "Audit records lost since boot: the queue was full, or memory short."},
    SignalDescription{"audit.records.lost_new_count", gauge, "count",
                      "Audit records lost since the last sample."},
};

enum Row : std::size_t { waiting, limit, lost, lost_new };

static_assert(signals.size() == lost_new + 1);

/// A program that may not ask is not allowed to later.
bool is_final(Errc code) {
    return code == Errc::refused || code == Errc::no_data;
}

class AuditCollector final : public Collector {
public:
    explicit AuditCollector(const CollectorContext& context)
        : netlink_(context.netlink), round_(context.background, "audit", audit_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!netlink_) return fail(Errc::no_data, "this kernel's audit cannot be asked");
        const auto answer = round_.step(now, [netlink = netlink_]() -> Result<AuditStatus> {
            const auto text = netlink->ask(audit_question());
            if (!text) return fail(text.error());
            return parse_audit_status(*text);
        });
        if (!answer && is_final(answer.error().code)) {
            netlink_.reset();
            return fail(Errc::no_data, answer.error().what);
        }
        if (!answer) return fail(answer.error());
        if (*answer) add(out, **answer);
        return {};
    }

private:
    void add(SampleSink& out, const AuditStatus& status) {
        series_.add(out, waiting, static_cast<double>(status.backlog));
        if (status.backlog_limit > 0)
            series_.add(out, limit, static_cast<double>(status.backlog_limit));
        series_.add(out, lost, static_cast<double>(status.lost));
        series_.add(out, lost_new, lost_.to(status.lost));
    }

    std::shared_ptr<const Netlink> netlink_;  // null once there is no more to ask
    BackgroundRound<AuditStatus> round_;
    Increase lost_;
    EntitySeries series_{signals};
};

}  // namespace

std::span<const SignalDescription> audit_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_audit(const CollectorContext& context) {
    return std::make_unique<AuditCollector>(context);
}

}  // namespace foreshock::collectors
