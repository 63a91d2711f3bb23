#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/incidents/witnesses.hpp"

namespace foreshock::http {

/// Which agent is asked about which hosts, as the engine's thread last hung it out: the answer to
/// an agent's report carries its questions. Safe from any thread.
class WitnessBoard {
public:
    void write(incidents::WitnessQuestions questions) {
        auto fresh = std::make_shared<const incidents::WitnessQuestions>(std::move(questions));
        const std::lock_guard lock{mutex_};
        questions_ = std::move(fresh);
    }

    [[nodiscard]] std::vector<SightingQuestion> of(const std::string& agent_id) const {
        const auto questions = read();
        const auto found = questions->find(agent_id);
        return found == questions->end() ? std::vector<SightingQuestion>{} : found->second;
    }

private:
    [[nodiscard]] std::shared_ptr<const incidents::WitnessQuestions> read() const {
        const std::lock_guard lock{mutex_};
        return questions_;
    }

    mutable std::mutex mutex_;
    std::shared_ptr<const incidents::WitnessQuestions> questions_ =
        std::make_shared<const incidents::WitnessQuestions>();
};

}  // namespace foreshock::http
