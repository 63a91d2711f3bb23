#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "core/clock.hpp"
#include "server/app/reporter_letters.hpp"
#include "server/http/ports.hpp"
#include "server/http/report_desk.hpp"
#include "server/http/server_counters.hpp"
#include "server/incidents/ports.hpp"
#include "server/reports/ports.hpp"
#include "server/reports/sender_budget.hpp"
#include "server/triage/text_model.hpp"

namespace foreshock::app {

/// What the desk works with; all must outlive it.
struct ReportDeskPorts {
    reports::ReportStore& store;
    incidents::Ledger& ledger;  ///< for letters about what is no incident
    const incidents::IncidentReader& reader;
    http::CommandSink& commands;
    ReporterLetters& letters;
    const Clock& clock;
    std::function<triage::Triage(std::string_view)> judge;
    /// A person labelled a text: learnt, and durable.
    std::function<Result<void>(const triage::DeskTicket&, const std::string& actor)> teach;
    http::ServerCounters& counters;
    std::function<void()> outbox_written;
    /// A report came, or is not what it was.
    std::function<void(const reports::Report&)> published;
    std::function<void(bool is_bad, const std::string&)> say;
    /// What a reporter says of an incident that became a breach is for those who see that.
    std::function<Result<void>(const std::string& incident_id, const std::string& who,
                               const std::string& words)>
        tell_breach = {};
};

/// The first line's machine: judges what users tell, keeps it, and has it placed. Safe from any
/// thread.
class ReportDesk final : public http::ReportDesk {
public:
    static constexpr std::size_t unplaced_max = 500;  ///< of one look at what waits

    ReportDesk(ReportDeskPorts ports, const ReportConfiguration& settings);

    void take(http::NewReport report, http::ToldDone done) override;
    void decide(http::ReportDecision decision, http::ToldDone done) override;
    void say(http::Saying saying, http::ToldDone done) override;
    void confirm(const std::string& report_id, int satisfaction, const std::string& words,
                 http::ToldDone done) override;
    void reject(const std::string& report_id, const std::string& words,
                http::ToldDone done) override;
    Result<reports::Report> assign_request(const std::string& report_id,
                                           const std::string& assignee) override;
    Result<reports::Report> finish_request(const std::string& report_id, const std::string& actor,
                                           const std::string& note) override;
    bool admit(const std::string& contact) override;

    /// Has those placed that wait since the server stopped. To be called once the engine runs.
    void place_waiting();

private:
    [[nodiscard]] reports::Report draft_of(http::NewReport report);
    void judge(reports::Report& report) const;
    void place(const reports::Report& report, const std::string& joins, const std::string& actor,
               const http::ToldDone& done);
    void settle(reports::Report report, const http::ToldDone& done);
    void answer_known(const std::string& id, const http::ToldDone& done) const;
    void step(const reports::Report& report, decltype(incidents::PersonStep::what) what,
              const std::string& actor, http::ToldDone done);
    void keep_words(const reports::Report& report, const http::Saying& saying,
                    const http::ToldDone& done);
    bool keep_apart(const reports::Report& report, const std::string& who, const std::string& words,
                    const http::ToldDone& done) const;
    Result<void> send(std::vector<incidents::OutboxEntry> entries);
    Result<void> pass_on(const reports::Report& report);

    ReportDeskPorts ports_;
    std::string request_channel_;
    std::mutex mutex_;  // of the budgets, the counter and the steps of requests
    reports::SenderBudget all_;
    reports::SenderBudget per_contact_;
    std::uint64_t taken_ = 0;
};

}  // namespace foreshock::app
