// What the agent says of itself to people.

#include "agent/agent.hpp"
#include "core/number.hpp"

namespace foreshock::agent {

std::string Agent::server_words() const {
    const std::vector<std::string>& urls = orders_.config.server.urls;
    std::string words = delivery_.server();
    if (!delivery_.is_at_first_server()) {
        words += " (in place of " + urls.front() + ", which is tried now and then)";
    }
    return words;
}

std::string Agent::status() const {
    const Spool::Counts spool = spool_.counts();
    const Delivery::Counts& sent = delivery_.counts();
    const auto line = [](std::string_view name, const std::string& value) {
        return std::string{name} + ": " + value + "\n";
    };
    std::string text = line("agent", identity_.agent_id) + line("version", orders_.version) +
                       line("run", run_.id) + line("server", server_words()) +
                       line("series", std::to_string(buffer_.table().size())) +
                       line("missed ticks", std::to_string(schedule_.missed())) +
                       line("last tick", describe_number(tick_seconds_ * 1000) + " ms") +
                       line("open symptoms", std::to_string(judge_.open_count())) +
                       line("reports acknowledged", std::to_string(sent.acknowledged)) +
                       line("reports waiting", std::to_string(spool.reports)) +
                       line("reports dropped", std::to_string(spool.dropped + spool.damaged)) +
                       line("reports refused", std::to_string(spool.refused)) +
                       line("shed level", std::to_string(budget_.level())) +
                       line("learned states kept", std::to_string(learned_.kept())) +
                       line("learned states left out", std::to_string(learned_.left_out()));
    if (usage_.resident_bytes) text += line("memory", describe_bytes(*usage_.resident_bytes));
    if (budget_.cpu_ratio()) {
        text += line("cpu", describe_number(*budget_.cpu_ratio() * 100) + " % of a core");
    }
    if (sent.last_acknowledged) {
        text += line("last acknowledged", format_rfc3339(*sent.last_acknowledged));
    }
    if (!sent.last_error.empty()) text += line("uplink", sent.last_error);
    for (const std::string& complaint : runner_.complaints())
        text += line("collector", complaint);
    for (const std::string& spot : blind_spots_)
        text += line("cannot be seen", spot);
    return text;
}

}  // namespace foreshock::agent
