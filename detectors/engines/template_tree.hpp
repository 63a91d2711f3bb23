#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/time.hpp"
#include "detectors/engines/line_tokens.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// The kinds of lines of one source, found while the lines come: a tree of fixed depth (number of
/// words, first and second word that do not vary), in its leaves templates; a line belongs to the
/// most similar one when three fifths of its words agree, and words that differ become variable in
/// it. Words that vary in both are not counted: they tell nothing.
///
/// Source: He, Zhu, Zheng, Lyu, "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS
/// 2017, section III. Ours keeps hashes of words instead of the words, and is bounded: beyond
/// `templates_max` the template that was met longest ago is forgotten, and counted. Beyond
/// `branches_max` first words of lines of one length, new ones share a branch.
///
/// Memory: about 180 bytes and 4 per word for a template: 230 of an ordinary one, 380 at most; all
/// at `bytes()`. The same lines give the same templates. For one thread.
class TemplateTree {
public:
    static constexpr std::size_t branches_max = 100;

    explicit TemplateTree(std::size_t templates_max) : templates_max_(templates_max) {}

    struct Match {
        std::uint64_t id = 0;     ///< of the template, never given again
        std::uint64_t count = 0;  ///< lines of it so far, this one included; 1: it is new
    };

    /// Learns from the line and says which template it belongs to. A line without words is {0, 0}.
    Match add(std::span<const TokenHash> tokens);

    /// Forgets the template that was met longest ago. There must be one.
    void evict_oldest();

    [[nodiscard]] std::size_t size() const { return templates_.size(); }

    [[nodiscard]] std::size_t bytes() const;

    [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

    /// Templates met once, also those that were forgotten since: N1 of Good–Turing.
    [[nodiscard]] std::uint64_t singletons() const { return singletons_; }

    void save(StateWriter& out) const;
    /// False when the state is not whole; the tree is then empty.
    bool restore(StateReader& in);

private:
    /// Where a line belongs: lines of one length and first word are a branch, parts of it leaves.
    struct Route {
        std::uint64_t branch = 0;
        std::uint64_t leaf = 0;
    };

    struct Template {
        std::uint64_t id = 0;
        std::uint64_t met = 0;  // the number of the line that it was last met with
        std::uint64_t count = 0;
        Route route;
        std::vector<TokenHash> tokens;
    };

    static constexpr std::size_t places_none = static_cast<std::size_t>(-1);

    [[nodiscard]] Route route_of(std::span<const TokenHash> tokens) const;
    [[nodiscard]] std::size_t most_similar(std::uint64_t leaf,
                                           std::span<const TokenHash> tokens) const;
    void insert(Template added);
    void remove(std::size_t place);
    void clear();

    std::size_t templates_max_;
    std::vector<Template> templates_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> leaves_;  // → places
    std::unordered_map<std::uint64_t, std::uint32_t> templates_of_;         // by branch
    std::unordered_map<std::size_t, std::uint32_t> branches_of_;            // by number of words
    std::size_t words_ = 0;
    std::uint64_t lines_ = 0;
    std::uint64_t next_id_ = 1;
    std::uint64_t evicted_ = 0;
    std::uint64_t singletons_ = 0;
};

}  // namespace foreshock::detectors
