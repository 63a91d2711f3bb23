#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "core/clock.hpp"
#include "server/app/self_judge.hpp"
#include "server/http/ports.hpp"
#include "server/notify/channel.hpp"

namespace foreshock::app {

/// Looks at the server itself, on a thread of its own: what is wrong becomes incidents of this
/// server's host, like any alert; while nothing is, whoever listens at `alive_url` is told so. That
/// listener raises the alarm when words stop (a dead man's switch).
class SelfWatch {
public:
    struct Ports {
        std::function<SelfReading()> read;
        http::AlertSink& alerts;
        const Clock& clock;
        std::function<void(const std::string& words)> warn;
        /// Begins a self-test when one is due; none: there are none.
        std::function<void()> test = {};
    };

    /// `alive` may be null. Everything in `ports` outlives the watch.
    SelfWatch(SelfSettings settings, std::string host, std::unique_ptr<notify::Channel> alive,
              Ports ports);
    SelfWatch(const SelfWatch&) = delete;
    SelfWatch& operator=(const SelfWatch&) = delete;
    /// Ends the thread; a word under way is broken off.
    ~SelfWatch();

    /// One look, by hand: for tests, which make a watch whose thread looks seldom.
    void look(const std::stop_token& stop);

private:
    void run(const std::stop_token& stop);
    void tell_faults(const std::vector<SelfFault>& faults);
    void tell_alive(const std::stop_token& stop);

    SelfSettings settings_;
    std::string host_;
    std::unique_ptr<notify::Channel> alive_;
    Ports ports_;
    SelfJudge judge_;
    std::mutex looking_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::jthread thread_;  // last: it uses everything above
};

/// What a self-test says: an alert of no incident.
intake::AlertWord self_test_word(const std::string& host);

}  // namespace foreshock::app
