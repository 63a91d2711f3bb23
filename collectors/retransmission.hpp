#pragma once

#include <cmath>
#include <optional>

namespace foreshock::collectors {

/// The share of TCP segments that had to be sent again, over about the last ten seconds: at one
/// second an idle host sends too few segments for any share to mean something.
class RetransmissionShare {
public:
    static constexpr double window_seconds = 10;
    static constexpr double segments_min = 20;

    /// Adds what happened in the last `seconds`. Linux does not count a retransmitted segment as
    /// sent (net/ipv4/tcp_output.c), so the share is of the sum. None while the window has seen
    /// fewer than segments_min.
    std::optional<double> add(double sent, double again, double seconds) {
        const double kept = std::exp(-seconds / window_seconds);
        sent_ = sent_ * kept + sent;
        again_ = again_ * kept + again;
        const double all = sent_ + again_;
        if (all < segments_min) return std::nullopt;
        return again_ / all;
    }

private:
    double sent_ = 0;
    double again_ = 0;
};

}  // namespace foreshock::collectors
