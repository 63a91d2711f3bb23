#include "server/incidents/dependency_kinship.hpp"

#include "server/incidents/scale.hpp"

namespace foreshock::incidents {
namespace {

/// Who is in trouble because of whom, and how one knows.
struct Blame {
    const Symptom* cause = nullptr;
    const Symptom* effect = nullptr;
    DependencyPath path;
};

bool is_to_blame(const Symptom& needed) {
    return needed.phase == Phase::occurring && needed.severity != Severity::info;
}

std::optional<Blame> blame(const Symptom& a, const Symptom& b, const ServiceMap& services) {
    if (is_to_blame(a)) {
        if (auto path = services.path(b, a)) return Blame{&a, &b, std::move(*path)};
    }
    if (is_to_blame(b)) {
        if (auto path = services.path(a, b)) return Blame{&b, &a, std::move(*path)};
    }
    return std::nullopt;
}

Kinship weigh(const Blame& blame, Duration apart) {
    Kinship found;
    Scale scale{&found};
    scale.add(0.4, "service_dependency", [&] { return blame.path.words(); });
    if (blame.cause->first_sign <= blame.effect->first_sign) {
        scale.add(0.1, "first_sign_order", [&] {
            return blame.cause->kind + " on " + blame.cause->subject.host + " moved first, by " +
                   describe_duration(blame.effect->first_sign - blame.cause->first_sign);
        });
    }
    scale.add(apart <= std::chrono::minutes{1} ? 0.2 : 0.1, "close_in_time",
              [&] { return "raised " + describe_duration(apart) + " apart"; });
    found.score = scale.score();
    return found;
}

}  // namespace

Kinship dependency_kinship(const Symptom& fresh, const Incident& candidate,
                           const SpreadView& view) {
    Kinship best;
    std::size_t left = dependency_symptoms_max;
    for (const IncidentSymptom& known : candidate.symptoms) {
        if (!known.is_active()) continue;
        if (left-- == 0) break;
        const Duration apart = time_apart(fresh, known.symptom);
        if (apart > std::chrono::minutes{5}) continue;
        const auto found = blame(fresh, known.symptom, view.services);
        if (!found) continue;
        Kinship kinship = weigh(*found, apart);
        if (kinship.score > best.score) best = std::move(kinship);
    }
    return best;
}

bool is_dependent(const Symptom& a, const Symptom& b, const ServiceMap& services) {
    return blame(a, b, services).has_value();
}

}  // namespace foreshock::incidents
