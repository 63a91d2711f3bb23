#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "server/triage/seed.hpp"
#include "server/triage/text_model.hpp"

namespace foreshock::triage {
namespace {

std::vector<LabelledText> held_back() {
    std::ifstream file{FORESHOCK_SOURCE_DIR "/tests/server/triage/held_back.txt"};
    std::ostringstream text;
    text << file.rdbuf();
    auto texts = parse_labelled_texts(text.str());
    REQUIRE(texts);
    return std::move(*texts);
}

bool is_thai(const LabelledText& labelled) {
    return labelled.text.find("\xe0\xb8") != std::string::npos;
}

/// How a head did on the texts that it should know.
struct Record {
    double texts = 0;
    double right = 0;  ///< the likeliest label was right, sure or not
    double sure = 0;   ///< a label was given
    double sure_and_right = 0;

    void add(const Judgement& judgement, std::string_view label) {
        ++texts;
        right += judgement.likeliest == label ? 1 : 0;
        const bool is_sure = judgement.label != unsure && judgement.label != uncategorised;
        sure += is_sure ? 1 : 0;
        sure_and_right += is_sure && judgement.label == label ? 1 : 0;
    }

    [[nodiscard]] std::string words() const {
        std::ostringstream text;
        text.precision(3);
        text << 100 * right / texts << " % right of " << texts << "; sure of " << 100 * sure / texts
             << " %, " << 100 * sure_and_right / sure << " % of those right";
        return text.str();
    }
};

TEST_CASE("held-back tickets: none of them is in the seed", "[triage]") {
    const std::vector<LabelledText> seed = seed_texts();
    for (const LabelledText& held : held_back()) {
        for (const LabelledText& seen : seed) {
            CAPTURE(held.text);
            REQUIRE(seen.text != held.text);
        }
    }
}

TEST_CASE("held-back tickets: intent and category are right as often as promised", "[triage]") {
    const TextModel model{seed_texts()};
    Record intent;
    Record category;
    Record thai_category;
    double unsure_texts = 0;
    double unsure_seen = 0;
    for (const LabelledText& held : held_back()) {
        const Triage triage = model.judge(held.text);
        if (held.intent == unsure) {
            ++unsure_texts;
            unsure_seen += triage.intent.label == unsure ? 1 : 0;
            continue;
        }
        intent.add(triage.intent, held.intent);
        category.add(triage.category, held.category);
        if (is_thai(held)) thai_category.add(triage.category, held.category);
    }
    WARN("intent " << intent.words() << "\ncategory " << category.words() << "\n  in Thai "
                   << thai_category.words() << "\nunsure said of " << unsure_seen << " of "
                   << unsure_texts << " that do not say what is wanted");
    CHECK(intent.right / intent.texts >= 0.93);
    CHECK(intent.sure_and_right / intent.sure >= 0.95);
    CHECK(category.right / category.texts >= 0.9);
    CHECK(category.sure_and_right / category.sure >= 0.92);
    CHECK(thai_category.right / thai_category.texts >= 0.85);
    CHECK(unsure_seen / unsure_texts >= 0.7);
}

}  // namespace
}  // namespace foreshock::triage
