#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "agent/learned_file.hpp"
#include "agent/log.hpp"
#include "core/time.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::agent {

/// Keeps what the detectors learn in a file of the state folder, so that it survives the agent.
/// A crash loses at most `keep_every`. For one thread. Memory: about 50 bytes per state.
class LearnedStore {
public:
    static constexpr Duration keep_every = std::chrono::minutes{10};
    /// A state whose series never came back for so long is forgotten.
    static constexpr Duration forget_after = std::chrono::hours{24 * 30};

    /// An empty path: nothing is kept.
    LearnedStore(std::string path, EventLog& log) : path_(std::move(path)), log_(log) {}

    /// At the start: what was kept and still fits the pack. A file that cannot be read is said in
    /// one line, and learning begins anew.
    std::vector<detectors::Learned> recall(const detectors::Pack& pack);

    [[nodiscard]] bool is_due(TimePoint now);

    /// Writes the file whole, or says once that it cannot; then the old one stays.
    void keep(std::vector<detectors::Learned> learned, const detectors::Pack& pack, TimePoint now);

    /// The same bit by bit: after `begin`, `add` takes the states of a tick and `finish` writes. Of
    /// two states of one kind and subject the one added later stays. `keep` ends it, and so does
    /// `give_up`, which writes nothing: it is due as before.
    void begin();
    void add(std::vector<detectors::Learned> learned, const detectors::Pack& pack, TimePoint now);
    void finish(TimePoint now);
    void give_up();

    [[nodiscard]] bool is_gathering() const { return gathering_.has_value(); }

    /// The states with settings and times, as they are kept.
    std::vector<KeptState> complete(std::vector<detectors::Learned> learned,
                                    const detectors::Pack& pack, TimePoint now);

    /// When the state was first kept; `now` when it never was.
    [[nodiscard]] TimePoint since(const detectors::Learned& learned, TimePoint now) const;

    [[nodiscard]] std::size_t kept() const { return kept_; }

    /// Left out of the last file because of its bounds.
    [[nodiscard]] std::size_t left_out() const { return left_out_; }

private:
    using Since = std::unordered_map<std::size_t, TimePoint>;

    /// What was added since `begin`.
    struct Gathering {
        std::vector<KeptState> states;
        std::unordered_map<std::size_t, std::size_t> positions;  // by a hash of kind and subject
        Since since;
    };

    std::optional<KeptState> completed(detectors::Learned learned, std::size_t key,
                                       const detectors::Pack& pack, TimePoint now) const;
    void write(const std::vector<KeptState>& states);

    std::string path_;
    EventLog& log_;
    std::optional<TimePoint> due_;
    Since since_;  // by a hash of kind and subject
    std::optional<Gathering> gathering_;
    std::size_t kept_ = 0;
    std::size_t left_out_ = 0;
    bool is_failing_ = false;
};

/// Those of the states whose kind is set up in the pack as it was when they were learned.
std::vector<detectors::Learned> fitting(std::vector<KeptState> states, const detectors::Pack& pack);

}  // namespace foreshock::agent
