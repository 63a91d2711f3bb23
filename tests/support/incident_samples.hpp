#pragma once

#include <string>

namespace foreshock::test {

/// As the API answers: one element of a list, opened at 14:13:20 UTC on 2026-09-21
/// (1790000000 s), with a forecast of 100 s.
inline const std::string summary_json = R"json({
 "id":"inc-00000000000000aa","number":42,"reference":"INC-000042",
 "title":"process shop on web-1: open() fails soon",
 "sentence":"shop (pid 42) has 120 of 256 files open and gains 1.2 per second.",
 "state":"new","open":true,"outcome":"open","phase":"impending","severity":"critical",
 "category":"process","subcategory":"files",
 "category_reasons":[{"code":"category.kind","text":"the pack puts it there"}],
 "priority":"P2","impact":2,"urgency":1,
 "priority_reasons":[{"code":"urgency.soon","text":"the disruption is 1 min 40 s away"}],
 "forecast":{"disruption":"open() fails","made_at":"2026-09-21T14:13:20.000Z",
  "earliest_at":"2026-09-21T14:14:50.000Z","expected_at":"2026-09-21T14:15:00.000Z",
  "latest_at":"2026-09-21T14:15:20.000Z","confidence":0.9,"level":120.0,"limit":256.0,
  "slope_per_second":1.25},
 "host":"web-1","hosts":["web-1"],"components":["process shop (pid 42)"],"owner":"",
 "first_sign_at":"2026-09-21T14:12:50.000Z","opened_at":"2026-09-21T14:13:20.000Z",
 "updated_at":"2026-09-21T14:13:20.000Z","announced_at":null,"acknowledged_at":null,
 "recovering_since":null,"resolved_at":null,"closed_at":null,"times_reopened":0,
 "symptom_count":1,"host_count":1,"revision":7,"merged_into":null)json";

inline const std::string incident_summary = summary_json + "}";

inline const std::string incident_detail = summary_json + R"json(,
 "symptoms":[{"id":"sym-1","kind":"process.files.exhaustion","category":"process",
  "subcategory":"files","host":"web-1","component":"process shop (pid 42)",
  "phase":"impending","severity":"critical","status":"raised",
  "first_sign_at":"2026-09-21T14:12:50.000Z","onset_at":"2026-09-21T14:13:20.000Z",
  "observed_at":"2026-09-21T14:13:20.000Z","cleared_at":null,"forecast":null,
  "evidence":[{"signal":"process.files.open_count","labels":{"process":"shop"},"value":120.0,
   "limit":256.0,"window_seconds":40.0,"note":"grew steadily"}],
  "reason":"slopes_agree","sentence":"Another sentence.","guide":"","questions":[],
  "leads_to":[],"times_raised":1,
  "joined_because":[{"code":"cause","text":"files leak into sockets"}],
  "snapshot":{"taken_at":"2026-09-21T14:13:20.000Z","sections":[
   {"title":"processes by open files","columns":["pid","name"],
    "rows":[["42","shop"],["7","init"]],"culprit":0}]}}],
 "timeline":[{"sequence":1,"at":"2026-09-21T14:13:20.000Z","kind":"priority_changed",
  "actor":"engine","reason":{"code":"urgency.soon","text":"it is near"},
  "from":"P3","to":"P2","text":""}],
 "diagnosis":{"first_signs":[{"at":"2026-09-21T14:12:50.000Z","host":"web-1",
   "component":"process shop (pid 42)","signal":"process.files.open_count",
   "sentence":"shop leaks"}],
  "scope":{"hosts":["web-1"],"components":["process shop (pid 42)"]},
  "questions":["Was shop deployed today?"],"guide":"Look at its files.\nThen restart it."}
})json";

}  // namespace foreshock::test
