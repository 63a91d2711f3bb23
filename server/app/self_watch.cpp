#include "server/app/self_watch.hpp"

#include <algorithm>

namespace foreshock::app {
namespace {

intake::AlertWord word_of(const std::string& host, const std::string& kind,
                          const SelfFault* fault) {
    intake::AlertWord word;
    word.key = "self/" + kind;
    word.sender = "foreshock";
    word.labels = {{"alertname", kind},
                   {"component", "foreshock-server"},
                   {"foreshock_kind", kind},
                   {"host", host},
                   {"severity", fault ? fault->severity : "critical"}};
    if (fault) word.annotations = {{"summary", fault->sentence}};
    word.is_said_once = true;
    word.is_over = fault == nullptr;
    return word;
}

}  // namespace

intake::AlertWord self_test_word(const std::string& host) {
    const SelfFault test{"server.self_test", "info", "A self-test of the server: nothing is wrong"};
    return word_of(host, test.kind, &test);
}

SelfWatch::SelfWatch(SelfSettings settings, std::string host,
                     std::unique_ptr<notify::Channel> alive, Ports ports)
    : settings_(settings),
      host_(std::move(host)),
      alive_(std::move(alive)),
      ports_(std::move(ports)),
      judge_(std::move(settings)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SelfWatch::~SelfWatch() {
    thread_.request_stop();
    woken_.notify_all();
}

void SelfWatch::run(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    while (!stop.stop_requested()) {
        woken_.wait_for(lock, stop, settings_.every, [] { return false; });
        if (stop.stop_requested()) return;
        look(stop);
    }
}

void SelfWatch::look(const std::stop_token& stop) {
    const std::lock_guard lock{looking_};
    if (ports_.test) ports_.test();
    const std::vector<SelfFault> faults = judge_.judge(ports_.read());
    tell_faults(faults);
    for (const SelfFault& fault : faults)
        ports_.warn(fault.kind + ": " + fault.sentence);
    if (is_alive(faults)) tell_alive(stop);
}

// Every kind is said each time, also that it is over: what the engine did not take is said again.
void SelfWatch::tell_faults(const std::vector<SelfFault>& faults) {
    http::ReceivedAlerts received;
    for (const std::string& kind : self_kinds()) {
        const auto found = std::find_if(faults.begin(), faults.end(),
                                        [&](const SelfFault& fault) { return fault.kind == kind; });
        received.words.push_back(word_of(host_, kind, found == faults.end() ? nullptr : &*found));
    }
    received.received_at = ports_.clock.now();
    const Result<void> taken = ports_.alerts.offer(std::move(received), [](const Result<void>&) {});
    if (!taken) ports_.warn("the engine does not hear of it: " + taken.error().what);
}

void SelfWatch::tell_alive(const std::stop_token& stop) {
    if (!alive_) return;
    const TimePoint now = ports_.clock.now();
    incidents::OutboxEntry word;
    word.id = "alive-" + format_rfc3339(now);
    word.channel = "alive";
    word.body =
        R"({"status":"alive","host":")" + host_ + R"(","at":")" + format_rfc3339(now) + "\"}";
    const notify::Outcome outcome = alive_->deliver(word, now, stop);
    if (outcome.verdict != notify::Verdict::delivered && !stop.stop_requested())
        ports_.warn("nobody hears that it lives: " + outcome.detail);
}

}  // namespace foreshock::app
