#include "agent/console_log.hpp"

#include <cstdlib>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foreshock::agent {
namespace {

class ConsoleLog final : public EventLog {
public:
    explicit ConsoleLog(const std::string& level)
        : logger_("agent", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
        const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
        logger_.set_pattern(journal ? "%l: %v" : "%Y-%m-%dT%H:%M:%S.%eZ %l: %v",
                            spdlog::pattern_time_type::utc);
        logger_.set_level(spdlog::level::from_str(level));
        logger_.flush_on(spdlog::level::trace);
    }

    void say(LogLevel level, std::string_view text) override { logger_.log(of(level), "{}", text); }

private:
    static spdlog::level::level_enum of(LogLevel level) {
        switch (level) {
            case LogLevel::debug:
                return spdlog::level::debug;
            case LogLevel::info:
                return spdlog::level::info;
            case LogLevel::warning:
                return spdlog::level::warn;
            case LogLevel::error:
                return spdlog::level::err;
        }
        return spdlog::level::info;
    }

    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<EventLog> make_console_log(const std::string& level) {
    return std::make_unique<ConsoleLog>(level);
}

}  // namespace foreshock::agent
