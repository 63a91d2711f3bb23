#include "server/render/ticket_html.hpp"

#include <array>

#include "server/reports/plain_text.hpp"

namespace foreshock::render {
namespace {

using reports::html_escaped;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24;background:#fff}h1{font-size:1.3rem}button{font:inherit;padding:.5rem 1rem;"
    "margin:.5rem .5rem .5rem 0;cursor:pointer}textarea{font:inherit;width:100%;box-sizing:"
    "border-box}fieldset{border:1px solid #d8dee4;margin:1rem 0}blockquote{margin:.5rem 0;padding:"
    ".5rem 1rem;border-left:4px solid #d8dee4;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".desk{border-color:#0969da}.small{color:#57606a;font-size:.9rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}";

struct Text {
    std::string_view key;
    std::string_view en;
    std::string_view th;
};

constexpr std::array<Text, 40> texts{{
    {"new", "We have it and will look at it.", "เราได้รับเรื่องแล้วและจะดำเนินการ"},
    {"assigned", "Somebody has it.", "มีผู้รับผิดชอบแล้ว"},
    {"in_progress", "It is being worked on.", "กำลังแก้ไข"},
    {"pending", "It waits for something.", "อยู่ระหว่างรอ"},
    {"resolved", "We believe that it is resolved.", "เราเชื่อว่าแก้ไขเรียบร้อยแล้ว"},
    {"closed", "It is closed.", "ปิดเรื่องแล้ว"},
    {"waits", "A person will read it.", "เจ้าหน้าที่จะอ่านเรื่องนี้"},
    {"open_request", "It is a request that waits.", "เป็นคำขอที่รอดำเนินการ"},
    {"assigned_request", "Your request is being done.", "กำลังดำเนินการตามคำขอ"},
    {"done_request", "Your request is done.", "คำขอดำเนินการเสร็จแล้ว"},
    {"forwarded_request", "Your request was passed on.", "ส่งต่อคำขอแล้ว"},
    {"is_it_well", "Is it well for you?", "ใช้งานได้ตามปกติแล้วหรือไม่"},
    {"yes", "Yes, it is fixed", "ใช่ แก้ไขแล้ว"},
    {"no", "No, it is not fixed", "ยังไม่หาย"},
    {"satisfaction", "How satisfied are you (1 poor, 5 good)?", "ความพึงพอใจ (1 น้อย, 5 มาก)"},
    {"not_said", "no answer", "ไม่ระบุ"},
    {"words", "Anything to add?", "ข้อความเพิ่มเติม"},
    {"send", "Send", "ส่ง"},
    {"desk", "Service desk", "ศูนย์บริการ"},
    {"you", "You", "คุณ"},
    {"acknowledge", "Take this incident", "รับเรื่องนี้"},
    {"resolve", "Say that it is resolved", "แจ้งว่าแก้ไขแล้ว"},
    {"how", "What was done?", "แก้ไขอย่างไร"},
    {"thanks", "Thank you. It is noted that all is well.", "ขอบคุณ บันทึกแล้วว่าใช้งานได้ตามปกติ"},
    {"reopened", "Thank you. It is open again.", "ขอบคุณ เราเปิดเรื่องอีกครั้งแล้ว"},
    {"acknowledged", "You own it now.", "คุณเป็นผู้รับผิดชอบแล้ว"},
    {"resolved_now", "It is noted as resolved.", "บันทึกว่าแก้ไขแล้ว"},
    {"sent", "Thank you. The service desk has your words.", "ขอบคุณ ศูนย์บริการได้รับข้อความแล้ว"},
    {"used", "This link was used already.", "ลิงก์นี้ถูกใช้ไปแล้ว"},
    {"bad_link", "This link is not good (any more).", "ลิงก์นี้ใช้ไม่ได้"},
    {"too_often", "That was too often lately. Please wait, or call the service desk.",
     "ส่งบ่อยเกินไป กรุณารอสักครู่หรือโทรหาศูนย์บริการ"},
    {"tell_us", "Tell the service desk", "แจ้งศูนย์บริการ"},
    {"name", "Your name", "ชื่อ"},
    {"contact", "Your mail address", "อีเมล"},
    {"service", "What is it about?", "เกี่ยวกับบริการใด"},
    {"any_service", "I do not know", "ไม่ทราบ"},
    {"subject", "In one line", "หัวข้อ"},
    {"what", "What is wrong, or what do you need?", "พบปัญหาอะไร หรือต้องการอะไร"},
    {"others", "Your other reports", "เรื่องอื่นที่คุณแจ้ง"},
    {"failed", "That did not work.", "ทำรายการไม่สำเร็จ"},
}};

std::string say(std::string_view key, std::string_view language) {
    for (const Text& one : texts) {
        if (one.key == key) return std::string{language == "th" ? one.th : one.en};
    }
    return html_escaped(key);
}

std::string whole_page(std::string_view head, const std::string& body, std::string_view language) {
    const std::string code = language == "th" ? "th" : "en";
    return "<!doctype html><html lang=\"" + code +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width\">"
           "<meta name=\"robots\" content=\"noindex\"><title>" +
           html_escaped(head) + "</title><style>" + std::string{style} +
           "</style></head><body><h1>" + html_escaped(head) + "</h1>" + body + "</body></html>\n";
}

std::string line_field(std::string_view name, std::string_view key, std::string_view type,
                       std::string_view language) {
    return "<p><label>" + say(key, language) + "<br><input name=\"" + std::string{name} +
           "\" type=\"" + std::string{type} + "\" maxlength=\"200\"></label></p>";
}

std::string words_field(std::string_view key, std::string_view language) {
    return "<p><label>" + say(key, language) +
           "<br><textarea name=\"text\" rows=\"4\" maxlength=\"5000\"></textarea></label></p>";
}

std::string button(std::string_view act, std::string_view key, std::string_view language) {
    return "<button name=\"act\" value=\"" + std::string{act} + "\">" + say(key, language) +
           "</button>";
}

std::string satisfaction_field(std::string_view language) {
    std::string options = "<option value=\"\">" + say("not_said", language) + "</option>";
    for (char mark = '5'; mark >= '1'; --mark)
        options += std::string{"<option>"} + mark + "</option>";
    return "<p><label>" + say("satisfaction", language) + " <select name=\"satisfaction\">" +
           options + "</select></label></p>";
}

std::string well_form(std::string_view language) {
    return "<form method=\"post\"><fieldset><legend>" + say("is_it_well", language) + "</legend>" +
           satisfaction_field(language) + words_field("words", language) +
           button("confirm", "yes", language) + button("reject", "no", language) +
           "</fieldset></form>";
}

std::string message_list(const TicketView& view, std::string_view language) {
    std::string list;
    for (const reports::Message& one : view.messages) {
        list += "<p class=\"small\">" + say(one.is_from_desk ? "desk" : "you", language) + ", " +
                format_rfc3339(one.at).substr(0, 16) + " UTC</p><blockquote" +
                (one.is_from_desk ? " class=\"desk\">" : ">") + html_escaped(one.text) +
                "</blockquote>";
    }
    return list;
}

std::string other_list(const TicketView& view, std::string_view language) {
    if (view.others.empty()) return {};
    std::string list = "<h2>" + say("others", language) + "</h2><ul>";
    for (const TicketView::Other& one : view.others) {
        list += "<li><a href=\"" + html_escaped(one.link) + "\">" + html_escaped(one.reference) +
                "</a> " + html_escaped(one.title) + "</li>";
    }
    return list + "</ul>";
}

}  // namespace

std::string_view ticket_style() {
    return style;
}

std::string ticket_page(const TicketView& view, std::string_view language) {
    std::string body = "<p>" + html_escaped(view.title) + "</p><p><strong>" +
                       say(view.state, language) + "</strong></p>";
    if (view.asks_whether_well) body += well_form(language);
    body += message_list(view, language);
    if (view.takes_words && !view.asks_whether_well) {
        body += "<form method=\"post\">" + words_field("words", language) +
                button("say", "send", language) + "</form>";
    }
    return whole_page(view.reference, body + other_list(view, language), language);
}

std::string report_form_page(const std::vector<std::pair<std::string, std::string>>& services,
                             std::string_view language) {
    std::string options = "<option value=\"\">" + say("any_service", language) + "</option>";
    for (const auto& [name, title] : services) {
        options +=
            "<option value=\"" + html_escaped(name) + "\">" + html_escaped(title) + "</option>";
    }
    const std::string body =
        "<form method=\"post\">" + line_field("name", "name", "text", language) +
        line_field("contact", "contact", "email", language) + "<p><label>" +
        say("service", language) + "<br><select name=\"service\">" + options +
        "</select></label></p>" + line_field("subject", "subject", "text", language) +
        words_field("what", language) + button("tell", "send", language) + "</form>";
    return whole_page(say("tell_us", language), body, language);
}

std::string act_page(std::string_view reference, std::string_view title, std::string_view act,
                     std::string_view language) {
    const bool is_resolve = act == "resolve";
    std::string body = "<p>" + html_escaped(title) + "</p><form method=\"post\">";
    if (is_resolve) body += words_field("how", language);
    body += button(act, is_resolve ? "resolve" : "acknowledge", language) + "</form>";
    return whole_page(reference, body, language);
}

std::string notice_page(std::string_view key, std::string_view detail, std::string_view language) {
    const std::string text = say(key == "resolved" ? "resolved_now" : key, language);
    std::string body = "<p>" + text + "</p>";
    if (!detail.empty()) body += "<p class=\"small\">" + html_escaped(detail) + "</p>";
    return whole_page(language == "th" ? "ศูนย์บริการ" : "Service desk", body, language);
}

}  // namespace foreshock::render
