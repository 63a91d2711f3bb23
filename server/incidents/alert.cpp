#include "server/incidents/alert.hpp"

namespace foreshock::incidents {
namespace {

class Fnv64 {
public:
    void add(std::string_view text) {
        for (const char c : text)
            add(static_cast<unsigned char>(c));
        add(separator);
    }

    [[nodiscard]] std::string hex() const {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text(16, '0');
        for (std::size_t i = 0; i < text.size(); ++i)
            text[i] = digits[(value_ >> (60 - 4 * i)) & 15];
        return text;
    }

private:
    static constexpr unsigned char separator = 255;  // never a byte of UTF-8

    void add(unsigned char byte) {
        value_ ^= byte;
        value_ *= 1099511628211ULL;
    }

    std::uint64_t value_ = 14695981039346656037ULL;
};

}  // namespace

std::string label_fingerprint(const AlertTexts& labels) {
    Fnv64 sum;
    for (const auto& [name, value] : labels) {
        sum.add(name);
        sum.add(value);
    }
    return sum.hex();
}

}  // namespace foreshock::incidents
