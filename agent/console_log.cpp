#include "agent/console_log.hpp"

#include <cstdlib>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foreshock::agent {
namespace {

class ConsoleLog final : public LeveledLog {
public:
    explicit ConsoleLog(const std::string& level)
        : logger_("agent", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
        logger_.set_pattern(to_journal_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%eZ %l: %v",
                            spdlog::pattern_time_type::utc);
        logger_.flush_on(spdlog::level::trace);
        set_level(level);
    }

    void set_level(const std::string& level) override {
        logger_.set_level(spdlog::level::from_str(level));
    }

    void say(LogLevel level, std::string_view text) override {
        if (to_journal_) {
            logger_.log(of(level), "{}{}", priority_of(level), text);
        } else {
            logger_.log(of(level), "{}", text);
        }
    }

private:
    /// From it the journal knows how grave a line is (sd-daemon(3)).
    static std::string_view priority_of(LogLevel level) {
        switch (level) {
            case LogLevel::debug:
                return "<7>";
            case LogLevel::info:
                return "<6>";
            case LogLevel::warning:
                return "<4>";
            case LogLevel::error:
                return "<3>";
        }
        return "<6>";
    }

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

    bool to_journal_ = std::getenv("JOURNAL_STREAM") != nullptr;
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<LeveledLog> make_console_log(const std::string& level) {
    return std::make_unique<ConsoleLog>(level);
}

}  // namespace foreshock::agent
