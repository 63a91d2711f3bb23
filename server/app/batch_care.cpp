#include <algorithm>

#include "server/app/batch_draft.hpp"

namespace foreshock::app {
namespace {

/// A decision that decides about another incident is looked at again; none has done so yet.
constexpr int rounds_max = 4;

}  // namespace

void BatchEngine::load_care(const std::vector<std::string>& unfinished) {
    care_.emplace(*engine_, *stage_, settings_.care);
    see_people();
    for (const std::string& id : unfinished)
        care_->note(id);
}

void BatchEngine::apply(CareCommand& command, Draft&) {
    settings_.care = std::move(command.care);
    for (const incidents::Incident* open : engine_->open_incidents())
        care_->note(open->id);
}

void BatchEngine::see_people() {
    directory_ = ports_.directory ? ports_.directory() : nullptr;
    if (!directory_) directory_ = std::make_shared<const people::Directory>();
    rota_ = ports_.rota ? ports_.rota() : nullptr;
    if (!rota_) rota_ = std::make_shared<const oncall::Rota>();
    services_seen_ = services_.map();
    care_->see(*directory_, *rota_, *services_seen_);
}

void BatchEngine::settle_care(Draft& draft) {
    // The services may have been told anew since.
    services_seen_ = services_.map();
    care_->see(*directory_, *rota_, *services_seen_);
    for (int round = 0; round < rounds_max; ++round) {
        std::vector<incidents::Changes> follows = care_->settle(draft.now);
        if (follows.empty()) return;
        for (incidents::Changes& changes : follows)
            collect(std::move(changes), draft);
    }
}

void BatchEngine::withdraw_pages(const incidents::Changes& changes, Draft& draft) {
    for (const std::string& id : changes.pages_withdrawn) {
        std::erase_if(draft.commit.outbox, [&](const incidents::OutboxEntry& entry) {
            return entry.incident_id == id && entry.transition == incidents::Transition::paged;
        });
        draft.commit.pages_withdrawn.push_back(id);
    }
}

}  // namespace foreshock::app
