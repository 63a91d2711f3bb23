#include "collectors/checks/name_servers.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "collectors/checks/dns_message.hpp"
#include "collectors/checks/named_series.hpp"
#include "collectors/checks/probe.hpp"
#include "collectors/checks/recent_answers.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"dns.name_server.up", gauge, "boolean",
                      "Whether this name server of the host answers at all."},
    SignalDescription{"dns.name_server.duration_seconds", gauge, "seconds",
                      "Time until it answered."},
    SignalDescription{"dns.name_server.loss_count", gauge, "count",
                      "How often it left a question unanswered after it had answered one, in its "
                      "last 30 questions."},
    SignalDescription{"dns.name_server.up_count", gauge, "count", "Name servers that answer."},
    SignalDescription{"dns.name_server.configured_count", gauge, "count",
                      "Name servers that the host has."},
};

enum Row : std::size_t { up, duration, losses, rows_of_server };

enum HostRow : std::size_t { up_count, configured_count };

constexpr std::span all_signals{signals};
constexpr Duration timeout = std::chrono::seconds{2};

using Answers = std::vector<NameServerAnswer>;

Answers ask_all(const std::vector<std::string>& servers) {
    Answers answers;
    for (const std::string& server : servers)
        answers.push_back(ask_name_server({server}, ".", timeout));
    return answers;
}

class NameServersCollector final : public Collector {
public:
    explicit NameServersCollector(const CollectorContext& context)
        : host_(context.host), background_(context.background) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!background_) return fail(Errc::no_data, "there is nobody to ask name servers");
        if (auto answers = question_.take()) add(**answers, out);
        if (now < due_) return {};
        auto servers = host_name_servers(host_);
        if (servers.empty()) return fail(Errc::no_data, "the host has no name servers");
        const auto begun = question_.ask(
            *background_, "name servers",
            [servers = std::move(servers)] { return Result<Answers>{ask_all(servers)}; });
        if (begun) due_ = now + name_servers_every;
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        for (const NameServerAnswer& answer : last_) {
            out.push_back({"name_server." + answer.server,
                           answer.failure.empty() ? "up" : "failing: " + answer.failure});
        }
    }

private:
    void add(Answers answers, SampleSink& out) {
        double answering = 0;
        for (const NameServerAnswer& answer : answers) {
            const bool is_up = answer.failure.empty();
            EntitySeries& series = servers_.see(answer.server, {{"server", answer.server}});
            series.add(out, up, is_up ? 1.0 : 0.0);
            if (is_up) series.add(out, duration, answer.duration_seconds);
            add_losses(answer, series, out);
            answering += is_up ? 1 : 0;
        }
        servers_.forget_unseen();
        forget_others(answers);
        all_.add(out, up_count, answering);
        all_.add(out, configured_count, static_cast<double>(answers.size()));
        last_ = std::move(answers);
    }

    void add_losses(const NameServerAnswer& answer, EntitySeries& series, SampleSink& out) {
        RecentAnswers& answered = answered_[answer.server];
        for (const NameServerQuestion& question : answer.questions)
            answered.add(question.is_answered);
        series.add(out, losses, static_cast<double>(answered.relapses()));
    }

    void forget_others(const Answers& known) {
        std::erase_if(answered_, [&known](const auto& item) {
            return std::none_of(known.begin(), known.end(), [&item](const NameServerAnswer& one) {
                return one.server == item.first;
            });
        });
    }

    const HostFs& host_;
    Background* background_;
    Question<Answers> question_;
    NamedSeries servers_{all_signals.first(rows_of_server)};
    std::map<std::string, RecentAnswers> answered_;  // questions, by server
    EntitySeries all_{all_signals.subspan(rows_of_server)};
    Answers last_;
    TimePoint due_{};
};

}  // namespace

std::vector<std::string> host_name_servers(const HostFs& host) {
    const auto read = [&host](std::string_view path) {
        const auto text = host.read(path);
        return text ? parse_name_servers(*text) : std::vector<std::string>{};
    };
    std::vector<std::string> servers = read("etc/resolv.conf");
    if (servers != std::vector<std::string>{"127.0.0.53"}) return servers;
    for (std::string& behind : read("run/systemd/resolve/resolv.conf")) {
        const bool is_new = std::find(servers.begin(), servers.end(), behind) == servers.end();
        if (is_new && servers.size() < name_servers_max) servers.push_back(std::move(behind));
    }
    return servers;
}

std::span<const SignalDescription> name_servers_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_name_servers(const CollectorContext& context) {
    return std::make_unique<NameServersCollector>(context);
}

}  // namespace foreshock::collectors
