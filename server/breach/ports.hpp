#pragma once

#include <vector>

#include "server/breach/procedure.hpp"

namespace foreshock::breach {

/// Words to one of the channels of breaches, as they are sent.
struct Word {
    std::string id;  ///< the receiver drops repeats by it
    std::string breach_id;
    std::string channel;
    std::string recipient;
    std::string body;
    TimePoint at;
};

/// Where breaches are kept. From any thread; unavailable when the disk is full or broken.
class Breaches {
public:
    virtual ~Breaches() = default;
    /// Newest first, closed ones too.
    virtual Result<std::vector<Breach>> list() const = 0;
    virtual Result<std::uint64_t> next_number() const = 0;
    /// All or nothing, durable when it returns; conflict when the breach is not the one that was
    /// read: its revision must have grown.
    virtual Result<void> save(const Breach& breach, const std::vector<Word>& words) = 0;
    /// Likewise, with the record of the incident that it was.
    virtual Result<void> save(const Breach& breach, const std::vector<Word>& words,
                              std::string_view incident_record) = 0;
    /// not_found for one that was no incident.
    virtual Result<std::string> incident_record(std::string_view breach_id) const = 0;
};

/// What people do to breaches. From any thread. Whoever may not see a breach is told not_found.
class Desk {
public:
    virtual ~Desk() = default;
    /// Those that `person` may see, newest first.
    [[nodiscard]] virtual std::vector<Breach> list(std::string_view person) const = 0;
    /// By id, number or reference.
    virtual Result<Breach> find(std::string_view key, std::string_view person) const = 0;
    /// Durable when it returns. Errors as those of `raise`. The same incident is the same breach:
    /// who may not see that one is told conflict.
    virtual Result<Breach> raise(const Raising& raising) = 0;
    /// The incident that it was, as it was. not_found where there was none.
    virtual Result<std::string> incident_record(std::string_view key,
                                                std::string_view person) const = 0;
    /// Likewise; errors as those of `apply`, and invalid for a person whom nobody knows.
    virtual Result<Breach> act(std::string_view key, const Act& act, const std::string& person) = 0;
};

}  // namespace foreshock::breach
