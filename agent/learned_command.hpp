#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/agent.hpp"

namespace foreshock::agent {

/// What the words after `--learned` ask for.
struct LearnedCommand {
    enum class Act : std::uint8_t { show, reset, export_to, import_from };

    Act act = Act::show;
    std::string kind;     ///< reset: empty means all
    std::string subject;  ///< reset: as the table shows it; empty means all of the kind
    std::string file;     ///< export and import
    bool json = false;    ///< show
};

/// `reset [KIND [SUBJECT]]`, `export FILE`, `import FILE`, or nothing. invalid says how to write
/// it.
Result<LearnedCommand> parse_learned(const std::vector<std::string>& words, bool json);

/// Asks the running agent, and where none runs works on the file in the state folder. The text to
/// be printed. conflict when an agent runs and does not answer.
Result<std::string> obey_learned(const LearnedCommand& command, const std::string& state,
                                 TimePoint now);

/// The running agent's side: the answer to a request that came in by its socket. Every request that
/// it does not know, and an empty one, asks for the status.
std::string answer_request(Agent& agent, std::string_view request);

/// The longest request: a file of states.
inline constexpr std::size_t request_bytes_max = learned_bytes_max + 4096;

}  // namespace foreshock::agent
