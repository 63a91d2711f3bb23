#include "collectors/checks/checks.hpp"
#include "collectors/checks/dns_message.hpp"

namespace foreshock::collectors {
namespace {

/// Which probe goes with which target.
struct Prober {
    const ProbeOrder& order;

    ProbeOutcome operator()(const HttpTarget& http) const { return probe_http(http, order); }

    ProbeOutcome operator()(const TcpTarget& tcp) const { return probe_tcp(tcp, order); }

    ProbeOutcome operator()(const DnsTarget& dns) const { return probe_dns(dns, order); }

    ProbeOutcome operator()(const TlsTarget& tls) const { return probe_tls(tls, order); }

    ProbeOutcome operator()(const IcmpTarget& icmp) const { return probe_icmp(icmp, order); }

    ProbeOutcome operator()(const FileTarget& file) const { return probe_file(file, order); }

    ProbeOutcome operator()(const PluginTarget&) const {
        ProbeOutcome outcome;
        outcome.was_asked = false;
        outcome.failure = "plugins are programs, not probes";
        return outcome;
    }
};

class ProbedCheck final : public Check {
public:
    ProbedCheck(const CheckSettings& settings, const CollectorContext& context)
        : settings_(settings),
          host_(context.host),
          background_(context.background),
          report_(settings) {}

    void collect(TimePoint now, SampleSink& out) override {
        if (auto answer = question_.take()) report_.add(**answer, out);
        if (question_.is_open() && now >= overdue_) tell_overdue(now, out);
        if (now >= due_) ask(now, out);
    }

    [[nodiscard]] const std::string& state() const override { return report_.state(); }

private:
    /// While earlier work hangs, the background refuses: it is asked again at the next tick.
    void ask(TimePoint now, SampleSink& out) {
        if (!background_) return;
        ProbeOrder order{settings_.timeout, settings_.certificate_min, now, {}};
        if (std::holds_alternative<DnsTarget>(settings_.target)) {
            if (const auto text = host_.read("etc/resolv.conf")) {
                order.name_servers = parse_name_servers(*text);
            }
        }
        const auto begun =
            question_.ask(*background_, "check " + settings_.name,
                          [target = settings_.target, order = std::move(order)] {
                              return Result<ProbeOutcome>{std::visit(Prober{order}, target)};
                          });
        if (!begun) {
            if (!question_.is_open()) refused(now, begun.error(), out);
            return;
        }
        refused_since_.reset();
        due_ = now + settings_.every;
        overdue_ = now + settings_.timeout + overdue_grace;
    }

    /// Others are in the way; for a while that is no news.
    void refused(TimePoint now, const Error& why, SampleSink& out) {
        if (!refused_since_) refused_since_ = now;
        if (now - *refused_since_ >= overdue_grace) {
            report_.add_unable(why.what, out);
            refused_since_ = now;
        }
    }

    void tell_overdue(TimePoint now, SampleSink& out) {
        ProbeOutcome outcome;
        outcome.failure = "no answer; the host's name lookup or a mount hangs";
        report_.add(outcome, out);
        overdue_ = now + settings_.every;
    }

    CheckSettings settings_;
    const HostFs& host_;
    Background* background_;
    CheckReport report_;
    Question<ProbeOutcome> question_;
    TimePoint due_{};
    TimePoint overdue_{};
    std::optional<TimePoint> refused_since_;
};

}  // namespace

std::unique_ptr<Check> make_probed_check(const CheckSettings& settings,
                                         const CollectorContext& context) {
    return std::make_unique<ProbedCheck>(settings, context);
}

}  // namespace foreshock::collectors
