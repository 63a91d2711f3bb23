#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/incidents/incident.hpp"
#include "server/reports/report.hpp"

namespace foreshock::http {

/// What somebody tells the desk, before it is judged.
struct NewReport {
    std::string channel;  ///< "form", "api", "mail", "phone", "chat", "walk_in"
    reports::Reporter reporter;
    std::string logged_by;  ///< empty: the reporter wrote it
    std::string host;
    std::string service;
    std::string subject;
    std::string text;
    std::string original;  ///< verbatim; empty: the text is
    std::vector<std::string> attachments = {};
    std::string once = {};        ///< the same again is the same report
    bool may_be_answered = true;  ///< by a machine
};

/// What a person says of a report that the text model was unsure of, or got wrong.
struct ReportDecision {
    std::string report_id;
    std::string actor;
    reports::Intent intent = reports::Intent::unsure;
    std::string category;  ///< empty: as it is
    std::string joins;     ///< id of the incident it belongs to; empty: the engine looks
};

/// Words of one side to the other.
struct Saying {
    std::string report_id;
    std::string author;
    std::string text;
    bool is_from_desk = false;
};

/// A report as it is now, and the incident that it is part of.
struct Told {
    reports::Report report;
    std::optional<incidents::Incident> incident = {};
    bool is_new = true;
};

/// Called exactly once, from any thread, when what was told is durable, or why not.
using ToldDone = std::function<void(Result<Told>)>;

/// Where users' words go. Safe from any thread.
class ReportDesk {
public:
    virtual ~ReportDesk() = default;

    /// Judges and keeps the report; an incident is placed, a request queued, the rest waits for a
    /// person. A repeat is answered with what is known and does nothing.
    virtual void take(NewReport report, ToldDone done) = 0;
    /// conflict when it is part of an incident already.
    virtual void decide(ReportDecision decision, ToldDone done) = 0;
    /// invalid without words.
    virtual void say(Saying saying, ToldDone done) = 0;
    /// The reporter says that it is well. conflict unless the incident is resolved.
    virtual void confirm(const std::string& report_id, int satisfaction, const std::string& words,
                         ToldDone done) = 0;
    /// … that it is not: reopens the incident; when that is closed, it is a new report.
    virtual void reject(const std::string& report_id, const std::string& words, ToldDone done) = 0;

    /// conflict for what is no open request.
    virtual Result<reports::Report> assign_request(const std::string& report_id,
                                                   const std::string& assignee) = 0;
    virtual Result<reports::Report> finish_request(const std::string& report_id,
                                                   const std::string& actor,
                                                   const std::string& note) = 0;

    /// May one more report from outside be taken now? Counts it.
    virtual bool admit(const std::string& contact) = 0;
};

/// What came of a mail.
struct MailOutcome {
    std::string code;  ///< "report", "message", "acknowledged", "auto_submitted", "repeated" …
    std::string text;
};

using MailDone = std::function<void(Result<MailOutcome>)>;

/// Where mails of users go, as bytes. Safe from any thread.
class MailSink {
public:
    virtual ~MailSink() = default;
    /// What is not taken on purpose (a machine's mail) is a good outcome; malformed and too_large
    /// will never be taken, unavailable may be later.
    virtual void take(std::string_view bytes, MailDone done) = 0;
};

}  // namespace foreshock::http
