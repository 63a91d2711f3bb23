#include "agent/learned_command.hpp"

#include "agent/learned_text.hpp"
#include "agent/record_file.hpp"
#include "agent/status_socket.hpp"

namespace foreshock::agent {
namespace {

using Act = LearnedCommand::Act;

constexpr std::string_view ask_learned = "learned\n";
constexpr std::string_view ask_reset = "learned reset\t";
constexpr std::string_view ask_import = "learned import\n";
constexpr std::string_view refused = "refused: ";

bool is_meant(const LearnedCommand& command, const detectors::Learned& learned) {
    return (command.kind.empty() || command.kind == learned.kind) &&
           (command.subject.empty() || command.subject == subject_text(learned.subject));
}

std::string reset_answer(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " state is" : " states are") + " forgotten\n";
}

std::string import_answer(std::size_t taken, std::size_t all) {
    return std::to_string(taken) + " of " + std::to_string(all) + " states are taken in\n";
}

/// What an agent that runs answers; unavailable when none does.
Result<std::string> ask_agent(const std::string& state, std::string_view request) {
    auto answer = ask(state + "/status.sock", request);
    if (answer && answer->starts_with(refused))
        return fail(Errc::malformed, answer->substr(refused.size()));
    return answer;
}

/// The states in the file, and none where there is no file.
Result<std::vector<KeptState>> kept_states(const std::string& state) {
    auto states = read_learned(state + "/learned");
    if (!states && states.error().code == Errc::no_data) return std::vector<KeptState>{};
    return states;
}

Result<void> write_states(const std::string& state, const std::vector<KeptState>& states) {
    return write_whole(state + "/learned", encode_learned(states).bytes);
}

/// Works on the file while no agent can start.
template <class Change>
Result<std::string> change_file(const std::string& state, Change change) {
    const auto claim = claim_state(state);
    if (!claim) return fail(claim.error());
    auto states = kept_states(state);
    // The agent begins anew with a damaged file; so do we.
    if (!states && states.error().code == Errc::malformed) states = std::vector<KeptState>{};
    if (!states) return fail(std::move(states).error());
    std::string answer = change(*states);
    if (const auto written = write_states(state, *states); !written) return fail(written.error());
    return answer;
}

Result<std::string> reset(const LearnedCommand& command, const std::string& state) {
    std::string request{ask_reset};
    request.append(command.kind).append("\t").append(command.subject).append("\n");
    auto answer = ask_agent(state, request);
    if (answer || answer.error().code != Errc::unavailable) return answer;
    return change_file(state, [&command](std::vector<KeptState>& states) {
        return reset_answer(std::erase_if(
            states, [&command](const KeptState& each) { return is_meant(command, each.learned); }));
    });
}

Result<std::string> import_from(const std::string& file, const std::string& state) {
    auto bytes = read_whole(file, learned_bytes_max);
    if (!bytes) return fail(std::move(bytes).error());
    auto given = decode_learned(*bytes);
    if (!given) return fail(Errc::malformed, file + ": " + given.error().what);
    auto answer = ask_agent(state, std::string{ask_import} + *bytes);
    if (answer || answer.error().code != Errc::unavailable) return answer;
    return change_file(state, [&given](std::vector<KeptState>& states) {
        for (KeptState& each : *given) {
            std::erase_if(states, [&each](const KeptState& old) {
                return old.learned.kind == each.learned.kind &&
                       old.learned.subject == each.learned.subject;
            });
            states.push_back(std::move(each));
        }
        return import_answer(given->size(), given->size());
    });
}

/// What is learned now, as bytes of the file.
Result<std::vector<KeptState>> current_states(const std::string& state) {
    const auto answer = ask_agent(state, ask_learned);
    if (answer) return decode_learned(*answer);
    if (answer.error().code != Errc::unavailable) return fail(answer.error());
    return kept_states(state);
}

std::string answer_reset(Agent& agent, std::string_view words) {
    LearnedCommand command;
    words = words.substr(0, words.find('\n'));
    const std::size_t tab = words.find('\t');
    command.kind = words.substr(0, tab);
    if (tab != words.npos) command.subject = words.substr(tab + 1);
    return reset_answer(agent.forget(
        [&command](const detectors::Learned& learned) { return is_meant(command, learned); }));
}

std::string answer_import(Agent& agent, std::string_view bytes) {
    auto states = decode_learned(bytes);
    if (!states) return std::string{refused} + states.error().what;
    const std::size_t all = states->size();
    return import_answer(agent.adopt(std::move(*states)), all);
}

}  // namespace

Result<LearnedCommand> parse_learned(const std::vector<std::string>& words, bool json) {
    LearnedCommand command;
    command.json = json;
    if (words.empty()) return command;
    const bool is_reset = words[0] == "reset" && words.size() <= 3;
    const bool has_file = words.size() == 2 && !words[1].empty();
    if (is_reset) {
        command.act = Act::reset;
        if (words.size() > 1) command.kind = words[1];
        if (words.size() > 2) command.subject = words[2];
    } else if (has_file && (words[0] == "export" || words[0] == "import")) {
        command.act = words[0] == "export" ? Act::export_to : Act::import_from;
        command.file = words[1];
    } else {
        return fail(Errc::invalid,
                    "--learned [--json] | --learned reset [KIND [SUBJECT]] | "
                    "--learned export FILE | --learned import FILE");
    }
    return command;
}

Result<std::string> obey_learned(const LearnedCommand& command, const std::string& state,
                                 TimePoint now) {
    if (command.act == Act::reset) return reset(command, state);
    if (command.act == Act::import_from) return import_from(command.file, state);
    auto states = current_states(state);
    if (!states) return fail(std::move(states).error());
    if (command.act == Act::show)
        return command.json ? learned_json(std::move(*states), now)
                            : learned_table(std::move(*states), now);
    const auto written = write_whole(command.file, encode_learned(*states).bytes);
    if (!written) return fail(written.error());
    return std::to_string(states->size()) + " states are in " + command.file + "\n";
}

std::string answer_request(Agent& agent, std::string_view request) {
    if (request == ask_learned) return encode_learned(agent.learned()).bytes;
    if (request.starts_with(ask_reset))
        return answer_reset(agent, request.substr(ask_reset.size()));
    if (request.starts_with(ask_import))
        return answer_import(agent, request.substr(ask_import.size()));
    return agent.status();
}

}  // namespace foreshock::agent
