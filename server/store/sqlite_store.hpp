#pragma once

#include <memory>
#include <string>

#include "server/breach/ports.hpp"
#include "server/desk/external_threads.hpp"
#include "server/desk/ports.hpp"
#include "server/desk/subscription.hpp"
#include "server/enrolment/ports.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/near_miss.hpp"
#include "server/incidents/ports.hpp"
#include "server/oncall/ports.hpp"
#include "server/people/ports.hpp"
#include "server/reports/ports.hpp"
#include "server/statistics/figures.hpp"
#include "server/triage/ports.hpp"

namespace foreshock::store {

/// All ports of one database. The references live as long as the store. From any thread.
class Store {
public:
    virtual ~Store() = default;
    virtual incidents::Ledger& ledger() = 0;
    virtual incidents::IncidentReader& incidents() = 0;
    virtual incidents::Outbox& outbox() = 0;
    virtual incidents::AgentRegistry& agents() = 0;
    virtual desk::SuppressionStore& suppression() = 0;
    virtual triage::TicketStore& tickets() = 0;
    virtual incidents::DiagnosisReader& diagnosis() = 0;
    virtual incidents::KnownErrors& known_errors() = 0;
    virtual incidents::NearMisses& near_misses() = 0;
    virtual oncall::OncallStore& oncall() = 0;
    virtual statistics::FigureReader& figures() = 0;
    virtual reports::ReportStore& reports() = 0;
    virtual people::Accounts& accounts() = 0;
    virtual people::Sessions& sessions() = 0;
    virtual people::ApiTokens& api_tokens() = 0;
    virtual people::AuditLog& audit_log() = 0;
    virtual breach::Breaches& breaches() = 0;
    virtual desk::ExternalThreads& external_threads() = 0;
    virtual desk::Subscriptions& subscriptions() = 0;
    virtual enrolment::Enrolments& enrolments() = 0;
    virtual incidents::HostJudgements& judgements() = 0;
};

/// Opens the file, creates it when it is missing (readable for its owner only), and brings its
/// schema up to date. unavailable when the folder cannot be written, unreadable when the file is
/// no database of ours, refused when a newer Foreshock wrote it.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path);

}  // namespace foreshock::store
