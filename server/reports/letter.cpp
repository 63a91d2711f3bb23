#include "server/reports/letter.hpp"

#include <array>

#include "server/reports/report.hpp"

namespace foreshock::reports {
namespace {

constexpr std::size_t title_bytes_max = 120;
constexpr std::size_t occasions = 10;

struct Wording {
    std::string_view greeting;  // before the name
    std::string_view greeting_nameless;
    std::array<std::string_view, occasions> bodies;  // in the order of Occasion
    std::string_view questions;
    std::string_view confirm;
    std::string_view consent;  // before the span
    std::string_view follow;
    std::string_view reply;
    std::string_view signature;
};

constexpr Wording english{
    "Hello ",
    "Hello",
    {"Thank you for telling us. We take this as an incident, {reference}, and are on it.",
     "Thank you for telling us. We know of this trouble: your report was added to incident "
     "{reference}, \"{title}\", and we keep you informed.",
     "Thank you for writing. A person at the service desk will read your report, {reference}, and "
     "come back to you.",
     "Thank you. We take this as a request, {reference}, and will come back to you when it is "
     "done.",
     "A message from the service desk about {reference}, \"{title}\":",
     "We believe that {reference}, \"{title}\", is resolved. Is it well for you too?",
     "{reference}, \"{title}\", is not over: it is open again, and we are on it.",
     "{reference}, \"{title}\", is closed. Thank you for your help.",
     "Your request {reference}, \"{title}\", is done.",
     "We are talking about {reference}, \"{title}\", and would like you to join us here:"},
    "It helps us if you answer these questions (just reply to this message):",
    "Tell us here whether it is fixed (or reply with \"confirmed\" or \"not fixed\" as the first "
    "words):",
    "If we hear nothing from you, we take it that all is well after ",
    "You can follow it here:",
    "You can reply to this message.",
    "Your service desk"};

constexpr Wording thai{
    "เรียน คุณ",
    "เรียน ผู้แจ้งปัญหา",
    {"ขอบคุณที่แจ้งปัญหา เรารับเรื่องนี้เป็นเหตุขัดข้องหมายเลข {reference} และกำลังดำเนินการ",
     "ขอบคุณที่แจ้งปัญหา เราทราบปัญหานี้แล้ว และรวมการแจ้งของคุณไว้ใน {reference} \"{title}\" "
     "เราจะแจ้งความคืบหน้าให้ทราบ",
     "ขอบคุณที่ติดต่อมา เจ้าหน้าที่จะอ่านเรื่อง {reference} ของคุณและติดต่อกลับ",
     "ขอบคุณ เรารับเรื่องนี้เป็นคำขอหมายเลข {reference} และจะแจ้งให้ทราบเมื่อดำเนินการเสร็จ",
     "ข้อความจากศูนย์บริการเกี่ยวกับ {reference} \"{title}\":",
     "เราเชื่อว่า {reference} \"{title}\" แก้ไขเรียบร้อยแล้ว คุณใช้งานได้ตามปกติแล้วหรือไม่",
     "{reference} \"{title}\" ยังไม่เรียบร้อย เราเปิดเรื่องอีกครั้งและกำลังดำเนินการ",
     "ปิดเรื่อง {reference} \"{title}\" แล้ว ขอบคุณสำหรับความร่วมมือ",
     "คำขอ {reference} \"{title}\" ของคุณดำเนินการเสร็จแล้ว",
     "เรากำลังประชุมเรื่อง {reference} \"{title}\" และขอเชิญคุณเข้าร่วมได้ที่:"},
    "กรุณาตอบคำถามต่อไปนี้ (ตอบกลับข้อความนี้ได้เลย):",
    "แจ้งผลได้ที่ลิงก์นี้ (หรือตอบกลับโดยขึ้นต้นด้วย \"ใช้ได้แล้ว\" หรือ \"ยังไม่หาย\"):",
    "หากไม่ได้รับคำตอบ เราจะถือว่าเรียบร้อยภายใน ",
    "ติดตามเรื่องได้ที่:",
    "คุณสามารถตอบกลับข้อความนี้ได้",
    "ศูนย์บริการ"};

std::string replaced(std::string text, std::string_view name, std::string_view value) {
    for (std::size_t at = text.find(name); at != std::string::npos;
         at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
    return text;
}

std::string one_line(std::string_view text) {
    std::string line{text.substr(0, text.find('\n'))};
    std::erase(line, '\r');
    return clipped(line, title_bytes_max);
}

std::string body_of(Occasion occasion, const Wording& in, const LetterFacts& facts) {
    std::string body{in.bodies[static_cast<std::size_t>(occasion)]};
    body = replaced(std::move(body), "{reference}", facts.reference);
    return replaced(std::move(body), "{title}", one_line(facts.title));
}

std::string span_words(Duration span, bool is_thai) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(span).count();
    if (!is_thai) return describe_duration(span);
    return hours > 0
               ? std::to_string(hours) + " ชั่วโมง"
               : std::to_string(std::chrono::duration_cast<std::chrono::minutes>(span).count()) +
                     " นาที";
}

}  // namespace

std::string report_reference(std::string_view report_id) {
    std::string reference{report_id};
    for (char& c : reference)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return reference;
}

Letter write_letter(Occasion occasion, std::string_view language, const LetterFacts& facts) {
    const bool is_thai = language == "th";
    const Wording& in = is_thai ? thai : english;
    std::string text{facts.reporter.empty() ? in.greeting_nameless : in.greeting};
    text += one_line(facts.reporter) + (is_thai ? "\n\n" : ",\n\n");
    text += body_of(occasion, in, facts) + "\n";
    if (!facts.words.empty()) text += "\n" + facts.words + "\n";
    if (!facts.questions.empty()) {
        text += "\n" + std::string{in.questions} + "\n";
        for (const std::string& question : facts.questions)
            text += "  - " + question + "\n";
    }
    if (!facts.confirm_link.empty())
        text += "\n" + std::string{in.confirm} + "\n" + facts.confirm_link + "\n";
    if (occasion == Occasion::resolved && facts.consent_after > Duration{0})
        text += "\n" + std::string{in.consent} + span_words(facts.consent_after, is_thai) + "\n";
    if (!facts.follow_link.empty())
        text += "\n" + std::string{in.follow} + "\n" + facts.follow_link + "\n";
    text += "\n" + std::string{in.reply} + "\n\n-- \n" + std::string{in.signature} + "\n";
    return {"[" + facts.reference + "] " + one_line(facts.title), std::move(text)};
}

}  // namespace foreshock::reports
