#include "server/app/batch_draft.hpp"

// While nothing can be stored.
namespace foreshock::app {
namespace {

Error not_writable(const std::string& because) {
    return {Errc::unavailable, "the server cannot store anything now: " + because};
}

}  // namespace

void BatchEngine::give_up(Draft& draft, const Error& error) {
    ++ports_.counters.commits_failed;
    engine_.reset();
    broken_because_ = error.what;
    probe_at_ = draft.now + settings_.probe_every;
    ports_.say(true,
               "nothing can be stored, so nothing is acknowledged; reads go on: " + error.what);
    hang_out_status();
    const Error refusal = not_writable(broken_because_);
    for (const Draft::Ack& ack : draft.acks)
        ack.done(fail(refusal));
    for (const Draft::Reply& reply : draft.replies)
        reply.done(fail(refusal));
    for (const Draft::AlertReply& reply : draft.alert_replies)
        reply.done(fail(refusal));
    for (const Draft::DeskReply& reply : draft.desk_replies)
        reply.done(fail(refusal));
    for (const Draft::BreachReply& reply : draft.breach_replies)
        reply.done(fail(refusal));
    for (const http::FarewellsDone& done : draft.farewell_replies)
        done(fail(refusal));
}

void BatchEngine::refuse(std::vector<Command>& batch) {
    const Error refusal = not_writable(broken_because_);
    for (Command& command : batch) {
        if (auto* services = std::get_if<ServicesCommand>(&command)) {
            services_.replace(std::move(services->services));
            continue;
        }
        if (auto* care = std::get_if<CareCommand>(&command)) {
            settings_.care = std::move(care->care);
            continue;
        }
        std::visit(
            [&](auto& one) {
                if constexpr (requires { one.done; }) one.done(fail(refusal));
            },
            command);
    }
}

bool BatchEngine::recovered(TimePoint now) {
    // A clock set back must not keep the server from trying again.
    if (now < probe_at_ && probe_at_ - now <= settings_.probe_every) return false;
    probe_at_ = now + settings_.probe_every;
    Result<void> works = ports_.probe();
    if (works) works = load(now);
    if (!works) {
        broken_because_ = works.error().what;
        hang_out_status();
        return false;
    }
    broken_because_.clear();
    hang_out_status();
    ports_.say(false, "the store takes writes again; reports are taken in");
    return true;
}

}  // namespace foreshock::app
