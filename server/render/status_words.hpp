#pragma once

#include <array>
#include <string_view>

// For the sources of this room only: the words of the status page in each language.
namespace foreshock::render {

struct StatusWords {
    std::string_view language;
    std::array<std::string_view, 5> components;  ///< in the order of ComponentState
    std::array<std::string_view, 3> states;      ///< in the order of PublicState
    std::array<std::string_view, 5> overall;     ///< in the order of ComponentState
    std::string_view may_come;                   ///< of what impends
    std::string_view now;
    std::string_view components_head;
    std::string_view maintenance_head;
    std::string_view past_head;
    std::string_view none;
    std::string_view since;
    std::string_view until;
    std::string_view updated;
    std::string_view days;
    std::string_view other_language;
    std::string_view other_code;
};

inline constexpr StatusWords status_english{
    "en",
    {"works", "under maintenance", "degraded", "partial outage", "major outage"},
    {"being looked into", "being worked on", "resolved"},
    {"All services work", "Planned maintenance is under way", "Some services are degraded",
     "Some services are partly down", "Some services are down"},
    "may be disturbed soon",
    "Now",
    "Services",
    "Planned maintenance",
    "The last 90 days",
    "Nothing to report",
    "since",
    "until",
    "updated",
    "90 days, the last one today",
    "ภาษาไทย",
    "th"};

inline constexpr StatusWords status_thai{
    "th",
    {
        "ใช้งานได้ปกติ",
        "อยู่ระหว่างบำรุงรักษา",
        "ประสิทธิภาพลดลง",
        "ใช้งานไม่ได้บางส่วน",
        "ใช้งานไม่ได้",
    },
    {"กำลังตรวจสอบ", "กำลังแก้ไข", "แก้ไขแล้ว"},
    {"ทุกบริการใช้งานได้ปกติ", "อยู่ระหว่างบำรุงรักษาตามแผน", "บางบริการมีประสิทธิภาพลดลง",
     "บางบริการใช้งานไม่ได้บางส่วน", "บางบริการใช้งานไม่ได้"},
    "อาจขัดข้องในไม่ช้า",
    "ขณะนี้",
    "บริการ",
    "การบำรุงรักษาตามแผน",
    "90 วันที่ผ่านมา",
    "ไม่มีเหตุการณ์",
    "ตั้งแต่",
    "ถึง",
    "ปรับปรุงเมื่อ",
    "90 วัน วันสุดท้ายคือวันนี้",
    "English",
    "en"};

inline const StatusWords& status_words(std::string_view language) {
    return language == "th" ? status_thai : status_english;
}

}  // namespace foreshock::render
