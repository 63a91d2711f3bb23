// How well the text model judges tickets that it has not learnt, what training and judging cost,
// and what it keeps in memory.

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "server/triage/seed.hpp"
#include "server/triage/text_model.hpp"

using namespace foreshock;
using namespace foreshock::triage;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string resident_kib() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return line.substr(6);
    }
    return "unknown";
}

void judge_all(const TextModel& model, const std::vector<LabelledText>& texts) {
    int tickets = 0;
    int intents = 0;
    int categories = 0;
    for (const LabelledText& held : texts) {
        if (held.intent == unsure) continue;
        const Triage triage = model.judge(held.text);
        ++tickets;
        intents += triage.intent.likeliest == held.intent ? 1 : 0;
        categories += triage.category.likeliest == held.category ? 1 : 0;
    }
    std::printf("held-back tickets %d: intent %.1f %%, category %.1f %% right\n", tickets,
                100.0 * intents / tickets, 100.0 * categories / tickets);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string path = argc > 1 ? argv[1] : "tests/server/triage/held_back.txt";
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    const auto held = parse_labelled_texts(text.str());
    if (!file || !held) {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return 1;
    }
    auto start = std::chrono::steady_clock::now();
    TextModel model{seed_texts()};
    std::printf("trained and calibrated on the seed in %.3f s\n", seconds_since(start));
    judge_all(model, *held);

    constexpr int rounds = 20;
    start = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i)
        for (const LabelledText& one : *held)
            static_cast<void>(model.judge(one.text));
    const double judged = rounds * static_cast<double>(held->size());
    std::printf("%.0f µs a judgement\n", 1e6 * seconds_since(start) / judged);

    start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < TextModel::desk_tickets_max; ++i) {
        LabelledText labelled = (*held)[i % held->size()];
        labelled.text += " ticket " + std::to_string(i);
        if (!model.observe({"T-" + std::to_string(i), labelled})) return 1;
    }
    std::printf("%zu desk tickets learnt in %.3f s\n", model.desk_tickets(), seconds_since(start));
    start = std::chrono::steady_clock::now();
    model.calibrate();
    std::printf("calibrated with them in %.3f s\nresident%s\n", seconds_since(start),
                resident_kib().c_str());
}
