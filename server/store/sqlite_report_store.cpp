#include "server/store/sqlite_report_store.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "server/store/report_codec.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using reports::Added;
using reports::Message;
using reports::Report;
using reports::ReportPage;
using reports::ReportQuery;

constexpr std::size_t limit_max = 500;

Result<Report> report_from(const Row& row) {
    Result<Report> report = decode_report(row.text(0));
    if (report) report->incident_id = row.text(1);
    if (report) report->is_kept_apart = row.integer(2) == 1;
    return report;
}

Result<std::vector<Report>> reports_from(const Result<std::vector<Row>>& rows) {
    if (!rows) return fail(rows.error());
    std::vector<Report> found;
    for (const Row& row : *rows) {
        Result<Report> report = report_from(row);
        if (!report) return fail(std::move(report).error());
        found.push_back(std::move(*report));
    }
    return found;
}

Value once_of(const Report& report) {
    if (report.once.empty()) return std::monostate{};
    return report.once;
}

Result<void> insert(Connection& connection, const Report& report, Added& added) {
    const auto known = connection.execute("SELECT id FROM report WHERE once = $1 OR id = $2",
                                          {once_of(report), report.id});
    if (!known) return fail(known.error());
    if (!known->empty()) {
        added = {known->front().text(0), false};
        return {};
    }
    added = {report.id, true};
    return forget_rows(connection.execute(
        "INSERT INTO report (id, once, received_at, contact, intent, request_state, incident_id, "
        "body) VALUES ($1, $2, $3, $4, $5, $6, '', $7)",
        {report.id, once_of(report), to_unix_ms(report.received_at), report.reporter.contact,
         std::string{to_string(report.triage.intent)}, std::string{to_string(report.request.state)},
         encode_report(report)}));
}

/// The conditions of a query, with their parameters.
struct Conditions {
    // What became a breach is for those who may see that.
    std::string sql = " WHERE incident_id NOT IN (SELECT kept_apart.incident_id FROM kept_apart)";
    std::vector<Value> parameters;

    void add(std::string_view column, std::string_view comparison, Value value) {
        parameters.push_back(std::move(value));
        sql += " AND " + std::string{column} + " " + std::string{comparison} + " $" +
               std::to_string(parameters.size());
    }
};

Result<Conditions> conditions_of(const ReportQuery& query) {
    Conditions where;
    if (query.intent) where.add("intent", "=", std::string{to_string(*query.intent)});
    if (query.request_state)
        where.add("request_state", "=", std::string{to_string(*query.request_state)});
    if (!query.contact.empty()) where.add("contact", "=", query.contact);
    if (query.cursor.empty()) return where;
    const auto before = parse_int(query.cursor);
    if (!before) return fail(Errc::invalid, "cursor: is none of this list");
    where.add("position", "<", *before);
    return where;
}

}  // namespace

Result<void> place_reports(Connection& connection, const std::vector<incidents::Event>& events) {
    for (const incidents::Event& event : events) {
        if (event.kind != incidents::EventKind::report_joined) continue;
        auto done = forget_rows(connection.execute(
            "UPDATE report SET incident_id = $1 WHERE id = $2", {event.incident_id, event.to}));
        if (!done) return done;
    }
    return {};
}

Result<Added> SqliteReportStore::add(const Report& report) {
    Added added;
    Result<void> done =
        writer_.transact([&](Connection& connection) { return insert(connection, report, added); });
    if (!done) return fail(std::move(done).error());
    return added;
}

Result<void> SqliteReportStore::save(const Report& report) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto saved = connection.execute(
            "UPDATE report SET intent = $1, request_state = $2, contact = $3, body = $4 "
            "WHERE id = $5 RETURNING id",
            {std::string{to_string(report.triage.intent)},
             std::string{to_string(report.request.state)}, report.reporter.contact,
             encode_report(report), report.id});
        if (!saved) return fail(saved.error());
        if (saved->empty()) return fail(Errc::not_found, "no report " + report.id);
        return {};
    });
}

Result<Report> SqliteReportStore::find(std::string_view id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT body, incident_id, incident_id IN "
        "(SELECT kept_apart.incident_id FROM kept_apart) "
        "FROM report WHERE id = $1",
        {std::string{id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no report " + std::string{id});
    return report_from(rows->front());
}

Result<ReportPage> SqliteReportStore::list(const ReportQuery& query) const {
    Result<Conditions> where = conditions_of(query);
    if (!where) return fail(std::move(where).error());
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, limit_max);
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    where->parameters.emplace_back(static_cast<std::int64_t>(limit + 1));
    const auto rows = (*reader)->execute("SELECT body, incident_id, 0, position FROM report" +
                                             where->sql + " ORDER BY position DESC LIMIT $" +
                                             std::to_string(where->parameters.size()),
                                         where->parameters);
    auto found = reports_from(rows);
    if (!found) return fail(std::move(found).error());
    ReportPage page{std::move(*found), {}};
    if (page.reports.size() > limit) {
        page.reports.pop_back();
        page.next_cursor = std::to_string((*rows)[limit - 1].integer(3));
    }
    return page;
}

Result<std::vector<Report>> SqliteReportStore::unplaced(std::size_t limit) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return reports_from(
        (*reader)->execute("SELECT body, incident_id, 0 FROM report WHERE intent = 'incident' AND "
                           "incident_id = '' ORDER BY position LIMIT $1",
                           {static_cast<std::int64_t>(limit)}));
}

Result<void> SqliteReportStore::append(const Message& message) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto count = connection.execute(
            "SELECT count(*) FROM report_message WHERE report_id = $1", {message.report_id});
        if (!count) return fail(count.error());
        if (count->front().integer(0) >= static_cast<std::int64_t>(Message::per_report_max)) {
            return fail(Errc::too_large, "report " + message.report_id + " has " +
                                             std::to_string(Message::per_report_max) +
                                             " messages, which is the bound: open another report");
        }
        return forget_rows(connection.execute(
            "INSERT INTO report_message (report_id, at, from_desk, author, words) "
            "VALUES ($1, $2, $3, $4, $5)",
            {message.report_id, to_unix_ms(message.at), std::int64_t{message.is_from_desk ? 1 : 0},
             message.author, message.text}));
    });
}

Result<std::vector<Message>> SqliteReportStore::messages(std::string_view report_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT at, from_desk, author, words FROM report_message WHERE report_id = $1 "
        "ORDER BY sequence",
        {std::string{report_id}});
    if (!rows) return fail(rows.error());
    std::vector<Message> messages;
    for (const Row& row : *rows) {
        messages.push_back({std::string{report_id}, from_unix_ms(row.integer(0)),
                            row.integer(1) == 1, row.text(2), row.text(3)});
    }
    return messages;
}

Result<bool> SqliteReportStore::note_mail(std::string_view message_id, std::string_view report_id) {
    bool is_new = false;
    Result<void> done = writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute(
            "INSERT INTO report_mail (message_id, report_id) VALUES ($1, $2) "
            "ON CONFLICT (message_id) DO NOTHING RETURNING message_id",
            {std::string{message_id}, std::string{report_id}});
        if (!rows) return fail(rows.error());
        is_new = !rows->empty();
        return {};
    });
    if (!done) return fail(std::move(done).error());
    return is_new;
}

Result<std::optional<std::string>> SqliteReportStore::report_of_mail(
    const std::vector<std::string>& message_ids) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    for (const std::string& id : message_ids) {
        const auto rows =
            (*reader)->execute("SELECT report_id FROM report_mail WHERE message_id = $1", {id});
        if (!rows) return fail(rows.error());
        if (!rows->empty()) return std::optional{rows->front().text(0)};
    }
    return std::optional<std::string>{};
}

Result<bool> SqliteReportStore::use_link(std::string_view digest, TimePoint at) {
    bool is_first = false;
    Result<void> done = writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute(
            "INSERT INTO used_link (digest, at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING "
            "RETURNING digest",
            {std::string{digest}, to_unix_ms(at)});
        if (!rows) return fail(rows.error());
        is_first = !rows->empty();
        return {};
    });
    if (!done) return fail(std::move(done).error());
    return is_first;
}

Result<void> SqliteReportStore::forgive_link(std::string_view digest) {
    return writer_.transact([&](Connection& connection) {
        return forget_rows(
            connection.execute("DELETE FROM used_link WHERE digest = $1", {std::string{digest}}));
    });
}

}  // namespace foreshock::store
