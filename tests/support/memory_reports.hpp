#pragma once

#include <map>
#include <set>

#include "server/http/report_desk.hpp"
#include "server/reports/ports.hpp"

namespace foreshock::test {

/// Reports in memory: keeps the promises of the port but durability. For one thread.
class MemoryReports final : public reports::ReportStore {
public:
    Result<reports::Added> add(const reports::Report& report) override {
        for (const auto& [id, known] : reports_) {
            const bool is_same =
                id == report.id || (!report.once.empty() && known.once == report.once);
            if (is_same) return reports::Added{id, false};
        }
        reports_[report.id] = report;
        return reports::Added{report.id, true};
    }

    Result<void> save(const reports::Report& report) override {
        if (!reports_.contains(report.id)) return fail(Errc::not_found, "no report " + report.id);
        reports_[report.id] = report;
        return {};
    }

    Result<reports::Report> find(std::string_view id) const override {
        const auto found = reports_.find(id);
        if (found == reports_.end()) return fail(Errc::not_found, "no report " + std::string{id});
        return found->second;
    }

    Result<reports::ReportPage> list(const reports::ReportQuery&) const override {
        reports::ReportPage page;
        for (const auto& [id, report] : reports_)
            page.reports.push_back(report);
        return page;
    }

    Result<std::vector<reports::Report>> unplaced(std::size_t) const override {
        return std::vector<reports::Report>{};
    }

    Result<void> append(const reports::Message& message) override {
        messages_.push_back(message);
        return {};
    }

    Result<std::vector<reports::Message>> messages(std::string_view report_id) const override {
        std::vector<reports::Message> found;
        for (const reports::Message& one : messages_) {
            if (one.report_id == report_id) found.push_back(one);
        }
        return found;
    }

    Result<bool> note_mail(std::string_view message_id, std::string_view report_id) override {
        return mails_.emplace(message_id, report_id).second;
    }

    Result<std::optional<std::string>> report_of_mail(
        const std::vector<std::string>& message_ids) const override {
        for (const std::string& id : message_ids) {
            const auto found = mails_.find(id);
            if (found != mails_.end()) return std::optional{found->second};
        }
        return std::optional<std::string>{};
    }

    Result<bool> use_link(std::string_view digest, TimePoint) override {
        return used_.emplace(digest).second;
    }

    Result<void> forgive_link(std::string_view digest) override {
        used_.erase(std::string{digest});
        return {};
    }

private:
    std::map<std::string, reports::Report, std::less<>> reports_;
    std::vector<reports::Message> messages_;
    std::map<std::string, std::string> mails_;
    std::set<std::string> used_;
};

/// A desk at which nobody sits: refuses all.
struct NoDesk final : http::ReportDesk, http::MailSink {
    static tl::unexpected<Error> closed() { return fail(Errc::unavailable, "nobody is here"); }

    void take(http::NewReport, http::ToldDone done) override { done(closed()); }

    void decide(http::ReportDecision, http::ToldDone done) override { done(closed()); }

    void say(http::Saying, http::ToldDone done) override { done(closed()); }

    void confirm(const std::string&, int, const std::string&, http::ToldDone done) override {
        done(closed());
    }

    void reject(const std::string&, const std::string&, http::ToldDone done) override {
        done(closed());
    }

    Result<reports::Report> assign_request(const std::string&, const std::string&) override {
        return closed();
    }

    Result<reports::Report> finish_request(const std::string&, const std::string&,
                                           const std::string&) override {
        return closed();
    }

    bool admit(const std::string&) override { return true; }

    void take(std::string_view, http::MailDone done) override { done(closed()); }
};

}  // namespace foreshock::test
