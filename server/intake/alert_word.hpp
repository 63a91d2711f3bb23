#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "server/incidents/alert.hpp"

namespace foreshock::intake {

/// What one message of a sender may carry at most.
struct AlertLimits {
    std::size_t body_bytes_max = 2 << 20;
    std::size_t alerts_max = 5000;
    std::size_t texts_max = 64;          ///< labels of an alert, and annotations
    std::size_t name_bytes_max = 256;    ///< of a label's or annotation's name
    std::size_t label_bytes_max = 2048;  ///< longer labels are refused: they say which it is
    std::size_t words_bytes_max = 4096;  ///< longer annotations are cut
    std::size_t nesting_max = 16;        ///< of objects and lists within each other
    std::size_t complaints_max = 10;     ///< told; the rest is counted
};

/// What a sender says of one alert.
struct AlertWord {
    std::string key;     ///< which one it is, among those of all senders
    std::string sender;  ///< "alertmanager" or "pagerduty"
    incidents::AlertTexts labels;
    incidents::AlertTexts annotations;
    std::optional<TimePoint> starts_at;  ///< none: now
    std::optional<TimePoint> ends_at;    ///< none: the sender says it again while it lasts
    bool is_said_once = false;           ///< … or says it once, and once that it is over
    bool is_over = false;                ///< it has ended, whatever the times say
    std::string generator_url;
};

/// A message's good alerts, and what is wrong with the others, in words that name them.
struct AlertWords {
    std::vector<AlertWord> words;
    std::vector<std::string> complaints;  ///< at most AlertLimits::complaints_max and one more
    std::size_t refused = 0;
};

/// `text`, cut to `bytes_max` between two characters, with "…" as its end.
std::string cut_text(std::string_view text, std::size_t bytes_max);

}  // namespace foreshock::intake
