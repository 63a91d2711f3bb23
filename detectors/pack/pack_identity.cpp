#include "detectors/pack/pack_identity.hpp"

#include <string_view>

#include "core/hash.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::string_view stock = "stock";
constexpr std::size_t id_digits = 16;

struct Place {
    std::string_view folder;
    std::string_view file;
};

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

Place place_of(std::string_view path) {
    const std::string_view file = last_part(path);
    path.remove_suffix(std::min(path.size(), file.size() + 1));
    return {last_part(path), file};
}

std::string short_id(std::string_view words) {
    return stable_id({words}).substr(0, id_digits);
}

}  // namespace

PackInUse pack_in_use(const std::vector<PackText>& texts, std::size_t kinds) {
    PackInUse pack;
    pack.kinds = static_cast<std::uint32_t>(kinds);
    std::string all;
    for (std::size_t i = 0; i < texts.size();) {
        const Place first = place_of(texts[i].file_name);
        const bool is_stock = first.folder == stock;
        const std::string_view name = is_stock ? stock : first.file;
        std::string words;
        do {
            const std::string_view file = place_of(texts[i].file_name).file;
            words.append(file).append("\n").append(texts[i].toml).append("\n");
            ++i;
        } while (is_stock && i < texts.size() && place_of(texts[i].file_name).folder == stock);
        const std::string id = short_id(words);
        all.append(name).append(" ").append(id).append("\n");
        if (pack.parts.size() < PackInUse::parts_max)
            pack.parts.push_back({std::string{name.substr(0, PackInUse::name_bytes_max)}, id});
    }
    pack.id = short_id(all);
    return pack;
}

}  // namespace foreshock::detectors
