#include "server/triage/features.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace foreshock::triage {
namespace {

constexpr std::size_t letters_min = 3;
constexpr std::size_t letters_max = 5;
constexpr float word_weight = 1;
constexpr float pair_weight = 0.5F;
constexpr float letters_weight = 2;  // of all groups of a word together
constexpr std::array<float, 3> cluster_weights{0.2F, 0.3F, 0.3F};  // of 2, 3 and 4 clusters

// FNV-1a, 32 bits: the same bucket on every machine and in every version.
std::uint32_t bucket_of(char kind, std::initializer_list<std::string_view> parts) {
    std::uint32_t hash = 2166136261U;
    const auto mix = [&hash](char byte) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    };
    mix(kind);
    for (const std::string_view part : parts) {
        for (const char byte : part)
            mix(byte);
        mix('\0');
    }
    return (hash ^ (hash >> 17)) % buckets;
}

void add_letter_groups(const Word& word, std::uint16_t index, std::vector<Feature>& found) {
    std::vector<std::string> letters{"<"};
    letters.insert(letters.end(), word.pieces.begin(), word.pieces.end());
    letters.emplace_back(">");
    const std::size_t before = found.size();
    for (std::size_t count = letters_min; count <= letters_max; ++count) {
        for (std::size_t first = 0; first + count <= letters.size(); ++first) {
            std::string group;
            for (std::size_t i = first; i < first + count; ++i)
                group += letters[i];
            found.push_back({bucket_of('c', {group}), 0, index, 0,
                             static_cast<std::uint16_t>(word.pieces.size())});
        }
    }
    const auto groups = static_cast<float>(found.size() - before);
    for (std::size_t i = before; i < found.size(); ++i)
        found[i].weight = letters_weight / groups;
}

void add_clusters(const Word& word, std::uint16_t index, std::vector<Feature>& found) {
    for (std::size_t count = 2; count < 2 + cluster_weights.size(); ++count) {
        for (std::size_t first = 0; first + count <= word.pieces.size(); ++first) {
            found.push_back({bucket_of('t', {word.text(first, count)}), cluster_weights[count - 2],
                             index, static_cast<std::uint16_t>(first),
                             static_cast<std::uint16_t>(count)});
        }
    }
}

void keep_each_once(std::vector<Feature>& found) {
    std::stable_sort(found.begin(), found.end(), [](const Feature& a, const Feature& b) {
        return a.bucket != b.bucket ? a.bucket < b.bucket : a.weight > b.weight;
    });
    const auto end =
        std::unique(found.begin(), found.end(),
                    [](const Feature& a, const Feature& b) { return a.bucket == b.bucket; });
    found.erase(end, found.end());
}

}  // namespace

std::vector<Feature> features(const std::vector<Word>& words) {
    std::vector<Feature> found;
    const Word* before = nullptr;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        const auto index = static_cast<std::uint16_t>(i);
        if (word.is_thai) {
            add_clusters(word, index, found);
            before = nullptr;
            continue;
        }
        const auto pieces = static_cast<std::uint16_t>(word.pieces.size());
        const std::string text = word.text();
        found.push_back({bucket_of('w', {text}), word_weight, index, 0, pieces});
        if (before) {
            found.push_back(
                {bucket_of('b', {before->text(), text}), pair_weight, index, 0, pieces});
        }
        add_letter_groups(word, index, found);
        before = &word;
    }
    keep_each_once(found);
    return found;
}

}  // namespace foreshock::triage
