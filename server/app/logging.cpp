#include "server/app/logging.hpp"

#include <cstdlib>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foreshock::app {

struct Log::State {
    bool to_journal = std::getenv("JOURNAL_STREAM") != nullptr;
    spdlog::logger logger{"foreshock-server", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

namespace {

/// Foreign text in a line of the log must stay in that line.
std::string one_line(std::string_view words) {
    std::string line{words};
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    return line;
}

/// From it the journal knows how grave a line is (sd-daemon(3)).
std::string_view priority_of(spdlog::level::level_enum level) {
    if (level >= spdlog::level::err) return "<3>";
    if (level == spdlog::level::warn) return "<4>";
    return level == spdlog::level::info ? "<6>" : "<7>";
}

void write(spdlog::logger& logger, bool to_journal, spdlog::level::level_enum level,
           std::string_view part, std::string_view words) {
    if (!logger.should_log(level)) return;
    logger.log(level, "{}{}: {}", to_journal ? priority_of(level) : "", part, one_line(words));
}

}  // namespace

Log::Log(std::string_view level) : state_(std::make_unique<State>()) {
    state_->logger.set_pattern(state_->to_journal ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    state_->logger.flush_on(spdlog::level::trace);
    set_level(level);
}

Log::~Log() = default;

void Log::set_level(std::string_view level) {
    state_->logger.set_level(spdlog::level::from_str(std::string{level}));
}

void Log::debug(std::string_view part, std::string_view words) {
    write(state_->logger, state_->to_journal, spdlog::level::debug, part, words);
}

void Log::info(std::string_view part, std::string_view words) {
    write(state_->logger, state_->to_journal, spdlog::level::info, part, words);
}

void Log::warn(std::string_view part, std::string_view words) {
    write(state_->logger, state_->to_journal, spdlog::level::warn, part, words);
}

void Log::error(std::string_view part, std::string_view words) {
    write(state_->logger, state_->to_journal, spdlog::level::err, part, words);
}

}  // namespace foreshock::app
