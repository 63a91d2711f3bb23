#include "cli/demo.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include <unistd.h>

#include "cli/demo_scene.hpp"
#include "cli/demo_story.hpp"
#include "cli/interrupts.hpp"
#include "core/number.hpp"

namespace foreshock::cli {
namespace {

constexpr Duration poll_every = std::chrono::milliseconds{500};
/// How long the broken state lasts, so that it can be seen as occurring.
constexpr Duration broken_for = std::chrono::seconds{8};
constexpr Duration late_announcement_max = std::chrono::seconds{15};
constexpr Duration overdue_max = std::chrono::seconds{90};
constexpr Duration recovery_max = std::chrono::minutes{20};

std::string own_host_name() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

/// Without an agent the demo would only prove that nothing can be seen.
Result<std::string> check_agent(ApiClient& api) {
    const Result<Answer> answer = api.get("/api/v1/hosts");
    if (!answer) return fail(answer.error());
    const Result<std::vector<HostLine>> hosts = read_host_list(answer->body);
    if (!hosts) return fail(hosts.error());
    const std::string own = own_host_name();
    std::string present;
    for (const HostLine& host : *hosts) {
        if (host.presence != "present") continue;
        if (host.name == own || host.id == own) return std::string{};
        present += (present.empty() ? "" : ", ") + host.name;
    }
    if (present.empty()) {
        return fail(Errc::refused, "no agent reports to " + api.url() +
                                       ": start foreshock-agent on this host first (./dev run "
                                       "starts both)");
    }
    return "Note: no agent by the name of this host (" + own +
           ") reports; if none of these is here, nothing will be seen: " + present + "\n";
}

/// The run of one demo: what the child says and what the server says, brought together.
class DemoRun {
public:
    DemoRun(ApiClient& api, const Clock& clock, std::ostream& out, DemoScene& scene)
        : api_(api),
          clock_(clock),
          out_(out),
          scene_(scene),
          story_(scene.failing_call, scene.culprit_mark, clock.now()) {}

    /// Until it is over, or interrupted.
    void run(const DemoArguments& arguments, Interrupts& interrupts) {
        const TimePoint failed_by =
            clock_.now() + arguments.baseline + arguments.length + overdue_max;
        while (!is_over(arguments, failed_by)) {
            if (interrupts.wait(poll_every, scene_.child.output())) {
                tell("interrupted, cleaning up\n");
                return;
            }
            hear_child();
            ask_server();
            if (story_.has_failed() && !is_closing_ && clock_.now() >= close_at_) {
                is_closing_ = true;
                scene_.child.say("close");
            }
        }
    }

    [[nodiscard]] const DemoStory& story() const { return story_; }

private:
    [[nodiscard]] Look look() const { return look_of_terminal(clock_.now()); }

    void tell(const std::string& text) { out_ << text << std::flush; }

    [[nodiscard]] bool is_over(const DemoArguments& arguments, TimePoint failed_by) const {
        const TimePoint now = clock_.now();
        if (scene_.child.has_ended()) return true;
        if (!story_.has_failed()) return now > failed_by;
        if (!story_.is_announced()) return now > failed_at_ + late_announcement_max;
        if (!closed_at_) return false;
        if (!arguments.waits_for_recovery) return true;
        return story_.is_resolved() || now > *closed_at_ + recovery_max;
    }

    void hear_child() {
        while (const auto line = scene_.child.read_line()) {
            const auto blank = line->find(' ');
            const auto at =
                parse_int(std::string_view{*line}.substr(std::min(blank + 1, line->size())));
            const std::string what = line->substr(0, blank);
            if (what == "leaking") tell(story_.on_leaking(look()));
            if (what == "failed" && at) {
                failed_at_ = from_unix_ms(*at);
                close_at_ = failed_at_ + broken_for;
                ask_server();  // what it said up to now still counts
                tell(story_.on_failure(failed_at_, look()));
            }
            if (what == "closed") {
                closed_at_ = clock_.now();
                tell(story_.on_closed(look()));
            }
        }
    }

    void ask_server() {
        const TimePoint now = clock_.now();
        if (now - asked_at_ < poll_every) return;
        asked_at_ = now;
        const Result<IncidentDetail> incident = find_incident();
        if (incident) {
            has_said_silent_ = false;
            tell(story_.on_incident(*incident, look()));
        } else if (incident.error().code == Errc::unavailable && !has_said_silent_) {
            has_said_silent_ = true;
            tell("the server does not answer, trying on …\n");
        }
    }

    /// The incident about our own process or filesystem; not_found as long as there is none.
    Result<IncidentDetail> find_incident() {
        if (incident_id_.empty()) {
            const Result<Answer> page = api_.get("/api/v1/incidents?state=open&limit=500");
            if (!page) return fail(page.error());
            const auto list = read_incident_list(page->body);
            if (!list) return fail(list.error());
            const auto ours = std::find_if(list->begin(), list->end(), [&](const auto& incident) {
                return std::any_of(incident.components.begin(), incident.components.end(),
                                   [&](const std::string& component) {
                                       return component.find(scene_.component_mark) !=
                                              std::string::npos;
                                   });
            });
            if (ours == list->end()) return fail(Errc::not_found, "nothing yet");
            incident_id_ = ours->id;
        }
        const Result<Answer> answer = api_.get("/api/v1/incidents/" + url_encode(incident_id_));
        if (!answer) return fail(answer.error());
        return read_incident(answer->body);
    }

    ApiClient& api_;
    const Clock& clock_;
    std::ostream& out_;
    DemoScene& scene_;
    DemoStory story_;
    std::string incident_id_;
    TimePoint asked_at_{};
    TimePoint failed_at_{};
    TimePoint close_at_{};
    std::optional<TimePoint> closed_at_;
    bool is_closing_ = false;
    bool has_said_silent_ = false;
};

}  // namespace

Result<bool> run_demo(ApiClient& api, const DemoArguments& arguments, const Clock& clock,
                      std::ostream& out) {
    const Result<std::string> note = check_agent(api);
    if (!note) return fail(note.error());
    out << *note;
    Interrupts interrupts;
    Result<DemoScene> scene = start_demo_scene(arguments);
    if (!scene) return fail(std::move(scene).error());
    out << wrap(scene->opening, look_of_terminal(clock.now()).width, 0) << "Watch it on "
        << api.url() << "/ or with: foreshock incidents watch\n"
        << std::flush;
    DemoRun run{api, clock, out, *scene};
    run.run(arguments, interrupts);
    const DemoStory& story = run.story();
    out << "\n" << story.verdict() << std::flush;
    const bool is_recovered = !arguments.waits_for_recovery || story.is_resolved();
    if (story.was_announced_in_time() && !is_recovered && !interrupts.arrived()) {
        out << "It was not resolved within " << describe_duration(recovery_max) << ".\n";
        return false;
    }
    return story.was_announced_in_time();
}

}  // namespace foreshock::cli
