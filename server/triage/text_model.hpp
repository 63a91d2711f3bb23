#pragma once

#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "server/triage/clues.hpp"
#include "server/triage/labelled_texts.hpp"
#include "server/triage/naive_bayes.hpp"

namespace foreshock::triage {

inline constexpr std::string_view unsure = "unsure";
inline constexpr std::string_view uncategorised = "uncategorised";

/// What one head says of a text. The confidence is fitted so that of the judgements with 80 % four
/// in five are right (temperature.hpp), by cross-validation over what was learnt.
struct Judgement {
    std::string label;        ///< "unsure" or "uncategorised" when the confidence is too low
    std::string likeliest;    ///< the best guess all the same
    double confidence = 0;    ///< of the likeliest, 0 to 1
    std::vector<Clue> clues;  ///< for and against the likeliest, the heaviest first
};

struct Triage {
    Judgement intent;    ///< "incident", "request" or "unsure"
    Judgement category;  ///< one of the categories learnt, or "uncategorised"
};

/// A ticket of the desk whose labels a person has confirmed or corrected.
struct DeskTicket {
    std::string id;
    LabelledText labelled;

    bool operator==(const DeskTicket&) const = default;
};

/// The desk's text model: two heads, intent and category. It learns a seed, then the desk's own
/// tickets, of which each counts three times. The order of learning does not matter; the same
/// texts give the same judgements everywhere.
///
/// Memory: half a MiB for each label of a head (at first 7 MiB), at most 32 labels a head, and the
/// texts of the newest 5,000 desk tickets (2 kB each at most); what comes beyond replaces the
/// oldest, which is forgotten. Pure: no clock, no I/O, no lock.
class TextModel {
public:
    static constexpr std::size_t desk_tickets_max = 5000;
    static constexpr int desk_ticket_counts = 3;
    static constexpr double intent_confidence_least = 0.6;
    static constexpr double category_confidence_least = 0.5;
    static constexpr double known_share_least = 0.3;  ///< of a text, to be sure of anything

    explicit TextModel(std::span<const LabelledText> seed);

    [[nodiscard]] Triage judge(std::string_view text) const;

    /// invalid for a ticket without id, text or label, for an intent that does not exist, and for a
    /// new category beyond the bound on labels.
    [[nodiscard]] Result<void> check(const DeskTicket& ticket) const;

    /// Learns one ticket at once; the same id again replaces what it said before. An error, which
    /// is that of `check`, changes nothing.
    Result<void> observe(DeskTicket ticket);

    /// Finds anew how sure the heads may be, by five-fold cross-validation over seed and tickets:
    /// what only gives words (no intent) is learnt throughout. The cost is that of judging each
    /// once. Done by the constructor; to be done after many tickets were observed.
    void calibrate();

    [[nodiscard]] std::size_t desk_tickets() const { return tickets_.size(); }

    [[nodiscard]] std::uint64_t desk_tickets_forgotten() const { return forgotten_; }

private:
    struct Head {
        NaiveBayes bayes;
        std::string_view (*label_of)(const LabelledText&);
        std::string_view otherwise;
        double confidence_least;
        double temperature = 1;
    };

    void learn(const LabelledText& labelled, int times);
    void forget(const LabelledText& labelled, int times);
    void calibrate(Head& head);
    void forget_oldest();
    [[nodiscard]] bool has_room_for(const Head& head, const std::string& label) const;

    static std::string_view intent_of(const LabelledText& labelled);
    static std::string_view category_of(const LabelledText& labelled);

    Head intent_{{}, intent_of, unsure, intent_confidence_least};
    Head category_{{}, category_of, uncategorised, category_confidence_least};
    std::vector<LabelledText> seed_;
    std::deque<std::string> order_;  // of ids, oldest first
    std::map<std::string, LabelledText, std::less<>> tickets_;
    std::uint64_t forgotten_ = 0;
};

}  // namespace foreshock::triage
