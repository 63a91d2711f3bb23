#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/symptom.hpp"
#include "core/time.hpp"

namespace foreshock::incidents {

/// Names and texts, as Alertmanager knows labels and annotations.
using AlertTexts = std::map<std::string, std::string, std::less<>>;

/// The signal of the evidence that carries a foreign alert's labels, as Prometheus calls the series
/// of what fires.
inline constexpr std::string_view foreign_alert_signal = "ALERTS";

/// Something that is wrong, in the words of Alertmanager's API: the labels say which it is.
struct Alert {
    AlertTexts labels;
    AlertTexts annotations;
    TimePoint starts_at;
    std::optional<TimePoint> ends_at;  ///< fires until then; none: until somebody says so
    TimePoint updated_at;
    std::string generator_url;  ///< where it was judged; may be empty
};

/// An alert of another system that fires, as it is kept to survive a restart.
struct ForeignAlert {
    std::uint64_t number = 0;  ///< in the order in which they began; no two that fire share one
    std::string key;           ///< which one it is, among those of all senders
    std::string sender;        ///< "alertmanager" or "pagerduty"
    Alert alert;
    bool ends_by_silence = false;  ///< `ends_at` is ours: the sender named none
    std::string episode;           ///< the id of the symptom that speaks of it
    std::string kind;              ///< of that symptom, as it was when it was raised
    Subject subject;               ///< likewise
};

/// By those who hold it, store it and show it: none changes it, and any may be the last to need it.
using SharedForeignAlert = std::shared_ptr<const ForeignAlert>;

/// What Alertmanager calls the fingerprint: 64 bits of FNV-1a over the sorted labels, as 16 hex
/// digits, the same that it would give them. Source: prometheus/common, model/signature.go.
std::string label_fingerprint(const AlertTexts& labels);

}  // namespace foreshock::incidents
