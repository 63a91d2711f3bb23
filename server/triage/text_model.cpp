#include "server/triage/text_model.hpp"

#include <algorithm>

#include "server/triage/temperature.hpp"

namespace foreshock::triage {
namespace {

constexpr std::size_t folds = 5;

std::vector<Feature> features_of(std::string_view text) {
    return features(split_words(text));
}

std::size_t place_of(const std::vector<std::string>& labels, std::string_view label) {
    const auto found = std::find(labels.begin(), labels.end(), label);
    return static_cast<std::size_t>(found - labels.begin());
}

Result<void> check_labels(const DeskTicket& ticket) {
    const LabelledText& labelled = ticket.labelled;
    if (ticket.id.empty()) return fail(Errc::invalid, "id: which ticket is it?");
    if (labelled.text.empty()) return fail(Errc::invalid, "text: a ticket needs words");
    if (labelled.intent.empty() && labelled.category.empty()) {
        return fail(Errc::invalid, "a ticket teaches nothing without intent and category");
    }
    const bool is_intent = labelled.intent.empty() || labelled.intent == "incident" ||
                           labelled.intent == "request" || labelled.intent == unsure;
    if (!is_intent) return fail(Errc::invalid, "intent: it is incident, request or unsure");
    if (labelled.category == uncategorised) {
        return fail(Errc::invalid, "category: leave it out where there is none");
    }
    return {};
}

/// A text that a cross-validation holds back, or learns again.
struct Held {
    std::string_view label;
    std::vector<Feature> features;
    int times = 1;
};

}  // namespace

TextModel::TextModel(std::span<const LabelledText> seed) : seed_(seed.begin(), seed.end()) {
    for (const LabelledText& labelled : seed_)
        learn(labelled, 1);
    calibrate();
}

Triage TextModel::judge(std::string_view text) const {
    const std::vector<Word> words = split_words(text);
    const std::vector<Feature> found = features(words);
    const auto judged_by = [&](const Head& head) {
        Judgement judgement{std::string{head.otherwise}, std::string{head.otherwise}, 0, {}};
        const std::vector<double> likely =
            probabilities(head.bayes.scores(found), head.temperature);
        if (likely.empty()) return judgement;
        const auto best = std::max_element(likely.begin(), likely.end());
        const auto place = static_cast<std::size_t>(best - likely.begin());
        judgement.confidence = *best;
        judgement.likeliest = head.bayes.labels()[place];
        const bool is_sure =
            *best >= head.confidence_least && head.bayes.known_share(found) >= known_share_least;
        if (is_sure) judgement.label = judgement.likeliest;
        judgement.clues = clues(words, found, head.bayes.shares(found, place));
        return judgement;
    };
    return {judged_by(intent_), judged_by(category_)};
}

Result<void> TextModel::check(const DeskTicket& ticket) const {
    if (auto good = check_labels(ticket); !good) return good;
    if (has_room_for(category_, ticket.labelled.category)) return {};
    return fail(Errc::invalid, "category: " + std::to_string(NaiveBayes::labels_max) +
                                   " are known already, which is the bound");
}

Result<void> TextModel::observe(DeskTicket ticket) {
    if (auto good = check(ticket); !good) return good;
    ticket.labelled.text.resize(std::min(ticket.labelled.text.size(), text_bytes_max));
    const auto known = tickets_.find(ticket.id);
    if (known != tickets_.end()) {
        forget(known->second, desk_ticket_counts);
        std::erase(order_, ticket.id);
    }
    learn(ticket.labelled, desk_ticket_counts);
    order_.push_back(ticket.id);
    tickets_.insert_or_assign(std::move(ticket.id), std::move(ticket.labelled));
    if (tickets_.size() > desk_tickets_max) forget_oldest();
    return {};
}

void TextModel::calibrate() {
    calibrate(intent_);
    calibrate(category_);
}

std::string_view TextModel::intent_of(const LabelledText& labelled) {
    return labelled.intent;
}

// What says nothing has no category, and that is something to learn.
std::string_view TextModel::category_of(const LabelledText& labelled) {
    const bool says_nothing = labelled.category.empty() && labelled.intent == unsure;
    return says_nothing ? uncategorised : std::string_view{labelled.category};
}

void TextModel::learn(const LabelledText& labelled, int times) {
    const std::vector<Feature> found = features_of(labelled.text);
    for (Head* head : {&intent_, &category_}) {
        const std::string_view label = head->label_of(labelled);
        if (!label.empty()) head->bayes.learn(label, found, times);
    }
}

void TextModel::forget(const LabelledText& labelled, int times) {
    const std::vector<Feature> found = features_of(labelled.text);
    for (Head* head : {&intent_, &category_}) {
        const std::string_view label = head->label_of(labelled);
        if (!label.empty()) head->bayes.forget(label, found, times);
    }
}

void TextModel::calibrate(Head& head) {
    std::vector<std::pair<const LabelledText*, int>> whole;
    const auto add = [&](const LabelledText& labelled, int times) {
        if (labelled.intent.empty() || head.label_of(labelled).empty()) return;
        whole.emplace_back(&labelled, times);
    };
    for (const LabelledText& labelled : seed_)
        add(labelled, 1);
    for (const std::string& id : order_)
        add(tickets_.find(id)->second, desk_ticket_counts);

    std::vector<ScoredText> scored;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<Held> held;
        for (std::size_t i = fold; i < whole.size(); i += folds) {
            const LabelledText& labelled = *whole[i].first;
            held.push_back({head.label_of(labelled), features_of(labelled.text), whole[i].second});
            head.bayes.forget(held.back().label, held.back().features, held.back().times);
        }
        for (const Held& one : held) {
            scored.push_back(
                {head.bayes.scores(one.features), place_of(head.bayes.labels(), one.label)});
        }
        for (const Held& one : held)
            head.bayes.learn(one.label, one.features, one.times);
    }
    head.temperature = fitted_temperature(scored);
}

void TextModel::forget_oldest() {
    const auto oldest = tickets_.find(order_.front());
    forget(oldest->second, desk_ticket_counts);
    tickets_.erase(oldest);
    order_.pop_front();
    ++forgotten_;
}

bool TextModel::has_room_for(const Head& head, const std::string& label) const {
    const std::vector<std::string>& labels = head.bayes.labels();
    return label.empty() || labels.size() < NaiveBayes::labels_max ||
           place_of(labels, label) < labels.size();
}

}  // namespace foreshock::triage
