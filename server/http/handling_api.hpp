#pragma once

#include <span>
#include <vector>

#include "core/clock.hpp"
#include "server/http/idempotency.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// What people arrange around an incident: waiting, reopening, closing, links, a major incident and
/// its roles, whose it is, where they meet, words to reporters and to the public, answers to
/// questions, how it ended. Borrows its collaborators for the life of its routes; safe from any
/// thread.
class HandlingApi {
public:
    /// A person put an incident into another category, durably: something may be learnt from that.
    using CategoryCorrected =
        std::function<void(const incidents::Incident& now, const std::string& actor)>;

    HandlingApi(const incidents::IncidentReader& reader,
                const incidents::DiagnosisReader& diagnosis, CommandSink& commands,
                const Clock& clock, CategoryCorrected category_corrected = {})
        : reader_(reader),
          diagnosis_(diagnosis),
          commands_(commands),
          clock_(clock),
          category_corrected_(std::move(category_corrected)) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;

    std::vector<Route> routes();

private:
    using Step = decltype(incidents::PersonStep::what);

    /// One act: what its body may carry, and the step that it asks for.
    struct Act {
        std::string_view pattern;
        std::span<const TextField> fields;
        Result<Step> (HandlingApi::*step_of)(const TextFields& fields) const;
    };

    static std::span<const Act> acts();
    void act(const Act& act, const Request& request, const std::string& id,
             const Responder& respond);
    void offer(incidents::PersonStep step, const Responder& respond);

    Result<Step> pend(const TextFields& fields) const;
    Result<Step> resume(const TextFields& fields) const;
    Result<Step> reopen(const TextFields& fields) const;
    Result<Step> confirm_closed(const TextFields& fields) const;
    Result<Step> declare_major(const TextFields& fields) const;
    Result<Step> give_role(const TextFields& fields) const;
    Result<Step> end_major(const TextFields& fields) const;
    Result<Step> make_link(const TextFields& fields) const;
    Result<Step> remove_link(const TextFields& fields) const;
    static Result<Step> transfer(const TextFields& fields, incidents::Transfer::Kind kind);
    Result<Step> assign(const TextFields& fields) const;
    Result<Step> escalate(const TextFields& fields) const;
    Result<Step> hand_over(const TextFields& fields) const;
    Result<Step> open_bridge(const TextFields& fields) const;
    Result<Step> join_bridge(const TextFields& fields) const;
    Result<Step> end_bridge(const TextFields& fields) const;
    Result<Step> answer_reporter(const TextFields& fields) const;
    Result<Step> note_answer(const TextFields& fields) const;
    Result<Step> record_step(const TextFields& fields) const;
    Result<Step> record_closure(const TextFields& fields) const;
    Result<Step> correct_category(const TextFields& fields) const;
    Result<Step> publish(const TextFields& fields) const;
    Result<Step> give_update(const TextFields& fields) const;

    const incidents::IncidentReader& reader_;
    const incidents::DiagnosisReader& diagnosis_;
    CommandSink& commands_;
    const Clock& clock_;
    CategoryCorrected category_corrected_;
    IdempotencyMemory idempotency_;
};

}  // namespace foreshock::http
