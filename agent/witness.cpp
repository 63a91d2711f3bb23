#include "agent/witness.hpp"

#include "agent/sighting_questions.hpp"

namespace foreshock::agent {
namespace {

constexpr Duration look_every{250};

}  // namespace

void Witness::asked(std::string_view answer, collectors::Background* background, TimePoint now) {
    if (!background || round_.is_open() || now < next_round_) return;
    std::vector<SightingQuestion> questions = sighting_questions(answer);
    if (questions.empty()) return;
    next_round_ = now + pause;
    // Where too many other things hang, this host is no witness: the others are asked as well.
    (void)round_.ask(*background, "witness", [look = look_, questions = std::move(questions)] {
        std::vector<Sighting> seen;
        for (const SightingQuestion& question : questions)
            seen.push_back(look(question));
        return Result<std::vector<Sighting>>{std::move(seen)};
    });
}

std::vector<Sighting> Witness::take() {
    auto seen = round_.take();
    return seen && *seen ? std::move(**seen) : std::vector<Sighting>{};
}

std::optional<TimePoint> Witness::next_look(TimePoint now) const {
    if (!round_.is_open()) return std::nullopt;
    return now + look_every;
}

}  // namespace foreshock::agent
