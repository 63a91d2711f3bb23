#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/ports.hpp"
#include "server/notify/tell_plan.hpp"
#include "server/words/word_book.hpp"

namespace foreshock::notify {

/// A channel and a recipient as far as an entry's id goes.
struct ChannelSettings {
    std::string name;       ///< in the configuration, unique
    std::string recipient;  ///< for a webhook its URL
};

/// How messages are made at one moment.
struct Wording {
    const words::WordBook& book;
    std::string page_url;  ///< of the server's page, without a slash at the end; may be empty
    std::function<std::string(TimePoint)> local_time = {};
};

/// The same for the same decision, for ever: a crash between sending and settling repeats a
/// notification under an id that the receiver already knows.
std::string outbox_id(const incidents::Announcement& announcement, const ChannelSettings& channel);

/// What is to be sent because of `changes`: every announcement to whom the plan says, in their
/// words, due at once. To be committed with them.
std::vector<incidents::OutboxEntry> outbox_entries(const incidents::Changes& changes,
                                                   const TellPlan& plan,
                                                   const TellSurroundings& around,
                                                   const Wording& wording);

/// One message about an incident as it is now, to one place, due at `now`. `event` names the
/// section of words; the id is made of `id_parts` and the place.
struct SingleWord {
    const incidents::Incident& incident;
    std::string_view event;
    std::string id_of;
    Told to;
    TimePoint now;
};

incidents::OutboxEntry single_entry(const SingleWord& word, const TellPlan& plan,
                                    const TellSurroundings& around, const Wording& wording);

}  // namespace foreshock::notify
