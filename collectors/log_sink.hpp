#pragma once

#include "core/log_line.hpp"

namespace foreshock::collectors {

/// Where collectors put the lines that are new since the last tick.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void add(const LogLine& line) = 0;
};

}  // namespace foreshock::collectors
