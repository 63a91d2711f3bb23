#include "server/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/unique_fd.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite_accounts.hpp"
#include "server/store/sqlite_agent_registry.hpp"
#include "server/store/sqlite_breaches.hpp"
#include "server/store/sqlite_credentials.hpp"
#include "server/store/sqlite_diagnosis_reader.hpp"
#include "server/store/sqlite_enrolments.hpp"
#include "server/store/sqlite_external_threads.hpp"
#include "server/store/sqlite_figure_reader.hpp"
#include "server/store/sqlite_incident_reader.hpp"
#include "server/store/sqlite_judgements.hpp"
#include "server/store/sqlite_known_errors.hpp"
#include "server/store/sqlite_ledger.hpp"
#include "server/store/sqlite_oncall_store.hpp"
#include "server/store/sqlite_outbox.hpp"
#include "server/store/sqlite_report_store.hpp"
#include "server/store/sqlite_subscriptions.hpp"
#include "server/store/sqlite_suppression_store.hpp"
#include "server/store/sqlite_ticket_store.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {
namespace {

class SqliteStore final : public Store {
public:
    SqliteStore(const std::string& path, std::unique_ptr<Connection> connection)
        : writer_(std::move(connection)), readers_(path) {}

    incidents::Ledger& ledger() override { return ledger_; }

    incidents::IncidentReader& incidents() override { return incidents_; }

    incidents::Outbox& outbox() override { return outbox_; }

    incidents::AgentRegistry& agents() override { return agents_; }

    desk::SuppressionStore& suppression() override { return suppression_; }

    triage::TicketStore& tickets() override { return tickets_; }

    incidents::DiagnosisReader& diagnosis() override { return diagnosis_; }

    incidents::KnownErrors& known_errors() override { return known_errors_; }

    incidents::NearMisses& near_misses() override { return diagnosis_; }

    oncall::OncallStore& oncall() override { return oncall_; }

    statistics::FigureReader& figures() override { return figures_; }

    reports::ReportStore& reports() override { return reports_; }

    people::Accounts& accounts() override { return accounts_; }

    people::Sessions& sessions() override { return sessions_; }

    people::ApiTokens& api_tokens() override { return api_tokens_; }

    people::AuditLog& audit_log() override { return audit_log_; }

    breach::Breaches& breaches() override { return breaches_; }

    desk::ExternalThreads& external_threads() override { return external_threads_; }

    desk::Subscriptions& subscriptions() override { return subscriptions_; }

    enrolment::Enrolments& enrolments() override { return enrolments_; }

    incidents::HostJudgements& judgements() override { return judgements_; }

private:
    Writer writer_;
    ConnectionPool readers_;
    SqliteLedger ledger_{writer_, readers_};
    SqliteIncidentReader incidents_{readers_};
    SqliteOutbox outbox_{writer_, readers_};
    SqliteAgentRegistry agents_{writer_, readers_};
    SqliteSuppressionStore suppression_{writer_, readers_};
    SqliteTicketStore tickets_{writer_, readers_};
    SqliteDiagnosisReader diagnosis_{readers_};
    SqliteKnownErrors known_errors_{writer_, readers_};
    SqliteOncallStore oncall_{writer_, readers_};
    SqliteFigureReader figures_{readers_};
    SqliteReportStore reports_{writer_, readers_};
    SqliteAccounts accounts_{writer_, readers_};
    SqliteSessions sessions_{writer_, readers_};
    SqliteApiTokens api_tokens_{writer_, readers_};
    SqliteAuditLog audit_log_{writer_, readers_};
    SqliteBreaches breaches_{writer_, readers_};
    SqliteExternalThreads external_threads_{writer_, readers_};
    SqliteSubscriptions subscriptions_{writer_, readers_};
    SqliteEnrolments enrolments_{writer_, readers_};
    SqliteJudgements judgements_{readers_};
};

/// SQLite gives its WAL the permissions of the database file, so that one is made first.
void create_private(const std::string& path) {
    const UniqueFd file{::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)};
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path) {
    create_private(path);
    auto connection = Connection::open(path, Connection::Mode::read_write);
    if (!connection) return fail(std::move(connection).error());
    if (auto done = migrate(**connection); !done) return fail(std::move(done).error());
    return std::make_unique<SqliteStore>(path, std::move(*connection));
}

}  // namespace foreshock::store
