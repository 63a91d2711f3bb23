#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace foreshock::http {

/// How a report of an agent ended.
enum class ReportOutcome : std::uint8_t {
    acked,
    repeated,
    unauthorized,
    refused,
    malformed,
    too_large,
    dictionary_unknown,
    queue_full,
    not_stored,
    impersonated,  ///< it said to come from another agent than the one that was proven
};

constexpr auto report_outcomes = std::to_array<std::string_view>(
    {"acked", "repeated", "unauthorized", "refused", "malformed", "too_large", "dictionary_unknown",
     "queue_full", "not_stored", "impersonated"});

/// What the server counts, besides requests. Each field may be raised from any thread.
struct ServerCounters {
    using Counter = std::atomic<std::uint64_t>;

    std::array<Counter, report_outcomes.size()> reports{};
    Counter samples{0};
    Counter samples_out_of_time{0};
    Counter symptoms{0};
    Counter symptoms_refused{0};      ///< by the engine, at its bound
    Counter members_refused{0};       ///< by incidents that have their most
    Counter alerts_received{0};       ///< words of other systems about alerts
    Counter alerts_malformed{0};      ///< refused because of what they say
    Counter alerts_refused{0};        ///< at intake.alerts_max, or by the engine at its bound
    Counter changes_unplaced{0};      ///< told of hosts that nobody knows
    Counter user_reports{0};          ///< told by users, each once
    Counter user_reports_refused{0};  ///< beyond reports.per_minute or per_contact_hour
    Counter mails_taken{0};           ///< that did something
    Counter mails_let_go{0};          ///< of machines, or taken before
    Counter letters_withheld{0};      ///< answers of the machine beyond reports.answers_per_hour
    Counter host_names_refused{0};    ///< reports whose host's name is another agent's
    Counter commits{0};
    Counter commits_failed{0};
    Counter dictionaries_forgotten{0};
    Counter commands_refused{0};  ///< the engine's queue was full
    Counter commands_waiting{0};
    Counter certificates_issued{0};   ///< to agents, by token or by the one before
    Counter enrolments_refused{0};    ///< likewise asked for
    Counter suppressions_active{0};   ///< silences and windows that hide something or could
    Counter suppressions_refused{0};  ///< at the bound of silences or windows

    void count(ReportOutcome outcome) { ++reports[static_cast<std::size_t>(outcome)]; }
};

}  // namespace foreshock::http
