#include "server/incidents/report_questions.hpp"

#include <array>

namespace foreshock::incidents {
namespace {

struct QuestionSet {
    std::string_view category;
    std::array<std::string_view, 3> en;
    std::array<std::string_view, 3> th;
};

constexpr QuestionSet otherwise{
    "",
    {"Since when do you see it?", "Do your colleagues see it too?",
     "What exactly did you do, and what did you see (the words of an error)?"},
    {
        "พบปัญหานี้ตั้งแต่เมื่อไร",
        "เพื่อนร่วมงานพบปัญหาเดียวกันหรือไม่",
        "ทำอะไรอยู่และเห็นอะไร (ข้อความแสดงข้อผิดพลาด)",
    }};

constexpr std::array<QuestionSet, 7> sets{{
    {"availability",
     {"Which page or function of the application fails?",
      "Which words does the error show, and since when?",
      "Do your colleagues see it too, with another account?"},
     {"หน้าหรือฟังก์ชันใดของโปรแกรมใช้งานไม่ได้", "ข้อความแสดงข้อผิดพลาดว่าอย่างไร และเริ่มเมื่อไร",
      "เพื่อนร่วมงานที่ใช้บัญชีอื่นพบปัญหาเดียวกันหรือไม่"}},
    {"network",
     {"Are you connected by cable, wireless or VPN?", "Where are you: building, floor, home?",
      "Which addresses or programs work, and which do not?"},
     {"เชื่อมต่อด้วยสาย ไร้สาย หรือ VPN", "อยู่ที่ไหน (อาคาร ชั้น หรือบ้าน)",
      "เว็บไซต์หรือโปรแกรมใดใช้ได้ และใดใช้ไม่ได้"}},
    {"hardware",
     {"Which device is it, and what is its label or name?",
      "Does it have power, and which lights or messages does it show?",
      "Was it moved, or was anything plugged in lately?"},
     {"อุปกรณ์ใด และมีป้ายหรือชื่ออะไร", "อุปกรณ์มีไฟเข้าหรือไม่ แสดงไฟหรือข้อความใด",
      "มีการย้ายหรือเสียบอุปกรณ์ใดเมื่อเร็วๆ นี้หรือไม่"}},
    {"storage",
     {"Which folder or drive is it?", "Can you open files but not save them, or neither?",
      "Which words does the error show?"},
     {
         "โฟลเดอร์หรือไดรฟ์ใด",
         "เปิดไฟล์ได้แต่บันทึกไม่ได้ หรือทำไม่ได้ทั้งสองอย่าง",
         "ข้อความแสดงข้อผิดพลาดว่าอย่างไร",
     }},
    {"security",
     {"What did you see, and when?", "Did you open a link or attachment, or enter a password?",
      "Leave the device as it is: which one is it?"},
     {
         "เห็นอะไร และเมื่อไร",
         "ได้เปิดลิงก์หรือไฟล์แนบ หรือกรอกรหัสผ่านหรือไม่",
         "โปรดอย่าทำอะไรกับเครื่อง เครื่องใด",
     }},
    {"access",
     {"What do you sign in to, and with which user name (never tell us a password)?",
      "Which words does the error show?", "When did it work for the last time?"},
     {"เข้าสู่ระบบใด ด้วยชื่อผู้ใช้ใด (อย่าบอกรหัสผ่าน)", "ข้อความแสดงข้อผิดพลาดว่าอย่างไร",
      "เข้าใช้ได้ครั้งสุดท้ายเมื่อไร"}},
    {"compute",
     {"What is slow, and how long does it take now?", "Since when, and is it so all the time?",
      "Do your colleagues see it too?"},
     {"อะไรช้า และตอนนี้ใช้เวลานานเท่าใด", "เริ่มเมื่อไร และเป็นตลอดเวลาหรือไม่",
      "เพื่อนร่วมงานพบปัญหาเดียวกันหรือไม่"}},
}};

}  // namespace

std::vector<std::string> report_questions(std::string_view category, std::string_view language) {
    // A process that misbehaves is, to its users, an application; one short of memory is slow.
    if (category == "process") category = "availability";
    if (category == "memory") category = "compute";
    const QuestionSet* set = &otherwise;
    for (const QuestionSet& one : sets) {
        if (one.category == category) set = &one;
    }
    const auto& texts = language == "th" ? set->th : set->en;
    return {texts.begin(), texts.end()};
}

}  // namespace foreshock::incidents
