#pragma once

#include <span>
#include <string>

#include "collectors/check_settings.hpp"
#include "collectors/checks/named_series.hpp"
#include "collectors/checks/plugin_output.hpp"
#include "collectors/checks/probe.hpp"
#include "collectors/checks/recent_answers.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> checks_signals();

/// What a plugin answered: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
struct PluginAnswer {
    int state = 3;
    PluginOutput output;
};

/// Tells what came of one check: as samples, and in words.
class CheckReport {
public:
    static constexpr std::size_t state_bytes_max = 200;

    explicit CheckReport(const CheckSettings& check);

    void add(const ProbeOutcome& outcome, SampleSink& out);
    void add(const PluginAnswer& answer, SampleSink& out);

    /// This host could not ask: says why.
    void add_unable(const std::string& why, SampleSink& out);

    /// "up", "failing: connection refused", "not asked: …", "not asked yet". The same words as long
    /// as nothing has changed.
    [[nodiscard]] const std::string& state() const { return state_; }

private:
    void add_up(bool is_up, const std::vector<bool>& more, SampleSink& out);
    void add_name_servers(const ProbeOutcome& outcome, SampleSink& out);
    void say(std::string_view state, std::string_view why);

    std::string name_;
    std::string state_ = "not asked yet";
    int plugin_state_ = -1;
    RecentAnswers answers_;
    RecentAnswers sent_once_;   // good: no packet had to be sent again
    RecentQuestions answered_;  // those to a name server
    EntitySeries series_;
    NamedSeries name_servers_;
    NamedSeries values_;
};

}  // namespace foreshock::collectors
