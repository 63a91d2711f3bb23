#include "server/incidents/kin_feedback.hpp"

#include <algorithm>
#include <tuple>

namespace foreshock::incidents {

KinFeedback::KinFeedback(const std::vector<KinVerdict>& verdicts) {
    for (const KinVerdict& verdict : verdicts)
        verdicts_.insert_or_assign(pair_of(verdict.a, verdict.b), verdict);
    while (verdicts_.size() > pairs_max)
        forget_oldest();
}

KinFeedback::Pair KinFeedback::pair_of(const std::string& kind, const std::string& other) {
    return kind <= other ? Pair{kind, other} : Pair{other, kind};
}

KinVerdict KinFeedback::learn(const std::string& kind, const std::string& other, int merged,
                              int split, TimePoint at) {
    const Pair pair = pair_of(kind, other);
    KinVerdict& verdict = verdicts_[pair];
    verdict.a = pair.first;
    verdict.b = pair.second;
    verdict.merged = std::max(0, verdict.merged + merged);
    verdict.split = std::max(0, verdict.split + split);
    verdict.at = at;
    const KinVerdict now = verdict;
    if (verdicts_.size() > pairs_max) forget_oldest();
    return now;
}

void KinFeedback::forget_oldest() {
    const auto oldest = std::min_element(
        verdicts_.begin(), verdicts_.end(), [](const auto& one, const auto& other) {
            return std::tie(one.second.at, one.first) < std::tie(other.second.at, other.first);
        });
    verdicts_.erase(oldest);
    ++forgotten_;
}

double KinFeedback::weight(const std::string& kind, const std::string& other) const {
    const auto found = verdicts_.find(pair_of(kind, other));
    if (found == verdicts_.end()) return 0;
    const int balance = found->second.merged - found->second.split;
    return std::clamp(weight_of_one * balance, -weight_max, weight_max);
}

std::string KinFeedback::words(const std::string& kind, const std::string& other) const {
    const auto found = verdicts_.find(pair_of(kind, other));
    if (found == verdicts_.end()) return "";
    const KinVerdict& verdict = found->second;
    return "people put " + verdict.a + " and " + verdict.b + " together " +
           std::to_string(verdict.merged) + " times and took them apart " +
           std::to_string(verdict.split) + " times";
}

}  // namespace foreshock::incidents
