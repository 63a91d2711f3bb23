#include "server/reports/incoming_mail.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "core/trimmed.hpp"

namespace foreshock::reports {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    return lowered;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// "On Tue, Ann wrote:" and what Outlook writes instead.
bool introduces_quote(std::string_view line) {
    const std::string_view text = trimmed(line);
    const bool wrote = text.starts_with("On ") && text.ends_with("wrote:");
    const bool wrote_thai = text.ends_with("เขียนว่า:") || text.ends_with("เขียน:");
    return wrote || wrote_thai || text.starts_with("-----Original Message-----") ||
           text.starts_with("________________________________");
}

bool is_own(const std::string& address, const std::vector<std::string>& own) {
    return std::any_of(own.begin(), own.end(),
                       [&](const std::string& one) { return plain_address(one) == address; });
}

struct VerbWords {
    std::string_view words;
    Verb verb;
};

constexpr std::array<VerbWords, 11> verb_words{{
    {"not fixed", Verb::not_fixed},
    {"not resolved", Verb::not_fixed},
    {"still broken", Verb::not_fixed},
    {"ยังไม่หาย", Verb::not_fixed},
    {"ยังใช้ไม่ได้", Verb::not_fixed},
    {"confirmed", Verb::confirmed},
    {"ใช้ได้แล้ว", Verb::confirmed},
    {"acknowledge", Verb::acknowledge},
    {"ack", Verb::acknowledge},
    {"resolved", Verb::resolve},
    {"resolve", Verb::resolve},
}};

bool is_word_end(std::string_view text, std::size_t at) {
    if (at >= text.size()) return true;
    const char c = text[at];
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    return !is_letter;
}

}  // namespace

std::string plain_address(std::string_view address) {
    std::string_view plain = trimmed(address);
    if (plain.starts_with('<') && plain.ends_with('>')) {
        plain.remove_prefix(1);
        plain.remove_suffix(1);
    }
    return lowered(plain);
}

std::optional<MailRefusal> refusal_of(const IncomingMail& mail,
                                      const std::vector<std::string>& own_addresses) {
    if (mail.is_ours) return MailRefusal{"own_mail", "a server of ours wrote it"};
    if (mail.has_null_sender)
        return MailRefusal{"null_sender",
                           "its envelope has no sender: a bounce or an answer of a "
                           "machine (RFC 3834)"};
    if (!mail.auto_submitted.empty() && mail.auto_submitted != "no")
        return MailRefusal{"auto_submitted",
                           "a machine sent it: Auto-Submitted is " + mail.auto_submitted};
    if (mail.is_report) return MailRefusal{"delivery_report", "it is a delivery report"};
    if (mail.from.empty()) return MailRefusal{"no_sender", "it has no From"};
    if (is_own(mail.from, own_addresses))
        return MailRefusal{"own_address", "it comes from the desk's own address"};
    return std::nullopt;
}

bool may_be_answered(const IncomingMail& mail) {
    constexpr std::array<std::string_view, 3> bulk{"bulk", "list", "junk"};
    const bool is_bulk = std::find(bulk.begin(), bulk.end(), mail.precedence) != bulk.end();
    const bool is_no_reply = mail.from.starts_with("no-reply@") ||
                             mail.from.starts_with("noreply@") ||
                             mail.from.starts_with("mailer-daemon@");
    return !is_bulk && !mail.is_from_list && !mail.suppresses_answers && !is_no_reply;
}

std::string reply_token_in(const IncomingMail& mail, std::string_view base_address) {
    const std::string base = plain_address(base_address);
    const std::size_t at = base.find('@');
    if (at == std::string::npos) return {};
    const std::string before = base.substr(0, at) + "+";
    const std::string after = base.substr(at);
    for (const std::string& recipient : mail.recipients) {
        const std::string address = plain_address(recipient);
        const bool is_ours = address.size() > before.size() + after.size() &&
                             address.starts_with(before) && address.ends_with(after);
        if (is_ours)
            return address.substr(before.size(), address.size() - before.size() - after.size());
    }
    return {};
}

std::optional<std::uint64_t> number_in_subject(std::string_view subject) {
    constexpr std::string_view tag = "[INC-";
    const std::size_t open = subject.find(tag);
    if (open == std::string_view::npos) return std::nullopt;
    const std::size_t shut = subject.find(']', open);
    if (shut == std::string_view::npos) return std::nullopt;
    const auto number = parse_uint(subject.substr(open + tag.size(), shut - open - tag.size()));
    return number ? std::optional{*number} : std::nullopt;
}

std::string fresh_words(std::string_view text) {
    std::string fresh;
    for (const std::string_view line : lines_of(text)) {
        if (introduces_quote(line) || line == "-- " || line == "--") break;
        if (line.starts_with('>')) continue;
        fresh += std::string{line} + "\n";
    }
    const std::string_view left = trimmed(fresh);
    return std::string{left.empty() ? trimmed(text) : left};
}

ReplyVerb verb_of(std::string_view words) {
    const std::string_view text = trimmed(words);
    const std::string small = lowered(text.substr(0, 200));
    for (const VerbWords& one : verb_words) {
        if (!small.starts_with(one.words) || !is_word_end(small, one.words.size())) continue;
        std::string_view rest = text.substr(one.words.size());
        while (!rest.empty() && (is_blank(rest.front()) || rest.front() == '.' ||
                                 rest.front() == ',' || rest.front() == ':'))
            rest.remove_prefix(1);
        return {one.verb, std::string{rest}};
    }
    return {};
}

}  // namespace foreshock::reports
