#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "server/app/report_configuration.hpp"
#include "server/http/server_counters.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/ports.hpp"
#include "server/notify/page_entries.hpp"
#include "server/reports/letter.hpp"
#include "server/reports/ports.hpp"
#include "server/reports/sender_budget.hpp"

namespace foreshock::app {

/// What is written to reporters, as entries of the outbox for the mail channel: all mails about one
/// report are one thread. Nothing is written without a channel, nor to a contact that is no mail
/// address; by a machine not to what asks for no answers, and not beyond `answers_per_hour`. Safe
/// from any thread.
class ReporterLetters {
public:
    /// `store` and `counters` must outlive it. `link_key` signs links and addresses to answer to.
    /// Silence for `consent_after` is consent.
    ReporterLetters(const reports::ReportStore& store, http::ServerCounters& counters,
                    ReportConfiguration settings, std::string link_key, Duration consent_after)
        : store_(store),
          counters_(counters),
          settings_(std::move(settings)),
          key_(std::move(link_key)),
          consent_after_(consent_after),
          answers_(settings_.answers_per_hour, std::chrono::hours{1}) {}

    /// What follows from changes of incidents. To be committed with them.
    std::vector<incidents::OutboxEntry> entries(const incidents::Changes& changes);

    /// About a report that is no incident (yet): waits, request_received, answered, request_done.
    std::vector<incidents::OutboxEntry> about(const reports::Report& report,
                                              reports::Occasion occasion, std::string words,
                                              TimePoint at);

    [[nodiscard]] const std::string& link_key() const { return key_; }

    /// By which a responder acts on an incident from a message; no links without
    /// reports.base_url, no address without reports.address.
    [[nodiscard]] notify::WaysToAct ways_for(const std::string& person,
                                             const std::string& incident_id, TimePoint now) const;

private:
    struct Mail {
        const reports::Report& report;
        reports::Occasion occasion;
        reports::LetterFacts facts;
        std::string incident_id;
        std::string distinguisher;  ///< tells letters of one occasion apart
        TimePoint at;
    };

    void write(const Mail& mail, std::vector<incidents::OutboxEntry>& into);
    void about_event(const incidents::Event& event, const incidents::Incident& incident,
                     std::vector<incidents::OutboxEntry>& into);
    void to_all(const incidents::Event& event, const incidents::Incident& incident,
                reports::Occasion occasion, std::vector<incidents::OutboxEntry>& into);
    void to_one(const incidents::Event& event, const incidents::Incident& incident,
                const std::string& report_id, reports::Occasion occasion,
                std::vector<incidents::OutboxEntry>& into);
    void add_links(const std::string& report_id, reports::Occasion occasion, TimePoint at,
                   const std::string& occasion_of, reports::LetterFacts& facts) const;
    [[nodiscard]] bool may_write(const Mail& mail);
    [[nodiscard]] std::string body_of(const Mail& mail) const;
    [[nodiscard]] std::string domain() const;
    [[nodiscard]] std::string address_with(const std::string& token) const;

    const reports::ReportStore& store_;
    http::ServerCounters& counters_;
    ReportConfiguration settings_;
    std::string key_;
    Duration consent_after_;
    std::mutex mutex_;
    reports::SenderBudget answers_;
};

}  // namespace foreshock::app
