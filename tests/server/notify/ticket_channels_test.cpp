#include <atomic>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/notify/thread_record.hpp"
#include "server/notify/ticket_poll.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::MemoryThreads;
using foreshock::test::notice_entry;
using foreshock::test::ReceivedRequest;
using nlohmann::json;

namespace {

std::string json_answer(const json& body, int status = 200) {
    return http_answer(status, body.dump());
}

/// One project of a Jira whose states have names in another language.
struct FakeJira {
    struct Issue {
        std::string key;
        json fields;
        std::string category = "new";
    };

    std::vector<Issue> issues;
    std::atomic<bool> loses_answers = false;
    std::vector<std::string> calls;
    HttpReceiver receiver{[this](const ReceivedRequest& request) { return answer(request); }};

    Issue& at(const std::string& key) {
        for (Issue& issue : issues) {
            if (issue.key == key) return issue;
        }
        throw std::runtime_error("no issue " + key);
    }

private:
    static json status_of(const std::string& category) {
        return {{"name", "ไม่มีใครแปล"}, {"statusCategory", {{"key", category}}}};
    }

    static json shown(const Issue& issue) {
        return {{"key", issue.key},
                {"fields",
                 {{"status", status_of(issue.category)}, {"assignee", {{"displayName", "Ann"}}}}}};
    }

    std::string search(const json& query) {
        json found = json::array();
        for (auto issue = issues.rbegin(); issue != issues.rend(); ++issue) {
            for (const json& label : issue->fields["labels"]) {
                const std::string asked = "labels = \"" + label.get<std::string>() + "\" ";
                if (query["jql"].get<std::string>().find(asked) != std::string::npos &&
                    label != "foreshock")
                    found.push_back(shown(*issue));
            }
        }
        return json_answer({{"issues", found}});
    }

    std::string create(const json& body) {
        issues.push_back({"OPS-" + std::to_string(issues.size() + 1), body["fields"]});
        return loses_answers ? "" : json_answer({{"key", issues.back().key}}, 201);
    }

    std::string transitions(Issue& issue, const ReceivedRequest& request) {
        if (request.method == "POST") {
            issue.category = json::parse(request.body)["transition"]["id"];
            return http_answer(204);
        }
        json list = json::array();
        for (const char* category : {"new", "indeterminate", "done"})
            list.push_back({{"id", category}, {"to", status_of(category)}});
        return json_answer({{"transitions", list}});
    }

    std::string answer(const ReceivedRequest& request) {
        const std::string base = "/rest/api/2/";
        calls.push_back(request.method + " " + request.target);
        if (request.headers.at("authorization") != "Bearer pat-1") return http_answer(401);
        const std::string path = request.target.substr(base.size());
        if (path == "search") return search(json::parse(request.body));
        if (path == "issue") return create(json::parse(request.body));
        const std::string key = path.substr(6, path.find_first_of("?/", 6) - 6);
        for (Issue& issue : issues) {
            if (issue.key != key) continue;
            if (path.ends_with("/transitions")) return transitions(issue, request);
            if (request.method == "GET") return json_answer(shown(issue));
            issue.fields.update(json::parse(request.body)["fields"]);
            return http_answer(204);
        }
        return http_answer(404);
    }
};

struct JiraDesk {
    FakeJira jira;
    MemoryThreads threads;
    std::unique_ptr<Channel> channel;

    JiraDesk() { restart(); }

    void restart() {
        ChannelSpec spec = test::channel_spec("jira", jira.receiver.url());
        spec.secret = "pat-1";
        spec.project = "OPS";
        channel = make_channel(spec, threads).value();
    }

    Outcome deliver(const Notice& notice, TimePoint now = test::noticed_at) {
        return channel->deliver(notice_entry(notice, "id"), now, {});
    }
};

Notice opened() {
    return test::sample_notice();
}

Notice taken() {
    Notice notice = opened();
    notice.is_acknowledged = true;
    return notice;
}

Notice over() {
    Notice notice = taken();
    notice.is_open = false;
    return notice;
}

}  // namespace

TEST_CASE("jira: an issue is created, rewritten, and moved by category",
          "[notify][integration][threads]") {
    JiraDesk desk;
    CHECK(desk.deliver(opened()).detail == "ticket OPS-1");
    REQUIRE(desk.jira.issues.size() == 1);
    const json& fields = desk.jira.at("OPS-1").fields;
    CHECK(fields["project"]["key"] == "OPS");
    CHECK(fields["issuetype"]["name"] == "Task");
    CHECK(fields["labels"] == json{"foreshock", "foreshock-inc-00000000000000aa"});
    CHECK(fields["summary"] == "[INC-000042] /var on web-1 will be full");
    CHECK(fields["description"] == opened().text);
    desk.deliver(taken());
    CHECK(desk.jira.at("OPS-1").category == "indeterminate");
    Notice end = over();
    end.text = "It is over.\n";
    desk.deliver(end);
    CHECK(desk.jira.at("OPS-1").category == "done");
    CHECK(desk.jira.at("OPS-1").fields["description"] == "It is over.\n");
    CHECK(desk.jira.issues.size() == 1);
}

TEST_CASE("jira: an issue whose answer was lost is found by its label",
          "[notify][integration][threads]") {
    JiraDesk desk;
    desk.jira.loses_answers = true;
    CHECK(desk.deliver(opened()).verdict == Verdict::retry);
    desk.jira.loses_answers = false;
    desk.restart();
    CHECK(desk.deliver(opened()).verdict == Verdict::delivered);
    CHECK(desk.jira.issues.size() == 1);
}

TEST_CASE("jira: an incident that returns soon reopens its issue, later it gets a new one",
          "[notify][integration][threads]") {
    JiraDesk desk;
    desk.deliver(opened());
    desk.deliver(over());
    desk.deliver(opened(), test::noticed_at + std::chrono::hours{24 * 7});
    CHECK(desk.jira.issues.size() == 1);
    CHECK(desk.jira.at("OPS-1").category == "new");
    desk.deliver(over());
    desk.deliver(opened(), test::noticed_at + std::chrono::hours{24 * 7 + 1});
    REQUIRE(desk.jira.issues.size() == 2);
    CHECK(desk.jira.at("OPS-1").category == "done");
    CHECK(desk.jira.at("OPS-2").fields["labels"][1] == "foreshock-inc-00000000000000aa-1");
}

TEST_CASE("jira: an issue that somebody deleted is made again", "[notify][integration][threads]") {
    JiraDesk desk;
    desk.deliver(opened());
    desk.jira.issues.front().key = "GONE-1";
    desk.deliver(taken());
    REQUIRE(desk.jira.issues.size() == 2);
    CHECK(desk.jira.issues[1].category == "indeterminate");
}

TEST_CASE("jira: what people moved on is not moved back", "[notify][integration][threads]") {
    JiraDesk desk;
    desk.deliver(opened());
    desk.jira.at("OPS-1").category = "indeterminate";
    desk.deliver(opened());
    CHECK(desk.jira.at("OPS-1").category == "indeterminate");
}

TEST_CASE("jira: the Cloud's search and its document format", "[notify][integration][threads]") {
    std::vector<ReceivedRequest> seen;
    HttpReceiver receiver{[&](const ReceivedRequest& request) {
        seen.push_back(request);
        if (request.target == "/rest/api/3/search/jql")
            return json_answer({{"issues", json::array()}});
        return json_answer({{"key", "OPS-1"}}, 201);
    }};
    ChannelSpec spec = test::channel_spec("jira", receiver.url());
    spec.secret = "token";
    spec.user = "bot@example.org";
    spec.project = "OPS";
    spec.version = "3";
    MemoryThreads threads;
    make_channel(spec, threads)
        .value()
        ->deliver(notice_entry(opened(), "id"), test::noticed_at, {});
    REQUIRE(seen.size() >= 2);
    CHECK(seen[0].headers.at("authorization") == "Basic Ym90QGV4YW1wbGUub3JnOnRva2Vu");
    const json made = json::parse(seen[1].body);
    const json& document = made["fields"]["description"];
    CHECK(document["type"] == "doc");
    CHECK(document["content"][1]["content"][0]["text"] == "Now: 97 % <of> 1 GiB & more");
}

TEST_CASE("servicenow: a record by correlation, never a priority",
          "[notify][integration][threads]") {
    json record;
    std::vector<std::string> calls;
    HttpReceiver receiver{[&](const ReceivedRequest& request) {
        calls.push_back(request.method + " " + request.target.substr(0, request.target.find('?')));
        if (request.method == "GET" && request.target.find("sysparm_query") != std::string::npos) {
            const bool is_asked = !record.is_null() &&
                                  request.target.find("correlation_id%3D" +
                                                      record["correlation_id"].get<std::string>() +
                                                      "%5E") != std::string::npos;
            return json_answer({{"result", is_asked ? json::array({record}) : json::array()}});
        }
        if (request.method == "POST") {
            record = json::parse(request.body);
            record["sys_id"] = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
            record["number"] = "INC0010001";
            record["state"] = "1";
        }
        if (request.method == "PATCH") record.update(json::parse(request.body));
        return json_answer({{"result", record}}, request.method == "POST" ? 201 : 200);
    }};
    ChannelSpec spec = test::channel_spec("servicenow", receiver.url());
    spec.secret = "password";
    spec.user = "foreshock";
    spec.issue_type = "Solved (Permanently)";
    MemoryThreads threads;
    const auto channel = make_channel(spec, threads).value();
    const auto deliver = [&](const Notice& notice) {
        return channel->deliver(notice_entry(notice, "id"), test::noticed_at, {}).verdict;
    };
    CHECK(deliver(opened()) == Verdict::delivered);
    CHECK(record["correlation_id"] == "foreshock-inc-00000000000000aa");
    CHECK(record["short_description"] == "[INC-000042] /var on web-1 will be full");
    CHECK(record["impact"] == "2");
    CHECK(record["urgency"] == "1");
    CHECK_FALSE(record.contains("priority"));
    CHECK(deliver(taken()) == Verdict::delivered);
    CHECK(record["state"] == "2");
    CHECK(deliver(over()) == Verdict::delivered);
    CHECK(record["state"] == "6");
    CHECK(record["close_code"] == "Solved (Permanently)");
    CHECK(deliver(opened()) == Verdict::delivered);
    CHECK(record["state"] == "2");
    record["state"] = "7";
    CHECK(deliver(opened()) == Verdict::delivered);
    CHECK(record["correlation_id"] == "foreshock-inc-00000000000000aa-1");
}

TEST_CASE("ticket step: what people do there is a step here", "[notify]") {
    const incidents::Incident open = test::leaking_incident();
    incidents::Incident resolved = open;
    resolved.state = incidents::IncidentState::resolved;
    incidents::Incident owned = open;
    owned.acknowledged_at = test::at_second(9);
    using S = TicketState;
    const auto step = [](const incidents::Incident& incident, S now, S seen) {
        return ticket_step(incident, {"OPS-1", now, "Ann"}, seen, "jira", test::at_second(10));
    };
    const auto began = step(open, S::in_progress, S::fresh);
    REQUIRE(began);
    CHECK(std::get<incidents::Acknowledged>(*began).actor == "Ann (jira)");
    CHECK_FALSE(step(owned, S::in_progress, S::fresh));
    const auto ended = step(owned, S::done, S::in_progress);
    REQUIRE(ended);
    CHECK(std::get<incidents::ResolveAsked>(*ended).reason == "ticket OPS-1 is done");
    const auto returned = step(resolved, S::in_progress, S::done);
    REQUIRE(returned);
    CHECK(std::get<incidents::PersonStep>(*returned).incident_id == resolved.id);
}

TEST_CASE("ticket step: our own words never come back as somebody's", "[notify]") {
    const incidents::Incident open = test::leaking_incident();
    incidents::Incident resolved = open;
    resolved.state = incidents::IncidentState::resolved;
    using S = TicketState;
    const auto says = [](const incidents::Incident& incident, S now, S seen) {
        return ticket_step(incident, {"OPS-1", now, ""}, seen, "jira", test::at_second(10))
            .has_value();
    };
    // The incident returned, its ticket waits to be told: done is old news.
    CHECK_FALSE(says(open, S::done, S::done));
    CHECK_FALSE(says(resolved, S::done, S::in_progress));
    CHECK_FALSE(says(resolved, S::closed, S::done));
    CHECK_FALSE(says(open, S::closed, S::done));
    CHECK_FALSE(says(open, S::in_progress, S::done));
    CHECK_FALSE(says(open, S::gone, S::fresh));
}
