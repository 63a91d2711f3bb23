#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "recordings/expression.hpp"

/// Expressions of foreign hands: complaints or values, and these are numbers. The TOML around them
/// is read by a library whose own assertions malformed keys can trip.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::recordings;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    auto expression = Expression::parse(text.substr(0, 4096));
    if (expression) {
        Scrape scrape;
        const auto metrics = expression->metrics();
        for (const std::string& metric : metrics)
            scrape.metrics[metric] = {{"a=\"b\"", 2}, {"a=\"c\"", 0}, {text.substr(0, 100), 1e308}};
        for (int second = 0; second < 3; ++second) {
            scrape.at = from_unix_ms(second * 1000);
            for (const auto& [labels, value] : expression->evaluate(scrape, {{"x", "{a}"}}))
                if (std::isnan(value)) std::abort();
        }
    }
    return 0;
}
