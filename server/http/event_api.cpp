#include "server/http/event_api.hpp"

#include <map>

#include "core/number.hpp"
#include "server/http/problem.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t page_size = 500;

Response stream_response(std::shared_ptr<EventStream> stream) {
    Response response;
    response.fields = {{"Content-Type", "text/event-stream"}, {"X-Accel-Buffering", "no"}};
    response.stream = std::move(stream);
    return response;
}

/// Which incidents changed, by the newest sequence that tells so.
using Newest = std::map<std::string, std::uint64_t>;

}  // namespace

std::vector<Route> EventApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v1/events/stream",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return open(request); }),
         {"last_event_id"}});
    return table;
}

Response EventApi::open(const Request& request) const {
    if (request.method == "HEAD") return stream_response(nullptr);
    std::string_view last = request.field("last-event-id");
    if (last.empty()) last = request.query.get("last_event_id").value_or("");
    const Result<std::uint64_t> sequence =
        last.empty() ? Result<std::uint64_t>{0} : parse_uint(last);
    if (!sequence) {
        return problem_response(
            Error{Errc::invalid, "Last-Event-ID must be the number of an earlier event"});
    }
    // Opened first, so that nothing falls between what was missed and what comes.
    Result<std::shared_ptr<EventStream>> stream = hub_.open();
    if (!stream) return problem_response(stream.error());
    std::vector<EventFrame> frames;
    if (!last.empty()) {
        Result<std::vector<EventFrame>> missed = missed_since(*sequence);
        if (!missed) return problem_response(missed.error());
        frames = std::move(*missed);
    }
    frames.insert(frames.begin(), {0, std::make_shared<const std::string>("retry: 2000\n\n")});
    (*stream)->begin(std::move(frames));
    return stream_response(std::move(*stream));
}

Result<std::vector<EventFrame>> EventApi::missed_since(std::uint64_t sequence) const {
    Newest newest;
    std::uint64_t last = sequence;
    std::size_t count = 0;
    while (true) {
        const Result<std::vector<incidents::Event>> page = reader_.events_after(last, page_size);
        if (!page) return fail(page.error());
        for (const incidents::Event& event : *page) {
            newest[event.incident_id] = event.sequence;
            last = event.sequence;
        }
        count += page->size();
        if (count > catch_up_max) {
            return std::vector{event_frame(last, "reset", R"({"reason":"too far behind"})")};
        }
        if (page->size() < page_size) break;
    }
    std::map<std::uint64_t, EventFrame> in_order;
    for (const auto& [id, at] : newest) {
        const Result<incidents::Incident> incident = reader_.find(id);
        if (!incident && incident.error().code == Errc::not_found) continue;
        if (!incident) return fail(incident.error());
        in_order.emplace(at, event_frame(at, "incident", render::incident_summary_json(*incident)));
    }
    std::vector<EventFrame> frames;
    frames.reserve(in_order.size());
    for (auto& [at, frame] : in_order)
        frames.push_back(std::move(frame));
    return frames;
}

}  // namespace foreshock::http
