#include "collectors/checks/check_report.hpp"

#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"check.probe.up", gauge, "boolean",
                      "Whether what the check asks for is there and as expected."},
    SignalDescription{"check.probe.relapse_count", gauge, "count",
                      "How often it failed after a good answer, in its last 30 answers."},
    SignalDescription{"check.probe.able", gauge, "boolean",
                      "Whether this host could ask at all; the fact of the check says why not."},
    SignalDescription{"check.probe.duration_seconds", gauge, "seconds",
                      "Time until the answer was there."},
    SignalDescription{"check.http.first_byte_seconds", gauge, "seconds",
                      "Time until the first byte of the page."},
    SignalDescription{"check.http.body_bytes", gauge, "bytes",
                      "Size of the page, its first 256 KiB."},
    SignalDescription{"check.certificate.remaining_seconds", gauge, "seconds",
                      "Time until the first certificate of the chain ends."},
    SignalDescription{"check.certificate.trusted", gauge, "boolean",
                      "Whether the chain leads to a trusted root and the name is right."},
    SignalDescription{"check.path.retransmitted_count", gauge, "count",
                      "Of its last 30 answers over TCP, those for which packets were sent again."},
    SignalDescription{"check.dns.loss_count", gauge, "count",
                      "How often the server left a question unanswered after it had answered one, "
                      "in its last 60 questions."},
    SignalDescription{"check.icmp.loss_ratio", gauge, "ratio",
                      "Share of the echo requests without an answer."},
    SignalDescription{"check.file.exists", gauge, "boolean", "Whether the file is there."},
    SignalDescription{"check.file.age_seconds", gauge, "seconds", "Time since it was written."},
    SignalDescription{"check.file.size_bytes", gauge, "bytes", "Its size."},
    SignalDescription{"check.name_server.up_count", gauge, "count",
                      "Name servers of /etc/resolv.conf that answer."},
    SignalDescription{"check.name_server.configured_count", gauge, "count",
                      "Name servers of /etc/resolv.conf."},
    SignalDescription{"check.plugin.state", gauge, "count",
                      "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN."},
    SignalDescription{"check.name_server.up", gauge, "boolean",
                      "Whether this name server answers."},
    SignalDescription{"check.name_server.duration_seconds", gauge, "seconds",
                      "Time until this name server answered."},
    SignalDescription{"check.plugin.value_count", gauge, "count",
                      "A value of a plugin's performance data; times in seconds, sizes in bytes."},
    SignalDescription{"check.plugin.warning_count", gauge, "count",
                      "Where the value becomes a warning, when it must not grow beyond."},
    SignalDescription{"check.plugin.limit_count", gauge, "count",
                      "Where it becomes critical, when it must not grow beyond; else its most."},
};

enum Row : std::size_t {
    up,
    relapses,
    able,
    duration,
    first_byte,
    body_bytes,
    certificate_remaining,
    certificate_trusted,
    retransmitted,
    dns_loss,
    loss,
    file_exists,
    file_age,
    file_size,
    name_servers_up,
    name_servers_configured,
    plugin_state,
    rows_of_check
};

enum ServerRow : std::size_t { server_up, server_duration, rows_of_server };

enum ValueRow : std::size_t { value_now, value_warning, value_limit, rows_of_value };

static_assert(signals.size() == rows_of_check + std::size_t{rows_of_server} + rows_of_value);

constexpr std::span all_signals{signals};

std::optional<double> as_number(std::optional<bool> truth) {
    return truth ? std::optional{*truth ? 1.0 : 0.0} : std::nullopt;
}

std::optional<double> upper_bound(const std::optional<AlertRange>& range) {
    return range ? range->upper_bound() : std::nullopt;
}

void add_value(const PerformanceValue& value, EntitySeries& series, SampleSink& out) {
    const auto critical = upper_bound(value.critical);
    series.add(out, value_now, value.value);
    series.add(out, value_warning, upper_bound(value.warning));
    series.add(out, value_limit, critical ? critical : value.maximum);
}

}  // namespace

std::span<const SignalDescription> checks_signals() {
    return signals;
}

CheckReport::CheckReport(const CheckSettings& check)
    : name_(label_text(check.name)),
      series_(all_signals.first(rows_of_check),
              Labels{{"check", name_}, {"type", std::string{check_type(check.target)}}}),
      name_servers_(all_signals.subspan(rows_of_check, rows_of_server)),
      values_(all_signals.last(rows_of_value)) {}

void CheckReport::say(std::string_view state, std::string_view why) {
    state_ = state;
    if (why.empty()) return;
    state_ += ": ";
    state_ += label_text(why);
    if (state_.size() > state_bytes_max) state_ = label_text(state_.substr(0, state_bytes_max));
}

void CheckReport::add_up(bool is_up, const std::vector<bool>& more, SampleSink& out) {
    answers_.add(is_up);
    for (const bool is_good : more)
        answers_.add(is_good);
    series_.add(out, up, is_up ? 1.0 : 0.0);
    series_.add(out, relapses, static_cast<double>(answers_.relapses()));
}

void CheckReport::add_unable(const std::string& why, SampleSink& out) {
    series_.add(out, able, 0.0);
    say("not asked", why);
}

void CheckReport::add(const ProbeOutcome& outcome, SampleSink& out) {
    if (!outcome.was_asked) return add_unable(outcome.failure, out);
    const bool is_up = outcome.failure.empty();
    say(is_up ? "up" : "failing", outcome.failure);
    series_.add(out, able, 1.0);
    add_up(is_up, outcome.more_answers, out);
    series_.add(out, duration, outcome.duration_seconds);
    series_.add(out, first_byte, outcome.first_byte_seconds);
    series_.add(out, body_bytes, outcome.body_bytes);
    series_.add(out, certificate_remaining, outcome.certificate_remaining_seconds);
    series_.add(out, certificate_trusted, as_number(outcome.certificate_is_trusted));
    if (outcome.retransmissions) {
        sent_once_.add(*outcome.retransmissions == 0);
        series_.add(out, retransmitted, static_cast<double>(sent_once_.failures()));
    }
    for (const bool is_answered : outcome.questions_answered)
        answered_.add(is_answered);
    if (!outcome.questions_answered.empty()) {
        series_.add(out, dns_loss, static_cast<double>(answered_.relapses()));
    }
    series_.add(out, loss, outcome.loss_ratio);
    series_.add(out, file_exists, as_number(outcome.file_exists));
    series_.add(out, file_age, outcome.file_age_seconds);
    series_.add(out, file_size, outcome.file_bytes);
    add_name_servers(outcome, out);
}

void CheckReport::add_name_servers(const ProbeOutcome& outcome, SampleSink& out) {
    double answering = 0;
    std::string dead;
    for (const NameServerAnswer& answer : outcome.name_servers) {
        const bool is_up = answer.failure.empty();
        EntitySeries& series =
            name_servers_.see(answer.server, {{"check", name_}, {"server", answer.server}});
        series.add(out, server_up, is_up ? 1.0 : 0.0);
        if (is_up) series.add(out, server_duration, answer.duration_seconds);
        answering += is_up ? 1 : 0;
        if (!is_up) dead += "; name server " + answer.server + ": " + answer.failure;
    }
    name_servers_.forget_unseen();
    if (outcome.name_servers.empty()) return;
    series_.add(out, name_servers_up, answering);
    series_.add(out, name_servers_configured, static_cast<double>(outcome.name_servers.size()));
    if (!dead.empty()) say(state_ + dead, "");
}

void CheckReport::add(const PluginAnswer& answer, SampleSink& out) {
    constexpr int warning_state = 1;
    const bool is_up = answer.state <= warning_state;
    // The plugin's words have numbers in them: they are kept until it says something else.
    if (answer.state != plugin_state_) say(is_up ? "up" : "failing", answer.output.line);
    plugin_state_ = answer.state;
    series_.add(out, able, 1.0);
    add_up(is_up, {}, out);
    series_.add(out, plugin_state, static_cast<double>(answer.state));
    for (const PerformanceValue& value : answer.output.values) {
        Labels labels{{"check", name_}, {"value", value.label}};
        if (!value.unit.empty()) {
            labels = {{"check", name_}, {"unit", std::string{value.unit}}, {"value", value.label}};
        }
        add_value(value, values_.see(value.label, labels), out);
    }
    values_.forget_unseen();
}

}  // namespace foreshock::collectors
