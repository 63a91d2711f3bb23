#pragma once

#include <string>

#include "server/desk/external_threads.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// What a channel remembers of the place where it tells one incident to one recipient.
///
/// `doing` is written before something that cannot be taken back is sent, `said` after it was
/// taken. So a restart between the two knows that there is doubt, asks the receiver, and repeats
/// nothing that is there.
struct ThreadRecord {
    std::string root;   ///< the receiver's own name of it: a message, a ticket, a mail; empty: none
    std::string place;  ///< where that is, when the recipient's name does not say it
    std::string doing;  ///< id of the outbox entry that was being sent
    std::string said;   ///< id of the last that was taken
    std::string seen;   ///< of a ticket: its state when it was last looked at
    std::string done_at;  ///< of a ticket: when it was last seen done, RFC 3339
    int generation = 0;   ///< how often a new one had to be begun

    bool operator==(const ThreadRecord&) const = default;
};

std::string to_json(const ThreadRecord& record);
/// What cannot be read is an empty record.
ThreadRecord thread_record_from_json(std::string_view json);

/// The record of one thread, loaded and kept.
class ThreadMemory {
public:
    ThreadMemory(desk::ExternalThreads& threads, const incidents::OutboxEntry& entry)
        : threads_(threads), name_{entry.channel, entry.recipient, entry.incident_id, {}} {}

    Result<ThreadRecord> load() const;
    Result<void> keep(const ThreadRecord& record);

private:
    desk::ExternalThreads& threads_;
    desk::ExternalThread name_;
};

}  // namespace foreshock::notify
