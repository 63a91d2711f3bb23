#include "server/app/batch_draft.hpp"
#include "server/intake/alert_symptom.hpp"

namespace foreshock::app {
namespace {

Symptom symptom_of(const SelfTestCommand& command, TimePoint now) {
    incidents::ForeignAlert alert;
    alert.key = command.word.key;
    alert.sender = command.word.sender;
    alert.alert.labels = command.word.labels;
    alert.alert.annotations = command.word.annotations;
    alert.alert.starts_at = alert.alert.updated_at = now;
    alert.episode = command.id;
    const intake::AlertIdentity identity = intake::identity_of(command.word.labels, {});
    alert.kind = identity.kind;
    alert.subject = identity.subject;
    return intake::symptom_of(alert, SymptomStatus::raised, now);
}

}  // namespace

// An engine of its own, which ends with the word: what it opens is no incident of anybody's. All
// the rest of the way is that of every word: the queue, the batch, the store, the outbox.
void BatchEngine::apply(SelfTestCommand& command, Draft& draft) {
    if (!ports_.self_test_entry) return;
    incidents::Settings settings = settings_.incidents;
    settings.hold_before_announcing = Duration{0};
    settings.thresholds.clear();
    incidents::Engine engine{settings, {}, 1};
    const Result<incidents::Changes> changes =
        engine.apply(incidents::SymptomArrived{draft.now, symptom_of(command, draft.now)});
    if (!changes) return ports_.say(true, "self-test: " + changes.error().what);
    for (const incidents::Announcement& word : changes->announcements) {
        const incidents::Incident* incident = engine.find(word.incident_id);
        if (!incident) continue;
        draft.commit.outbox.push_back(ports_.self_test_entry(*incident, command.id, draft.now));
    }
}

}  // namespace foreshock::app
