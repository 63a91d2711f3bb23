#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/incident.hpp"
#include "server/words/message_template.hpp"
#include "server/words/phrases.hpp"

namespace foreshock::words {

/// What is said of an incident beside what it says itself.
struct TellContext {
    TimePoint now;
    std::vector<std::string> services;  ///< titles of those that it touches
    std::string explanation;            ///< why this word, or why only now
    std::string phrase;        ///< key of the phrase that explains it; goes before `explanation`
    std::string actor;         ///< who gives an update
    std::string update;        ///< their words
    std::string url;           ///< of its page
    Duration update_every{0};  ///< 0: nothing is promised
    std::function<std::string(TimePoint)> local_time{};  ///< none: RFC 3339 in UTC
};

/// The values of every name that templates may use, in the words of one language. What is unknown
/// is empty: `{{#if eta}}`. Lines of values from outside (a guide, an update) end with \n, the last
/// one does not.
Values incident_words(const incidents::Incident& incident, const TellContext& context,
                      const Phrases& phrases);

/// May a template name it?
bool is_word_of_incident(std::string_view name);

}  // namespace foreshock::words
