#include "server/app/logging.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foreshock::app {

struct Log::State {
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

void write(spdlog::logger& logger, spdlog::level::level_enum level, std::string_view part,
           std::string_view words) {
    if (logger.should_log(level)) logger.log(level, "{}: {}", part, one_line(words));
}

}  // namespace

Log::Log(std::string_view level) : state_(std::make_unique<State>()) {
    state_->logger.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    state_->logger.flush_on(spdlog::level::trace);
    set_level(level);
}

Log::~Log() = default;

void Log::set_level(std::string_view level) {
    state_->logger.set_level(spdlog::level::from_str(std::string{level}));
}

void Log::debug(std::string_view part, std::string_view words) {
    write(state_->logger, spdlog::level::debug, part, words);
}

void Log::info(std::string_view part, std::string_view words) {
    write(state_->logger, spdlog::level::info, part, words);
}

void Log::warn(std::string_view part, std::string_view words) {
    write(state_->logger, spdlog::level::warn, part, words);
}

void Log::error(std::string_view part, std::string_view words) {
    write(state_->logger, spdlog::level::err, part, words);
}

}  // namespace foreshock::app
