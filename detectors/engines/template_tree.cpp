#include "detectors/engines/template_tree.hpp"

#include <algorithm>
#include <utility>

namespace foreshock::detectors {
namespace {

constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    std::uint64_t z = (a ^ (b + 0x9E3779B97F4A7C15U + (a << 6) + (a >> 2))) * 0xBF58476D1CE4E5B9U;
    z ^= z >> 29;
    return z * 0x94D049BB133111EBU;
}

constexpr float similarity_min = 0.6F;

/// The share of words that agree, of those that are not variable in both; a word that only the
/// template or only the line has variable agrees by half.
float similarity(std::span<const TokenHash> known, std::span<const TokenHash> tokens) {
    int halves = 0;
    int words = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (known[i] == variable_token && tokens[i] == variable_token) continue;
        ++words;
        if (known[i] == variable_token || tokens[i] == variable_token)
            ++halves;
        else if (known[i] == tokens[i])
            halves += 2;
    }
    return words == 0 ? 1 : static_cast<float>(halves) / static_cast<float>(2 * words);
}

/// Words of a template that are not variable.
std::size_t fixed_words(std::span<const TokenHash> known) {
    return known.size() -
           static_cast<std::size_t>(std::count(known.begin(), known.end(), variable_token));
}

/// The first two words that are not variable; fewer are made up by variable ones.
std::pair<TokenHash, TokenHash> first_fixed(std::span<const TokenHash> tokens) {
    const auto is_fixed = [](TokenHash token) { return token != variable_token; };
    const auto first = std::find_if(tokens.begin(), tokens.end(), is_fixed);
    if (first == tokens.end()) return {variable_token, variable_token};
    const auto second = std::find_if(first + 1, tokens.end(), is_fixed);
    return {*first, second == tokens.end() ? variable_token : *second};
}

}  // namespace

TemplateTree::Route TemplateTree::route_of(std::span<const TokenHash> tokens) const {
    const auto [first, second] = first_fixed(tokens);
    const std::uint64_t length = mixed(1, tokens.size());
    std::uint64_t branch = mixed(length, first);
    if (!templates_of_.contains(branch)) {
        const auto branches = branches_of_.find(tokens.size());
        if (branches != branches_of_.end() && branches->second >= branches_max)
            branch = mixed(length, variable_token);
    }
    return {branch, mixed(branch, second)};
}

std::size_t TemplateTree::most_similar(std::uint64_t leaf,
                                       std::span<const TokenHash> tokens) const {
    const auto found = leaves_.find(leaf);
    if (found == leaves_.end()) return places_none;
    std::size_t best = places_none;
    float best_similarity = similarity_min;
    std::size_t best_fixed = 0;
    for (const std::uint32_t place : found->second) {
        const std::vector<TokenHash>& known = templates_[place].tokens;
        if (known.size() != tokens.size()) continue;
        const float similar = similarity(known, tokens);
        if (similar < best_similarity) continue;
        const std::size_t fixed = fixed_words(known);
        if (best != places_none && similar == best_similarity && fixed <= best_fixed) continue;
        best = place;
        best_similarity = similar;
        best_fixed = fixed;
    }
    return best;
}

TemplateTree::Match TemplateTree::add(std::span<const TokenHash> tokens) {
    if (tokens.empty()) return {};
    ++lines_;
    const Route route = route_of(tokens);
    const std::size_t place = most_similar(route.leaf, tokens);
    if (place == places_none) {
        const std::uint64_t id = next_id_++;
        ++singletons_;
        insert({id, lines_, 1, route, {tokens.begin(), tokens.end()}});
        if (templates_.size() > templates_max_) evict_oldest();
        return {id, 1};
    }
    Template& known = templates_[place];
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (known.tokens[i] != tokens[i]) known.tokens[i] = variable_token;
    known.met = lines_;
    if (++known.count == 2 && singletons_ > 0) --singletons_;
    return {known.id, known.count};
}

void TemplateTree::insert(Template added) {
    leaves_[added.route.leaf].push_back(static_cast<std::uint32_t>(templates_.size()));
    if (++templates_of_[added.route.branch] == 1) ++branches_of_[added.tokens.size()];
    words_ += added.tokens.size();
    templates_.push_back(std::move(added));
}

void TemplateTree::remove(std::size_t place) {
    const Template& removed = templates_[place];
    const auto leaf = leaves_.find(removed.route.leaf);
    std::erase(leaf->second, static_cast<std::uint32_t>(place));
    if (leaf->second.empty()) leaves_.erase(leaf);
    const auto branch = templates_of_.find(removed.route.branch);
    if (--branch->second == 0) {
        templates_of_.erase(branch);
        --branches_of_[removed.tokens.size()];
    }
    words_ -= removed.tokens.size();
    const std::size_t last = templates_.size() - 1;
    if (place != last) {
        auto& places = leaves_[templates_[last].route.leaf];
        std::replace(places.begin(), places.end(), static_cast<std::uint32_t>(last),
                     static_cast<std::uint32_t>(place));
        templates_[place] = std::move(templates_[last]);
    }
    templates_.pop_back();
}

void TemplateTree::evict_oldest() {
    const auto oldest =
        std::min_element(templates_.begin(), templates_.end(),
                         [](const Template& a, const Template& b) { return a.met < b.met; });
    remove(static_cast<std::size_t>(oldest - templates_.begin()));
    ++evicted_;
}

std::size_t TemplateTree::bytes() const {
    constexpr std::size_t node_bytes = 48;  // of a table: key, value, link, place in its buckets
    return templates_.size() * sizeof(Template) + words_ * sizeof(TokenHash) +
           leaves_.size() * (node_bytes + sizeof(std::vector<std::uint32_t>)) +
           (templates_of_.size() + branches_of_.size()) * node_bytes;
}

void TemplateTree::clear() {
    *this = TemplateTree{templates_max_};
}

void TemplateTree::save(StateWriter& out) const {
    out.put(singletons_);
    out.put(static_cast<std::uint32_t>(templates_.size()));
    for (const Template& each : templates_) {
        out.put(static_cast<std::uint32_t>(std::min<std::uint64_t>(each.count, 0xFFFFFFFF)));
        out.put(each.route.branch);
        out.put(each.route.leaf);
        out.put(static_cast<std::uint8_t>(each.tokens.size()));
        for (const TokenHash token : each.tokens)
            out.put(token);
    }
}

bool TemplateTree::restore(StateReader& in) {
    clear();
    const auto singletons = in.get<std::uint64_t>();
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        Template each;
        each.count = in.get<std::uint32_t>();
        each.route.branch = in.get<std::uint64_t>();
        each.route.leaf = in.get<std::uint64_t>();
        const auto words = in.get<std::uint8_t>();
        if (words == 0 || words > LineTokens::tokens_max) break;
        for (std::size_t word = 0; word < words; ++word)
            each.tokens.push_back(in.get<TokenHash>());
        if (in.failed()) break;
        each.id = next_id_++;
        each.met = ++lines_;
        insert(std::move(each));
        if (templates_.size() > templates_max_) evict_oldest();
    }
    singletons_ = singletons;
    if (!in.failed() && lines_ == count) return true;
    clear();
    return false;
}

}  // namespace foreshock::detectors
