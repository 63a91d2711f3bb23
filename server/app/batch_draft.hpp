#pragma once

#include "server/app/batch_engine.hpp"

namespace foreshock::app {

incidents::HostDescribed description_of(const incidents::Host& host, TimePoint at);

/// What one batch makes: to be durable together, and then to be told.
struct BatchEngine::Draft {
    TimePoint now;
    incidents::Commit commit;
    std::map<std::string, std::size_t> incident_places;  // in commit.incidents, each once
    std::map<std::string, bool> hosts;                   // touched; true: others should hear of it
    std::vector<std::string> hosts_heard = {};  // that said nothing new of themselves; some twice
    bool has_samples = false;
    std::optional<Error> broken;  // of the history, already while appending
    desk::SuppressionChanges suppression = {};

    struct Ack {
        http::ReportDone done;
        std::uint64_t sequence;
        http::ReportOutcome outcome;
    };

    struct Reply {
        http::CommandDone done;
        std::string incident_id;
    };

    struct DeskReply {
        http::SuppressionDone done;
        desk::SuppressionAnswer answer;
    };

    std::vector<Ack> acks;
    std::vector<Reply> replies;
    std::vector<DeskReply> desk_replies = {};

    struct AlertReply {
        http::AlertsDone done;
        Result<void> taken;
    };

    std::vector<AlertReply> alert_replies;
    std::vector<http::FarewellsDone> farewell_replies = {};

    struct BreachReply {
        http::BreachDone done;
        breach::Breach breach;
        std::string incident_id;
    };

    std::vector<BreachReply> breach_replies = {};
    std::vector<incidents::Incident> gone = {};  ///< became breaches; as closed ones

    [[nodiscard]] bool is_empty() const {
        return commit.incidents.empty() && commit.pages_withdrawn.empty() &&
               commit.events.empty() && commit.outbox.empty() && hosts.empty() &&
               hosts_heard.empty() && commit.learned.empty() && commit.limits.empty() &&
               commit.packs.empty() && commit.forecasts.empty() && commit.alerts.empty() &&
               commit.alerts_gone.empty() && commit.members.empty() && commit.feedback.empty() &&
               commit.kept_apart.empty() && commit.hosts_gone.empty() &&
               commit.farewells_done.empty() && suppression.empty();
    }
};

}  // namespace foreshock::app
