#pragma once

#include <string>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// What a signal tells of events that come again and again.
enum class EventsGiven : std::uint8_t {
    age,      ///< seconds since the last one
    time,     ///< Unix time of the last one
    count,    ///< a number that grows with each
    running,  ///< seconds that the run has lasted which goes on now, 0 without one
};

/// Settings of the engine `cadence`: events against their own rhythm.
struct CadenceSettings {
    std::string signal;
    EventsGiven gives = EventsGiven::age;
    std::size_t events_min = 6;  ///< so many intervals (runs) before anything is said
    Duration tolerance = std::chrono::minutes{15};  ///< nothing smaller is late (longer)
    Duration horizon = std::chrono::days{14};       ///< runs that outgrow their period: from here
    Severity severity = Severity::warning;
    std::size_t series_max = 512;
};

}  // namespace foreshock::detectors
