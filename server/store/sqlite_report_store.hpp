#pragma once

#include "server/incidents/incident.hpp"
#include "server/reports/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Which incident each report joined, as the timeline says. Within the caller's transaction.
Result<void> place_reports(Connection& connection, const std::vector<incidents::Event>& events);

/// Both references outlive it.
class SqliteReportStore final : public reports::ReportStore {
public:
    SqliteReportStore(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<reports::Added> add(const reports::Report& report) override;
    Result<void> save(const reports::Report& report) override;
    Result<reports::Report> find(std::string_view id) const override;
    Result<reports::ReportPage> list(const reports::ReportQuery& query) const override;
    Result<std::vector<reports::Report>> unplaced(std::size_t limit) const override;
    Result<void> append(const reports::Message& message) override;
    Result<std::vector<reports::Message>> messages(std::string_view report_id) const override;
    Result<bool> note_mail(std::string_view message_id, std::string_view report_id) override;
    Result<std::optional<std::string>> report_of_mail(
        const std::vector<std::string>& message_ids) const override;
    Result<bool> use_link(std::string_view digest, TimePoint at) override;
    Result<void> forgive_link(std::string_view digest) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
