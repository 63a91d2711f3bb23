#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/desk/maintenance_window.hpp"
#include "server/desk/silence.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::desk {

/// One line of the history of a silence or a window: who did what to it, and when.
struct SuppressionEvent {
    std::uint64_t sequence = 0;  ///< given by the store
    std::string id;              ///< of the silence or window
    TimePoint at;
    std::string actor;  ///< "engine", or who
    std::string what;   ///< "added", "changed", "expired", "ended_early", "warned"
    std::string text;

    bool operator==(const SuppressionEvent&) const = default;
};

/// What is to become durable of silences and windows.
struct SuppressionChanges {
    std::vector<Silence> silences;           ///< new or changed, whole
    std::vector<MaintenanceWindow> windows;  ///< likewise
    std::vector<std::string> forgotten;      ///< ids of long expired ones; their history stays
    std::vector<SuppressionEvent> events;

    [[nodiscard]] bool empty() const {
        return silences.empty() && windows.empty() && forgotten.empty() && events.empty();
    }
};

/// Silences and windows at rest. Safe from any thread; one writer at a time.
class SuppressionStore {
public:
    virtual ~SuppressionStore() = default;

    /// `changes` and all of `commit` together, or nothing: as Ledger::commit.
    virtual Result<void> commit(incidents::Commit& commit, const SuppressionChanges& changes) = 0;

    /// Newest first; expired ones too, until they are forgotten.
    virtual Result<std::vector<Silence>> silences() const = 0;
    virtual Result<std::vector<MaintenanceWindow>> windows() const = 0;
    /// not_found.
    virtual Result<Silence> find_silence(std::string_view id) const = 0;
    virtual Result<MaintenanceWindow> find_window(std::string_view id) const = 0;
    /// Oldest first.
    virtual Result<std::vector<SuppressionEvent>> history(std::string_view id) const = 0;
};

}  // namespace foreshock::desk
