#pragma once

#include <map>
#include <set>

#include "server/desk/suppression_stage.hpp"
#include "server/oncall/deliberation.hpp"

namespace foreshock::oncall {

/// The engine with the desk around it: what people ask is completed from what the desk knows, and
/// of every incident that changed, or whose time has come, it is decided anew who has it, who is
/// called, and how its promises stand. A pure state machine, as the engine; for one thread.
///
/// A decision about an incident at one moment is settled when a second look at that moment decides
/// nothing: `settle` looks that often, at most `looks_max` times.
class CareStage {
public:
    static constexpr int looks_max = 8;

    /// All must outlive it.
    CareStage(const incidents::Engine& engine, desk::SuppressionStage& stage,
              const CareSettings& settings)
        : engine_(engine), stage_(stage), settings_(settings) {}

    /// What decisions rest upon, from now on; both must live until others are given.
    void see(const people::Directory& directory, const Rota& rota,
             const incidents::ServiceMap& services);

    /// As Engine::apply; not_found or invalid also for people, teams and conferences that a step
    /// names or needs and that are not there.
    Result<incidents::Changes> apply(incidents::Input&& input);

    /// To be told of every incident that changed, and of all unfinished ones at first.
    void note(const std::string& incident_id);

    /// What follows, in order. Whoever collects it notes it, as everything else.
    std::vector<incidents::Changes> settle(TimePoint now);

    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

private:
    [[nodiscard]] World world() const { return {settings_, *directory_, *rota_, *services_}; }

    void file(const incidents::Incident& incident);
    void look_at(const std::string& id, TimePoint now, std::vector<incidents::Changes>& follows);

    const incidents::Engine& engine_;
    desk::SuppressionStage& stage_;
    const CareSettings& settings_;
    const people::Directory* directory_ = nullptr;
    const Rota* rota_ = nullptr;
    const incidents::ServiceMap* services_ = nullptr;
    std::set<std::string> changed_;
    std::set<std::pair<TimePoint, std::string>> deadlines_;
    std::map<std::string, TimePoint> deadline_of_;
};

/// All that is decided about one incident at one moment. Public for its tests.
incidents::DeskDecided decide(const incidents::Incident& incident, const World& world,
                              TimePoint now);

/// Does it decide anything?
bool is_empty(const incidents::DeskDecided& decided, const incidents::Incident& incident);

}  // namespace foreshock::oncall
